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

/// The notes of the sandbox's user: texts that are listed, added, changed and deleted.
final class SandboxNotes: Sendable {
    private struct Note: Codable, Sendable {
        let id: Int
        let text: String
    }

    private struct State {
        var notes: [Note] = []
        var lastID = 0
    }

    static let maximumCount = 1_000
    static let maximumBytes = 10_000
    private static let defaultLimit = 20
    private static let maximumLimit = 100

    private let state = Mutex(State())

    /// Answers a request for all notes, or for one of them.
    func respond(to call: SandboxCall, id: Int?) throws(SandboxProblem) -> OAuth1ServerResponse {
        try call.allow(.get, .post, .put, .delete)
        // DELETE takes the identifier as a parameter, too, so that one of these can be tried.
        var id = id
        if call.method == .delete, id == nil { id = try call.number("id", in: 1...Int.max) }
        switch (call.method, id) {
        case (.get, nil): return try list(call)
        case (.get, let id?): return .json(.ok, try find(id))
        case (.post, nil): return try add(try text(call), call)
        case (.put, let id?): return .json(.ok, try change(id, try text(call)))
        case (.delete, let id?):
            _ = try find(id)
            state.withLock { $0.notes.removeAll { $0.id == id } }
            return OAuth1ServerResponse(HTTPResponse(status: .noContent, headerFields: .noStore))
        default:
            throw SandboxProblem(
                status: .badRequest,
                text: "POST goes to /api/notes; PUT and DELETE go to one note, such as /api/notes/1"
            )
        }
    }

    private func list(_ call: SandboxCall) throws(SandboxProblem) -> OAuth1ServerResponse {
        let limit = try call.number("limit", in: 1...SandboxNotes.maximumLimit) ?? SandboxNotes.defaultLimit
        let after = try call.number("after", in: 0...Int.max) ?? 0
        let words = call.parameter("q") ?? ""
        let found = state.withLock { state in
            state.notes.filter { $0.id > after && (words.isEmpty || $0.text.contains(words)) }
        }
        let page = Array(found.prefix(limit))
        var response = OAuth1ServerResponse.json(.ok, page)
        if found.count > limit, let last = page.last {
            var query = URLComponents()
            query.queryItems = [
                URLQueryItem(name: "after", value: "\(last.id)"), URLQueryItem(name: "limit", value: "\(limit)"),
            ]
            if !words.isEmpty { query.queryItems?.append(URLQueryItem(name: "q", value: words)) }
            let next = "http://\(call.request.authority ?? "")/api/notes?\(query.percentEncodedQuery ?? "")"
            response.response.headerFields.set("Link", "<\(next)>; rel=\"next\"")
        }
        return response
    }

    private func find(_ id: Int) throws(SandboxProblem) -> Note {
        guard let note = state.withLock({ state in state.notes.first { $0.id == id } }) else {
            throw SandboxProblem(status: .notFound, text: "there is no note \(id)")
        }
        return note
    }

    private func add(_ text: String, _ call: SandboxCall) throws(SandboxProblem) -> OAuth1ServerResponse {
        let note: Note? = state.withLock { state in
            guard state.notes.count < SandboxNotes.maximumCount else { return nil }
            state.lastID += 1
            state.notes.append(Note(id: state.lastID, text: text))
            return state.notes.last
        }
        guard let note else {
            throw SandboxProblem(
                status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
                text: "the sandbox keeps at most \(SandboxNotes.maximumCount) notes: delete some"
            )
        }
        var response = OAuth1ServerResponse.json(.created, note)
        response.response.headerFields[.location] = "/api/notes/\(note.id)"
        return response
    }

    private func change(_ id: Int, _ text: String) throws(SandboxProblem) -> Note {
        _ = try find(id)
        let note = Note(id: id, text: text)
        state.withLock { state in
            for index in state.notes.indices where state.notes[index].id == id { state.notes[index] = note }
        }
        return note
    }

    /// The text of a note: from JSON, or from a parameter of the form or the query.
    private func text(_ call: SandboxCall) throws(SandboxProblem) -> String {
        struct Input: Decodable {
            let text: String
        }
        let text: String
        if call.mediaType == "application/json" {
            guard let input = try? JSONDecoder().decode(Input.self, from: Data(call.body)) else {
                throw SandboxProblem(status: .badRequest, text: #"expected JSON such as {"text":"Hello"}"#)
            }
            text = input.text
        } else if let parameter = call.parameter("text") {
            text = parameter
        } else {
            throw SandboxProblem(
                status: .badRequest,
                text: "expected the parameter text in a form or the query, or JSON with Content-Type application/json"
            )
        }
        guard text.utf8.count <= SandboxNotes.maximumBytes else {
            throw SandboxProblem(
                status: .contentTooLarge,
                text: "a note has at most \(SandboxNotes.maximumBytes) bytes"
            )
        }
        return text
    }
}
#endif
