//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// Reads a raw HTTP/1 request (RFC 9112), or what `curl -v` shows of one.
enum RawRequest {
    /// Reads request line, header fields, an empty line and the body; lines may end with LF alone.
    ///
    /// The scheme is that of a request whose target is not a URL.
    static func read(_ text: ArraySlice<UInt8>, scheme: String) throws(OAuth1Diagnosis.CaptureError)
        -> OAuth1Diagnosis.CapturedRequest
    {
        var lines = Lines(text)
        guard let first = lines.next() else { throw OAuth1Diagnosis.CaptureError("the request is empty") }
        let parts = first.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count >= 2 else {
            throw OAuth1Diagnosis.CaptureError(
                "the first line is not a request line such as GET /path HTTP/1.1: expected a raw HTTP request, a curl command "
                    + "or a HAR entry"
            )
        }
        let hasVersion = parts.count > 2 && parts[parts.count - 1].hasPrefix("HTTP/")
        let target = parts[1..<(hasVersion ? parts.count - 1 : parts.count)].joined(separator: " ")
        var fields: [(name: String, value: String)] = []
        while let line = lines.next(), !line.isEmpty {
            if line.first == " " || line.first == "\t", let last = fields.indices.last {
                // A folded line continues the value before it.
                fields[last].value += " " + line.trimmingSpaces
                continue
            }
            let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw OAuth1Diagnosis.CaptureError("line \(lines.number) is not a header field: expected Name: value")
            }
            fields.append((String(sides[0]), sides[1].trimmingSpaces))
            guard fields.count <= OAuth1Diagnosis.CapturedRequest.maximumFields else {
                throw OAuth1Diagnosis.CaptureError(
                    "the request has more than \(OAuth1Diagnosis.CapturedRequest.maximumFields) header fields"
                )
            }
        }
        let host = fields.first { $0.name.lowercased() == "host" }?.value
        var captured: OAuth1Diagnosis.CapturedRequest
        if !target.hasPrefix("/"), target.contains("://") {
            captured = try OAuth1Diagnosis.CapturedRequest(method: String(parts[0]), url: target, scheme: scheme)
        } else {
            guard let host, !host.isEmpty else { throw OAuth1Diagnosis.CaptureError("the request has no Host field") }
            captured = try OAuth1Diagnosis.CapturedRequest(
                method: String(parts[0]),
                url: "\(scheme)://\(host)",
                scheme: scheme
            )
            captured.request.path = target
        }
        for field in fields { try captured.add(field.name, field.value) }
        // curl -v shows no body.
        captured.body = lines.isMarked ? nil : body(lines.rest, of: captured.request)
        return captured
    }

    /// The body, without the line break that an editor adds at the end of a file.
    private static func body(_ rest: ArraySlice<UInt8>, of request: HTTPRequest) -> [UInt8]? {
        var body = Array(rest)
        if let length = request.headerFields[.contentLength].flatMap({ Int($0) }) {
            if length >= 0, length < body.count { body.removeLast(body.count - length) }
        } else if body.last == 0x0A {
            body.removeLast()
            if body.last == 0x0D { body.removeLast() }
        }
        return body.isEmpty && request.headerFields[.contentType] == nil ? nil : body
    }

    /// The lines of a text, without their ends and without the mark that curl puts before them.
    private struct Lines {
        private(set) var rest: ArraySlice<UInt8>
        private(set) var number = 0
        let isMarked: Bool

        init(_ text: ArraySlice<UInt8>) {
            rest = text
            isMarked = text.first == UInt8(ascii: ">") || text.first == UInt8(ascii: "*")
        }

        mutating func next() -> String? {
            while !rest.isEmpty {
                number += 1
                let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
                var line = rest[rest.startIndex..<end]
                rest = rest[min(end + 1, rest.endIndex)...]
                if line.last == 0x0D { line.removeLast() }
                guard isMarked else { return String(decoding: line, as: UTF8.self) }
                // Other lines of curl are notes and the response.
                guard line.first == UInt8(ascii: ">") else { continue }
                return String(decoding: line.dropFirst(), as: UTF8.self).trimmingSpaces
            }
            return nil
        }
    }
}
