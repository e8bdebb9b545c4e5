//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes

/// Options with header fields: `Name: value`, or `@FILE` with one field on each line.
enum HeaderFieldOptions {
    /// The fields that the tool sets.
    private static let reserved: [String: String] = [
        "authorization": "the signature goes there; the values for it are options such as --realm",
        "host": "it is the host of the URL",
        "content-length": "it is the length of the body",
        "transfer-encoding": "it follows from the body",
    ]

    /// Reads the values of a repeated option.
    ///
    /// - Parameters:
    ///   - texts: The values.
    ///   - option: The name of the option, for errors.
    /// - Returns: The fields.
    /// - Throws: `ValidationError`, or ``CommandFailure`` if a file can't be read.
    static func fields(_ texts: [String], option: String) throws -> HTTPFields {
        var fields = HTTPFields()
        for text in texts {
            guard text.hasPrefix("@") else {
                fields.append(try field(text, in: option))
                continue
            }
            let path = String(text.dropFirst())
            let bytes = try InputFile.read(path, option: option, limit: 65_536)
            let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            for line in lines where !line.allSatisfy(\.isWhitespace) {
                // The file has secrets, so no line of it is shown.
                fields.append(try field(String(line), in: "\(option): \(path)", shown: "a line without a name"))
            }
        }
        return fields
    }

    private static func field(_ text: String, in option: String, shown: String? = nil) throws -> HTTPField {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else {
            throw ValidationError("\(option) needs a field such as 'Accept: text/plain'. Found: \(shown ?? text)")
        }
        if let reason = reserved[name.canonicalName] {
            throw ValidationError("\(option) can't set \(name.rawName): \(reason).")
        }
        let value = parts[1].drop { $0 == " " || $0 == "\t" }
        guard HTTPField.isValidValue(String(value)) else {
            throw ValidationError("\(option): the value of \(name.rawName) has a line break or a control character.")
        }
        return HTTPField(name: name, value: String(value))
    }
}
#endif
