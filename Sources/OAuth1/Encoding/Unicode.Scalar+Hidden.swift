//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension Unicode.Scalar {
    /// Whether it is a control character, a line separator, or a mark that changes the direction of the text.
    ///
    /// In a terminal or on a page, such a character can make other text look different.
    package var isHiddenControl: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: true
        default: false
        }
    }
}
