//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Numbers of which the smallest is available, each added and removed in logarithmic time.
///
/// Not generic: other modules would get code for all types, which looks up each comparison.
package struct MinimumHeap: Sendable {
    private var elements: [Int64] = []

    /// Creates a heap without elements.
    package init() {}

    /// The smallest element.
    package var first: Int64? { elements.first }

    /// Adds an element.
    package mutating func insert(_ element: Int64) {
        var index = elements.count
        elements.append(element)
        while index > 0, elements[index] < elements[(index - 1) / 2] {
            elements.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Removes the smallest element.
    package mutating func removeFirst() {
        guard elements.count > 1 else {
            elements.removeAll(keepingCapacity: true)
            return
        }
        elements.swapAt(0, elements.count - 1)
        elements.removeLast()
        var index = 0
        while let child = smallerChild(of: index), elements[child] < elements[index] {
            elements.swapAt(index, child)
            index = child
        }
    }

    private func smallerChild(of index: Int) -> Int? {
        let (left, right) = (2 * index + 1, 2 * index + 2)
        guard left < elements.count else { return nil }
        return right < elements.count && elements[right] < elements[left] ? right : left
    }
}
