//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A regular expression that a whole value must match, in a subset that is matched in linear time.
///
/// Descriptions of services come from files, and the engines that search with backtracking can keep a processor busy for
/// years. This one follows all ways through an expression at once, so that each character costs at most one step for each
/// instruction.
///
/// There are characters, `.`, classes, `\d \w \s` and their opposites, groups, `|`, `?`, `*`, `+`, `{m,n}`, and the anchors
/// `^` and `$` at the ends, where they mean nothing new. There are no references, no assertions and no modes.
struct LinearPattern {
    private let program: [PatternInstruction]

    /// Reads an expression, or returns `nil` if it is none of the subset.
    init?(_ pattern: String) {
        var parser = PatternParser(pattern)
        guard let node = parser.parse(), let program = PatternInstruction.program(of: node) else { return nil }
        self.program = program
    }

    /// Whether a whole value matches.
    func matches(_ value: String) -> Bool {
        var current = States(count: program.count)
        follow(0, into: &current)
        for character in value.unicodeScalars {
            var next = States(count: program.count)
            for state in current.active {
                if case .character(let set) = program[state], set.contains(character) { follow(state + 1, into: &next) }
            }
            guard !next.active.isEmpty else { return false }
            current = next
        }
        return current.active.contains { if case .end = program[$0] { true } else { false } }
    }

    /// The instructions that the ways so far lead to, each once.
    private struct States {
        var active: [Int] = []
        var isSeen: [Bool]

        init(count: Int) {
            isSeen = Array(repeating: false, count: count)
        }
    }

    private func follow(_ start: Int, into states: inout States) {
        var open = [start]
        while let state = open.popLast() {
            guard !states.isSeen[state] else { continue }
            states.isSeen[state] = true
            switch program[state] {
            case .split(let first, let second):
                open.append(second)
                open.append(first)
            case .jump(let target): open.append(target)
            case .character, .end: states.active.append(state)
            }
        }
    }
}
