//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// The body of a request, as the options describe it.
enum RequestContent: Sendable {
    case none
    /// A form, whose fields are signed.
    case form([UInt8])
    /// A body in memory.
    case bytes([UInt8], contentType: String)
    /// A body that is read from files while it is sent.
    case stream(OAuth1BodyStream)

    static let formType = "application/x-www-form-urlencoded"

    var contentType: String? {
        switch self {
        case .none: nil
        case .form: RequestContent.formType
        case .bytes(_, let contentType): contentType
        case .stream(let body): body.contentType
        }
    }

    /// The whole body, or `nil` if there is none.
    ///
    /// Files are read up to a limit, which an error names with the purpose.
    func collect(upTo limit: Int, for purpose: String) async throws -> [UInt8]? {
        switch self {
        case .none: return nil
        case .form(let bytes), .bytes(let bytes, _): return bytes
        case .stream(let body):
            var bytes: [UInt8] = []
            for try await piece in try body.pieces() {
                guard piece.count <= limit - bytes.count else {
                    throw CommandFailure(
                        .usage,
                        "the body is larger than \(limit) bytes, which is too much for \(purpose)"
                    )
                }
                bytes += piece
            }
            return bytes
        }
    }
}

extension RequestOptions {
    /// Reads the body, except for files that are streamed.
    func content() throws -> RequestContent {
        let mediaType = try mediaType()
        if !data.isEmpty || !form.isEmpty, let mediaType {
            throw ValidationError(
                "-H 'Content-Type: \(mediaType)' can't be used with \(data.isEmpty ? "-F" : "-d"), which sets it."
            )
        }
        if !data.isEmpty { return .form(OAuth1Parameters(try fields(data, of: "-d")).formEncoded) }
        if let json { return .bytes(try jsonBody(json), contentType: mediaType ?? "application/json") }
        if !form.isEmpty { return .stream(try multipart()) }
        guard let bodyFile else { return .none }
        guard let mediaType else {
            throw ValidationError("--body-file also needs --content-type, for example application/json.")
        }
        return try fileBody(bodyFile, mediaType)
    }

    private func jsonBody(_ text: String) throws -> [UInt8] {
        var bytes = Array(text.utf8)
        if text == "-" || text.hasPrefix("@") {
            bytes = try InputFile.read(text == "-" ? "-" : String(text.dropFirst()), option: "--json")
        }
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        } catch {
            let source = text == "-" || text.hasPrefix("@") ? "\(text) is" : "the text is"
            let shown = source == "the text is" ? ": \(text.prefix(80))" : ""
            throw ValidationError("--json: \(source) not JSON\(shown). For other bodies use --body-file.")
        }
        return bytes
    }

    /// A file that is streamed, or read now if it is a form, a pipe or standard input.
    private func fileBody(_ path: String, _ mediaType: String) throws -> RequestContent {
        let isForm = mediaType.lowercased().hasPrefix(RequestContent.formType)
        if isForm || path == "-" || !FormPart.isRegularFile(path) {
            return .bytes(try InputFile.read(path, option: "--body-file"), contentType: mediaType)
        }
        return .stream(try FormPart.stream(path, option: "--body-file", mediaType))
    }

    private func multipart() throws -> OAuth1BodyStream {
        var (fields, files) = (OAuth1MultipartForm(), [OAuth1MultipartFile]())
        for field in try self.fields(form, of: "-F") {
            guard let part = try FormPart(field) else {
                fields.append(field.name, field.value)
                continue
            }
            if let bytes = part.bytes {
                fields.append(field.name, filename: part.filename, contentType: part.mediaType, bytes)
            } else {
                let body = try FormPart.stream(part.path, option: "-F", part.mediaType)
                files.append(OAuth1MultipartFile(name: field.name, filename: part.filename, body: body))
            }
        }
        return .multipart(fields, files: files)
    }
}
#endif
