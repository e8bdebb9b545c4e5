//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization

/// The photos of the sandbox's user: uploaded as multipart forms or as they are, and downloaded again.
final class SandboxPhotos: Sendable {
    private struct Photo: Sendable {
        let entry: Entry
        let content: [UInt8]
    }

    /// A photo in lists and responses.
    private struct Entry: Codable, Sendable {
        let id: Int
        let name: String
        let type: String
        let bytes: Int
    }

    private struct State {
        var photos: [Photo] = []
        var lastID = 0
        var bytes: Int { photos.reduce(0) { $0 + $1.content.count } }
    }

    static let maximumCount = 100
    static let maximumTotalBytes = 64 * 1_024 * 1_024

    private let state = Mutex(State())

    /// Answers a request for all photos, or for one of them.
    func respond(to call: SandboxCall, id: Int?) throws(SandboxProblem) -> OAuth1ServerResponse {
        try call.allow(.get, .post, .delete)
        switch (call.method, id) {
        case (.get, nil): return .json(.ok, state.withLock { $0.photos.map(\.entry) })
        case (.post, nil): return try add(try upload(call))
        case (.get, let id?):
            let photo = try find(id)
            var fields = HTTPFields.noStore
            fields[.contentType] = photo.entry.type
            return OAuth1ServerResponse(HTTPResponse(status: .ok, headerFields: fields), body: photo.content)
        case (.delete, let id?):
            _ = try find(id)
            state.withLock { $0.photos.removeAll { $0.entry.id == id } }
            return OAuth1ServerResponse(HTTPResponse(status: .noContent, headerFields: .noStore))
        default:
            throw SandboxProblem(
                status: .badRequest,
                text: "POST goes to /api/photos, and DELETE to one photo, such as /api/photos/1"
            )
        }
    }

    private func find(_ id: Int) throws(SandboxProblem) -> Photo {
        guard let photo = state.withLock({ state in state.photos.first { $0.entry.id == id } }) else {
            throw SandboxProblem(status: .notFound, text: "there is no photo \(id)")
        }
        return photo
    }

    private func add(_ upload: MultipartReader.Part) throws(SandboxProblem) -> OAuth1ServerResponse {
        let entry: Entry? = state.withLock { state in
            guard state.photos.count < SandboxPhotos.maximumCount,
                state.bytes + upload.content.count <= SandboxPhotos.maximumTotalBytes
            else {
                return nil
            }
            state.lastID += 1
            let entry = Entry(
                id: state.lastID,
                name: upload.filename ?? "photo-\(state.lastID)",
                type: SandboxPhotos.safeType(upload.contentType),
                bytes: upload.content.count
            )
            state.photos.append(Photo(entry: entry, content: upload.content))
            return entry
        }
        guard let entry else {
            throw SandboxProblem(
                status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
                text: "the sandbox keeps at most \(SandboxPhotos.maximumCount) photos of 64 MB together: delete some"
            )
        }
        var response = OAuth1ServerResponse.json(.created, entry)
        response.response.headerFields[.location] = "/api/photos/\(entry.id)"
        return response
    }

    /// The file of a multipart form, or the whole body.
    private func upload(_ call: SandboxCall) throws(SandboxProblem) -> MultipartReader.Part {
        let type = call.request.headerFields[.contentType] ?? ""
        switch call.mediaType {
        case "multipart/form-data":
            let parts = try MultipartReader.parts(of: call.body, contentType: type)
            guard let file = parts.first(where: { $0.filename != nil }) else {
                throw SandboxProblem(status: .badRequest, text: "the multipart form has no file")
            }
            return file
        case "application/x-www-form-urlencoded":
            throw SandboxProblem(
                status: .unsupportedMediaType,
                text: "send the photo as multipart/form-data, or as the body with a Content-Type such as image/png"
            )
        default:
            guard !call.body.isEmpty else {
                throw SandboxProblem(status: .badRequest, text: "the request has no body: send the photo as the body")
            }
            return MultipartReader.Part(name: "", filename: nil, contentType: type, content: call.body)
        }
    }

    /// The type of an image, or one that browsers only save.
    private static func safeType(_ type: String?) -> String {
        guard let type, type.lowercased().hasPrefix("image/"),
            type.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !type.lowercased().contains("svg")
        else {
            return "application/octet-stream"
        }
        return type
    }
}
#endif
