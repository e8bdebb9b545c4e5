//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A file of a `multipart/form-data` body (RFC 7578) that is sent piece by piece.
public struct OAuth1MultipartFile: Sendable {
    /// The field's name.
    public let name: String
    /// The file's name, as sent to the service.
    public let filename: String
    /// The file's content, with its media type.
    public let body: OAuth1BodyStream

    /// Creates a file of a form.
    ///
    /// - Parameters:
    ///   - name: The field's name.
    ///   - filename: The file's name, as sent to the service.
    ///   - body: The file's content, read again each time that the call is sent.
    public init(name: String, filename: String, body: OAuth1BodyStream) {
        self.name = name
        self.filename = filename
        self.body = body
    }
}

extension OAuth1BodyStream {
    /// A `multipart/form-data` body whose files are never whole in memory.
    ///
    /// Its length is known, and sent, if those of all files are. Nothing of it is signed but its hash, where the service
    /// requires that: a service that signs the fields gets ``OAuth1MultipartForm/fields`` by
    /// `OAuth1SigningOptions.additionallySigned`, too.
    ///
    /// - Parameters:
    ///   - form: The fields, and files that are in memory; they come first.
    ///   - files: The files that are sent piece by piece, in their order.
    /// - Returns: The body, with a boundary of 128 random bits that is the same each time that it is sent.
    public static func multipart(_ form: OAuth1MultipartForm, files: [OAuth1MultipartFile]) -> OAuth1BodyStream {
        let boundary = OAuth1MultipartForm.makeBoundary()
        var sections: [MultipartPieces.Section] = [.bytes(form.parts(boundary: boundary))]
        for file in files {
            let head = OAuth1MultipartForm.fileHead(file.name, file.filename, file.body.contentType)
            sections.append(.bytes(Array("--\(boundary)\r\n\(head)".utf8)))
            sections.append(.stream(file.body))
            sections.append(.bytes(Array("\r\n".utf8)))
        }
        sections.append(.bytes(OAuth1MultipartForm.end(boundary: boundary)))
        let length = sections.reduce(Int64?.some(0)) { total, section in
            guard let total, let length = section.length else { return nil }
            return total + length
        }
        return OAuth1BodyStream(contentType: OAuth1MultipartForm.contentType(boundary: boundary), length: length) {
            [sections] in MultipartPieces(sections: sections)
        }
    }
}
