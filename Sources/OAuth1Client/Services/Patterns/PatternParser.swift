//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Reads the text of a pattern.
struct PatternParser {
    private let characters: [Unicode.Scalar]
    private var position = 0
    private static let maximumLength = 256
    private static let maximumRepetition = 256

    private struct Unsupported: Error {}

    init(_ pattern: String) {
        characters = Array(pattern.unicodeScalars)
    }

    /// The whole expression, or `nil` if it has what there is not.
    mutating func parse() -> PatternNode? {
        guard characters.count <= PatternParser.maximumLength else { return nil }
        _ = take("^")
        guard let node = try? choice(), position == characters.count else { return nil }
        return node
    }

    private mutating func choice() throws -> PatternNode {
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() throws -> PatternNode {
        var nodes: [PatternNode] = []
        while let character = peek, character != "|", character != ")" {
            // At the end it is where the value ends anyway.
            if character == "$", position == characters.count - 1 {
                position += 1
                break
            }
            nodes.append(try repetition())
        }
        return .sequence(nodes)
    }

    private mutating func repetition() throws -> PatternNode {
        let node = try atom()
        let result: PatternNode
        switch peek {
        case "?": result = .repetition(node, 0, 1)
        case "*": result = .repetition(node, 0, nil)
        case "+": result = .repetition(node, 1, nil)
        case "{": return try counted(node)
        default: return node
        }
        position += 1
        try checkNoSecondRepetition()
        return result
    }

    private mutating func counted(_ node: PatternNode) throws -> PatternNode {
        position += 1
        let lowest = number()
        var highest = lowest
        if take(",") { highest = number() }
        guard take("}"), let lowest, lowest <= PatternParser.maximumRepetition,
            highest.map({ lowest...PatternParser.maximumRepetition ~= $0 }) ?? true
        else {
            throw Unsupported()
        }
        try checkNoSecondRepetition()
        return .repetition(node, lowest, highest)
    }

    /// A lazy repetition takes the same whole values; others mean something else.
    private mutating func checkNoSecondRepetition() throws {
        _ = take("?")
        if let peek, "?*+{".unicodeScalars.contains(peek) { throw Unsupported() }
    }

    private mutating func number() -> Int? {
        let start = position
        while let peek, ("0"..."9").contains(peek), position - start < 4 { position += 1 }
        return Int(String(String.UnicodeScalarView(characters[start..<position])))
    }

    private mutating func atom() throws -> PatternNode {
        guard let character = peek else { throw Unsupported() }
        position += 1
        switch character {
        case "(":
            if take("?") { guard take(":") else { throw Unsupported() } }
            let node = try choice()
            guard take(")") else { throw Unsupported() }
            return node
        case "[": return .set(try set())
        case "\\": return .set(try escape())
        case ".": return .set(.any)
        case "?", "*", "+", "{", "}", ")", "]", "^", "$": throw Unsupported()
        default: return .set(PatternSet(ranges: [character.value...character.value]))
        }
    }

    /// The set of an escape: a class, or a character that is not a letter or digit.
    private mutating func escape() throws -> PatternSet {
        guard let character = peek else { throw Unsupported() }
        position += 1
        switch character {
        case "d": return .digits
        case "w": return .wordCharacters
        case "s": return .spaces
        case "D": return PatternSet(ranges: PatternSet.digits.ranges, isNegated: true)
        case "W": return PatternSet(ranges: PatternSet.wordCharacters.ranges, isNegated: true)
        case "S": return PatternSet(ranges: PatternSet.spaces.ranges, isNegated: true)
        default:
            guard character.isASCII, !UInt8(ascii: character).isASCIILetter, !UInt8(ascii: character).isASCIIDigit
            else { throw Unsupported() }
            return PatternSet(ranges: [character.value...character.value])
        }
    }

    private mutating func set() throws -> PatternSet {
        var set = PatternSet(ranges: [])
        set.isNegated = take("^")
        while !take("]") {
            let first = try member()
            guard first.count == 1, first[0].count == 1, peek == "-", position + 1 < characters.count,
                characters[position + 1] != "]"
            else {
                set.ranges.append(contentsOf: first)
                continue
            }
            position += 1
            let last = try member()
            guard last.count == 1, last[0].count == 1, first[0].lowerBound <= last[0].lowerBound else {
                throw Unsupported()
            }
            set.ranges.append(first[0].lowerBound...last[0].lowerBound)
        }
        guard !set.ranges.isEmpty else { throw Unsupported() }
        return set
    }

    private mutating func member() throws -> [ClosedRange<UInt32>] {
        guard let character = peek else { throw Unsupported() }
        position += 1
        if character == "\\" {
            let set = try escape()
            guard !set.isNegated else { throw Unsupported() }
            return set.ranges
        }
        // Classes within classes, and their names, are none of the subset.
        guard character != "[", character != "&" || peek != "&" else { throw Unsupported() }
        return [character.value...character.value]
    }

    private var peek: Unicode.Scalar? { position < characters.count ? characters[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }
}
