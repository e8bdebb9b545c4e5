//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The values that were found in a text, asked in the text's order whether a name is within one.
///
/// A value can be found before the text that leads to it was looked at: what is in between has its own values.
struct CoveredText {
    /// The end of the values that have started.
    private var end = 0
    /// Values that have not started.
    private var coming: [Range<Int>] = []
    private var nextStart = Int.max

    /// Adds a value.
    mutating func add(_ value: Range<Int>) {
        coming.append(value)
        nextStart = min(nextStart, value.lowerBound)
    }

    /// Whether a name is within a value; at its end there can be a name whose own value comes after it.
    mutating func covers(_ name: Range<Int>) -> Bool {
        if nextStart <= name.lowerBound {
            for value in coming where value.lowerBound <= name.lowerBound { end = max(end, value.upperBound) }
            coming.removeAll { $0.lowerBound <= name.lowerBound }
            nextStart = coming.reduce(.max) { min($0, $1.lowerBound) }
        }
        return name.upperBound + 4 < end
    }
}
