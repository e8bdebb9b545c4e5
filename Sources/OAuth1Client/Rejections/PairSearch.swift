//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The parts of a text that were already searched for values next to quoted names.
///
/// Names can be so close together that each has the others in its surroundings: whatever was looked at for one is not
/// looked at again for the next.
struct PairSearch {
    /// The last bracket before the name.
    var bracket = 0
    /// Up to where fields were looked for.
    var seen = 0
    /// Up to where the bracket after a name was looked for.
    private var searched = 0

    /// The text between the brackets around a name, as far as it is near and was not looked at yet.
    mutating func surroundings(of name: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        let highest = min(bytes.count, name.upperBound + NamedValues.reach)
        var end = max(name.upperBound, searched)
        while end < highest, !NamedValues.isBracket(bytes[end]) { end += 1 }
        searched = end
        let start = max(0, name.lowerBound - NamedValues.reach, bracket, seen)
        return start..<max(start, end)
    }
}
