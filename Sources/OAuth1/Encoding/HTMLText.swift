//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// HTML of which only the literals are markup: whatever is put in between is escaped.
package struct HTMLText: ExpressibleByStringInterpolation, Sendable {
    /// The markup.
    package private(set) var source: String

    /// Takes markup as it is.
    package init(stringLiteral value: String) {
        source = value
    }

    /// Takes markup with texts in between, which are escaped.
    package init(stringInterpolation: Interpolation) {
        source = stringInterpolation.source
    }

    /// Appends markup.
    package mutating func append(_ markup: HTMLText) {
        source += markup.source
    }

    /// Collects markup and escaped texts.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        /// Starts with nothing.
        package init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        /// Adds markup.
        package mutating func appendLiteral(_ literal: String) {
            source += literal
        }

        /// Adds a text, escaped.
        package mutating func appendInterpolation(_ text: String) {
            source += HTMLText.escaped(text)
        }

        /// Adds markup.
        package mutating func appendInterpolation(_ markup: HTMLText) {
            source += markup.source
        }
    }

    /// Text for elements and for attributes in quotes of either kind.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
