//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes

/// Reads the parts of a `multipart/form-data` body (RFC 7578), with limits.
enum MultipartReader {
    /// A field or a file.
    struct Part: Sendable {
        let name: String
        /// The file's name, or `nil` for a field.
        let filename: String?
        let contentType: String?
        let content: [UInt8]
    }

    private static let maximumParts = 20
    private static let maximumHeadBytes = 8_192
    private static let lineEnd = Data("\r\n".utf8)
    private static let headEnd = Data("\r\n\r\n".utf8)

    /// The parts in their order.
    static func parts(of body: [UInt8], contentType: String) throws(SandboxProblem) -> [Part] {
        guard let boundary = FieldParameters.read(contentType)["boundary"], 1...70 ~= boundary.utf8.count else {
            throw malformed("Content-Type has no boundary")
        }
        // With a line end in front, so that the first delimiter looks like all others.
        let data = lineEnd + Data(body)
        let delimiter = Data("\r\n--\(boundary)".utf8)
        guard var position = data.range(of: delimiter)?.upperBound else {
            throw malformed("the body does not contain the boundary")
        }
        var parts: [Part] = []
        while !data[position...].starts(with: Data("--".utf8)) {
            guard parts.count < maximumParts else { throw malformed("there are more than \(maximumParts) parts") }
            let headStart = data.index(position, offsetBy: 0)
            let headLimit = min(data.endIndex, headStart + maximumHeadBytes)
            guard data[position...].starts(with: lineEnd),
                let head = data.range(of: headEnd, in: headStart..<headLimit),
                let end = data.range(of: delimiter, in: (head.upperBound - 2)..<data.endIndex)
            else {
                throw malformed("a part has no end, or no empty line after its header fields")
            }
            let content = data[head.upperBound..<max(head.upperBound, end.lowerBound)]
            parts.append(try part(String(decoding: data[headStart..<head.lowerBound], as: UTF8.self), Array(content)))
            position = end.upperBound
        }
        return parts
    }

    private static func part(_ head: String, _ content: [UInt8]) throws(SandboxProblem) -> Part {
        var fields: [String: String] = [:]
        for line in head.components(separatedBy: "\r\n") {
            let pieces = line.split(separator: ":", maxSplits: 1)
            guard pieces.count == 2 else { continue }
            fields[pieces[0].lowercased()] = pieces[1].trimmingCharacters(in: .whitespaces)
        }
        let disposition = FieldParameters.read(fields["content-disposition"] ?? "")
        guard let name = disposition["name"] else { throw malformed("a part has no name") }
        return Part(
            name: name,
            filename: disposition["filename"],
            contentType: fields["content-type"],
            content: content
        )
    }

    private static func malformed(_ reason: String) -> SandboxProblem {
        SandboxProblem(status: .badRequest, text: "the multipart form can't be read: \(reason)")
    }
}

/// The parameters of a header field's value, as in `form-data; name="photo"` (RFC 9110 section 5.6.6).
enum FieldParameters {
    /// The values by name in lower case; of several with the same name the first counts.
    static func read(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        for piece in pieces(of: text).dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].trimmingCharacters(in: .whitespaces).lowercased()
            if result[name] == nil { result[name] = unquoted(parts[1].trimmingCharacters(in: .whitespaces)) }
        }
        return result
    }

    /// The text between semicolons that are not quoted.
    private static func pieces(of text: String) -> [String] {
        var pieces = [""]
        var (isQuoted, isEscaped) = (false, false)
        for scalar in text.unicodeScalars {
            if scalar == ";", !isQuoted {
                pieces.append("")
                continue
            }
            if scalar == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = scalar == "\\" && isQuoted && !isEscaped
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
        }
        return pieces
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var (result, isEscaped) = ("", false)
        for scalar in text.dropFirst().dropLast().unicodeScalars {
            isEscaped = scalar == "\\" && !isEscaped
            if !isEscaped { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
#endif
