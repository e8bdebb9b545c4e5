//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// Whether both texts have the same bytes.
    ///
    /// Swift's own comparison finds more texts equal: `é` as one character and as two, `K` and the Kelvin sign. Users, clients
    /// and tokens are distinguished by their bytes, as databases do it.
    ///
    /// - Parameter other: The other text.
    /// - Returns: Whether they do.
    package func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
