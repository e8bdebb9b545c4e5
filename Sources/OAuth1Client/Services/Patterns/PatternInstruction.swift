//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A step of a pattern's program.
enum PatternInstruction {
    /// Take a character of a set.
    case character(PatternSet)
    /// Continue at both places.
    case split(Int, Int)
    /// Continue at a place.
    case jump(Int)
    /// The pattern's end.
    case end

    /// The most instructions: a repetition of repetitions would have as many as anybody likes.
    private static let maximumCount = 2_048
    /// The most parts that are looked at, as one without instructions can be repeated any number of times.
    private static let maximumParts = 8_192

    /// The program of an expression, or `nil` if it is too long.
    static func program(of node: PatternNode) -> [PatternInstruction]? {
        var program: [PatternInstruction] = []
        var parts = 0
        guard append(node, to: &program, &parts) else { return nil }
        program.append(.end)
        return program
    }

    private static func append(
        _ node: PatternNode,
        to program: inout [PatternInstruction],
        _ parts: inout Int
    ) -> Bool {
        parts += 1
        guard program.count < maximumCount, parts < maximumParts else { return false }
        switch node {
        case .set(let set):
            program.append(.character(set))
            return true
        case .sequence(let nodes):
            return nodes.allSatisfy { append($0, to: &program, &parts) }
        case .choice(let nodes):
            var ends: [Int] = []
            for (index, node) in nodes.enumerated() {
                let isLast = index == nodes.count - 1
                let split = program.count
                if !isLast { program.append(.jump(0)) }
                guard append(node, to: &program, &parts) else { return false }
                guard !isLast else { break }
                ends.append(program.count)
                program.append(.jump(0))
                program[split] = .split(split + 1, program.count)
            }
            for end in ends { program[end] = .jump(program.count) }
            return true
        case .repetition(let node, let lowest, let highest):
            for _ in 0..<lowest { guard append(node, to: &program, &parts) else { return false } }
            guard let highest else {
                let split = program.count
                program.append(.jump(0))
                guard append(node, to: &program, &parts) else { return false }
                program.append(.jump(split))
                program[split] = .split(split + 1, program.count)
                return true
            }
            for _ in lowest..<highest {
                let split = program.count
                program.append(.jump(0))
                guard append(node, to: &program, &parts) else { return false }
                program[split] = .split(split + 1, program.count)
            }
            return true
        }
    }
}

/// Characters that one place of a pattern takes.
struct PatternSet {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false

    func contains(_ character: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(character.value) } != isNegated
    }

    static let digits = PatternSet(ranges: [0x30...0x39])
    static let spaces = PatternSet(ranges: [0x09...0x0D, 0x20...0x20])
    static let wordCharacters = PatternSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// Every character but the end of a line.
    static let any = PatternSet(ranges: [0x0A...0x0D], isNegated: true)
}

/// A part of an expression.
indirect enum PatternNode {
    case set(PatternSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// Without a highest number there may be any number.
    case repetition(PatternNode, Int, Int?)
}
