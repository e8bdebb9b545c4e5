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

/// A file of `-F`, such as `photo=@holiday.jpg;type=image/jpeg`.
struct FormPart {
    let path: String
    let filename: String
    let mediaType: String
    /// The content, if it can't be streamed: standard input and pipes.
    let bytes: [UInt8]?

    /// Media types by the extension of a file, for the uploads that are usual.
    private static let types: [String: String] = [
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
        "heic": "image/heic", "mp4": "video/mp4", "mov": "video/quicktime", "mp3": "audio/mpeg",
        "pdf": "application/pdf",
        "txt": "text/plain", "csv": "text/csv", "json": "application/json", "xml": "application/xml",
    ]

    /// Reads a field; `nil` if its value is a text.
    init?(_ field: OAuth1Parameter) throws {
        guard field.value.hasPrefix("@") else { return nil }
        var rest = String(field.value.dropFirst())
        var values: [String: String] = [:]
        // From the end, as a path may contain a semicolon.
        while let separator = rest.lastIndex(of: ";") {
            let option = rest[rest.index(after: separator)...]
            guard let name = ["type", "filename"].first(where: { option.hasPrefix($0 + "=") }), values[name] == nil
            else {
                break
            }
            values[name] = String(option.dropFirst(name.count + 1))
            rest = String(rest[..<separator])
        }
        guard !rest.isEmpty else {
            throw ValidationError("-F \(field.name)=@ needs the path of a file after @, or - for standard input.")
        }
        path = rest
        let url = URL(fileURLWithPath: rest)
        filename = values["filename"] ?? (rest == "-" ? "stdin" : url.lastPathComponent)
        mediaType = values["type"] ?? FormPart.types[url.pathExtension.lowercased()] ?? "application/octet-stream"
        bytes = FormPart.isRegularFile(rest) ? nil : try InputFile.read(rest, option: "-F")
    }

    /// Whether a path leads to a file that can be streamed.
    static func isRegularFile(_ path: String) -> Bool {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = path == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: target)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// A file that is read while it is sent.
    static func stream(_ path: String, option: String, _ mediaType: String) throws -> OAuth1BodyStream {
        do {
            return try .file(URL(fileURLWithPath: path), contentType: mediaType)
        } catch {
            throw InputFile.unreadable(path, option: option)
        }
    }
}
#endif
