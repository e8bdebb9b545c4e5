//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1

/// A curl command that sends a signed request exactly as it was signed.
///
/// It is one line that bash, zsh, dash, ksh and fish read alike. A body that is binary, long, or has control characters
/// comes from `printf`, which all of them have built in, so that neither the shell nor its line editor changes it.
enum CurlCommand {
    /// The longest body that is an argument: Linux allows 128 KiB for each.
    private static let maximumArgumentBytes = 100_000
    /// The longest body of a command.
    static let maximumBodyBytes = 1_048_576

    /// Writes the command.
    ///
    /// - Throws: ``CommandFailure`` if curl can't send the request.
    static func text(_ signed: OAuth1SignedRequest) throws -> String {
        let request = signed.request
        // Without these two curl removes dot segments and expands brackets.
        var words = ["curl", "--path-as-is", "--globoff"]
        if request.method == .head {
            guard signed.body == nil else {
                throw CommandFailure(.usage, "curl can't send HEAD with a body", advice: "Use --output json instead")
            }
            // With --request HEAD, curl waits for a body that never comes.
            words.append("--head")
        } else {
            let method = request.method.rawValue
            words += ["--request", method.allSatisfy { $0.isLetter } ? method : quoted(method)]
        }
        for field in request.headerFields {
            // Curl removes a field without a value, unless a semicolon takes the place of the colon.
            words += ["--header", quoted(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")]
        }
        guard let body = signed.body else { return line(words, request) }
        guard body.count <= maximumBodyBytes else {
            throw CommandFailure(
                .usage,
                "the body has \(body.count) bytes, and a curl command can have \(maximumBodyBytes)",
                advice: "Use a smaller body"
            )
        }
        // Otherwise curl would call any body a form.
        if request.headerFields[.contentType] == nil { words += ["--header", "'Content-Type:'"] }
        if let text = argument(body) { return line(words + ["--data-raw", quoted(text)], request) }
        return "printf \(format(body)) | " + line(words + ["--data-binary", "@-"], request)
    }

    private static func line(_ words: [String], _ request: HTTPRequest) -> String {
        (words + [quoted(request.absoluteURL)]).joined(separator: " ")
    }

    /// The body as an argument, if no shell and no line editor changes it.
    private static func argument(_ body: [UInt8]) -> String? {
        guard body.count <= maximumArgumentBytes, !body.contains(where: isControl) else { return nil }
        return String(validating: body, as: UTF8.self)
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

    /// A word that shells take literally.
    ///
    /// Quotes, backslashes and exclamation marks are outside the quotation marks: fish reads backslashes inside them, and
    /// csh reads exclamation marks.
    static func quoted(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "\\", "!": result += "'\\\(scalar)'"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }

    /// The format for printf that writes some bytes, quoted.
    private static func format(_ body: [UInt8]) -> String {
        var result = "'"
        for (index, byte) in body.enumerated() {
            switch byte {
            case UInt8(ascii: "%"): result += "%%"
            // A hyphen at the start would be an option of printf.
            case UInt8(ascii: "-") where index > 0: result += "-"
            case UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "!"), UInt8(ascii: "-"), ..<0x20, 0x7F...:
                let digits = String(byte, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            default: result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return result + "'"
    }
}
#endif
