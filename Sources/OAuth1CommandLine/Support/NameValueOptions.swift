//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1

/// Options of the form `name=value`.
enum NameValueOptions {
    /// Reads the values of a repeated option.
    ///
    /// - Parameters:
    ///   - fields: The values.
    ///   - option: The name of the option, for errors.
    /// - Returns: The names and values.
    /// - Throws: `ValidationError` if one of them has no equals sign.
    static func parameters(_ fields: [String], option: String) throws -> OAuth1Parameters {
        OAuth1Parameters(
            try fields.map { field in
                // By bytes, because a combining mark after the equals sign makes another Character of it.
                let parts = field.utf8.split(
                    separator: UInt8(ascii: "="),
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                guard parts.count == 2 else {
                    throw ValidationError(
                        "\(option) needs name=value. Found: \(field.isEmpty ? "an empty value" : field)"
                    )
                }
                return OAuth1Parameter(nameBytes: Array(parts[0]), valueBytes: Array(parts[1]))
            }
        )
    }
}
#endif
