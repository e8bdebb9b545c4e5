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
    /// The fields that are text, as `OAuth1SigningOptions.additionallySigned` wants them.
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
    ///   - filename: The file's name, as the service is told it.
    ///   - contentType: The file's media type.
    ///   - bytes: The file's content.
    public mutating func append(_ name: String, filename: String, contentType: String, _ bytes: [UInt8]) {
        let disposition =
            "Content-Disposition: form-data; name=\"\(Self.escaped(name))\"; filename=\"\(Self.escaped(filename))\""
        let type = "Content-Type: \(Self.escaped(contentType))"
        parts.append(Part(head: disposition + "\r\n" + type + "\r\n\r\n", bytes: bytes))
    }

    /// The body.
    func body(boundary: String) -> OAuth1RequestBody {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.head.utf8.count + $1.bytes.count + boundary.utf8.count + 8 })
        for part in parts {
            bytes.append(contentsOf: "--\(boundary)\r\n\(part.head)".utf8)
            bytes.append(contentsOf: part.bytes)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        bytes.append(contentsOf: "--\(boundary)--\r\n".utf8)
        return .bytes(bytes, contentType: "multipart/form-data; boundary=\(boundary)")
    }

    /// Names as browsers write them: what would end the quotes or the line is percent-encoded.
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
    /// A `multipart/form-data` body: not signed, but for its hash where the service wants that.
    ///
    /// - Parameter form: The fields and files.
    /// - Returns: The body, with a boundary of 128 random bits.
    public static func multipart(_ form: OAuth1MultipartForm) -> OAuth1RequestBody {
        form.body(boundary: OAuth1RandomNonceSource().makeNonce().description)
    }
}
