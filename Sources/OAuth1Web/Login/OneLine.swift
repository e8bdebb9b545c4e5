//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// The text on one line, for logs: cut to a length, with blanks for control characters and line breaks.
    ///
    /// - Parameter limit: How many Unicode scalars are kept.
    /// - Returns: The text.
    func onOneLine(limit: Int) -> String {
        var result = ""
        for (index, scalar) in unicodeScalars.prefix(limit + 1).enumerated() {
            guard index < limit else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
