//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The fields and files of a `multipart/form-data` body (RFC 7578), in their order.
///
/// None of them is signed (RFC 5849 section 3.4.1.3.1): a service that signs the fields of an upload, as Flickr does,
/// gets them by `OAuth1SigningOptions.additionallySigned`, too.
public struct OAuth1MultipartForm: Sendable, Hashable {
    private struct Part: Sendable, Hashable {
        let head: String
        let bytes: [UInt8]
    }

    private var parts: [Part] = []
    /// The text fields, in the form of `OAuth1SigningOptions.additionallySigned`.
    public private(set) var fields: OAuth1Parameters = []

    /// Creates a form without fields.
    public init() {}

    /// Adds a text field.
    ///
    /// - Parameters:
    ///   - name: The field's name.
    ///   - value: Its text.
    public mutating func append(_ name: String, _ value: String) {
        let disposition = "Content-Disposition: form-data; name=\"\(Self.escaped(name))\""
        parts.append(Part(head: disposition + "\r\n\r\n", bytes: Array(value.utf8)))
        fields.append(OAuth1Parameter(name, value))
    }

    /// Adds a file.
    ///
    /// - Parameters:
    ///   - name: The field's name.
    ///   - filename: The file's name, as sent to the service.
    ///   - contentType: The file's media type.
    ///   - bytes: The file's content.
    public mutating func append(_ name: String, filename: String, contentType: String, _ bytes: [UInt8]) {
        parts.append(Part(head: Self.fileHead(name, filename, contentType), bytes: bytes))
    }

    /// The head of a file's part.
    static func fileHead(_ name: String, _ filename: String, _ contentType: String) -> String {
        let disposition =
            "Content-Disposition: form-data; name=\"\(escaped(name))\"; filename=\"\(escaped(filename))\""
        return disposition + "\r\nContent-Type: \(escaped(contentType))\r\n\r\n"
    }

    /// The body.
    func body(boundary: String) -> OAuth1RequestBody {
        .bytes(
            parts(boundary: boundary) + Self.end(boundary: boundary),
            contentType: Self.contentType(boundary: boundary)
        )
    }

    static func contentType(boundary: String) -> String { "multipart/form-data; boundary=\(boundary)" }

    /// A boundary of 128 random bits, which no file has in it.
    static func makeBoundary() -> String { OAuth1RandomNonceSource().makeNonce().description }

    /// The text after the last part.
    static func end(boundary: String) -> [UInt8] { Array("--\(boundary)--\r\n".utf8) }

    /// The parts that are in memory.
    func parts(boundary: String) -> [UInt8] {
        var bytes: [UInt8] = []
        // With room for the end.
        let overhead = boundary.utf8.count + 8
        bytes.reserveCapacity(parts.reduce(overhead) { $0 + $1.head.utf8.count + $1.bytes.count + overhead })
        for part in parts {
            bytes.append(contentsOf: "--\(boundary)\r\n\(part.head)".utf8)
            bytes.append(contentsOf: part.bytes)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        return bytes
    }

    /// Names as browsers write them: quotes and line breaks are percent-encoded.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "%22"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension OAuth1RequestBody {
    /// A `multipart/form-data` body: not signed, except for its hash where the service requires that.
    ///
    /// - Parameter form: The fields and files.
    /// - Returns: The body, with a boundary of 128 random bits.
    public static func multipart(_ form: OAuth1MultipartForm) -> OAuth1RequestBody {
        form.body(boundary: OAuth1MultipartForm.makeBoundary())
    }
}
