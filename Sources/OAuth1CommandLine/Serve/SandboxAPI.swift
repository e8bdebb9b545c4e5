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

/// The sample API of the sandbox.
///
/// All requests are signed, those for `/api/app` with or without a token.
struct SandboxAPI: Sendable {
    /// What all paths start with.
    static let root = "/api/"

    private let protector: OAuth1ResourceProtector
    private let clientProtector: OAuth1ResourceProtector
    private let notes = SandboxNotes()
    private let photos = SandboxPhotos()

    init(_ server: OAuth1AuthorizationServer) {
        protector = server.protector()
        clientProtector = server.protector(allowsRequestsWithoutToken: true)
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request, with a path of the API.
    ///   - body: The whole body.
    ///   - arrived: The request as it arrived and was signed.
    /// - Returns: The response.
    func respond(
        to request: HTTPRequest,
        body: [UInt8],
        signedAs arrived: HTTPRequest
    ) async -> OAuth1ServerResponse {
        let path = request.targetReference.base
        let protector = path == "/api/app" ? clientProtector : protector
        let authentication: OAuth1Authentication
        do {
            authentication = try await protector.authenticate(arrived, body: body)
        } catch {
            return protector.response(for: error)
        }
        let call = SandboxCall(request: request, body: body, authentication: authentication)
        do {
            return try answer(call, path)
        } catch let problem as SandboxProblem {
            return .problem(problem.status, problem.text)
        } catch {
            return .problem(.internalServerError, "the response could not be written")
        }
    }

    private func answer(_ call: SandboxCall, _ path: String) throws -> OAuth1ServerResponse {
        // The path is not decoded: the API has only identifiers in it that need no encoding.
        let parts = path.dropFirst(SandboxAPI.root.count).split(separator: "/", omittingEmptySubsequences: false)
        let id = parts.count == 2 ? Int(parts[1]) : nil
        guard parts.count == 1 || id != nil else { throw SandboxProblem.nothing(at: path) }
        switch (parts[0], id) {
        case ("app", nil):
            try call.allow(.get)
            return .json(.ok, ["client": call.authentication.clientKey])
        case ("me", nil):
            try call.allow(.get)
            return .json(.ok, ["user_id": call.authentication.userID ?? ""])
        case ("form", nil), ("json", nil):
            try call.allow(.post)
            return call.echo
        case ("notes", let id): return try notes.respond(to: call, id: id)
        case ("photos", let id): return try photos.respond(to: call, id: id)
        default: throw SandboxProblem.nothing(at: path)
        }
    }
}

/// Why the API does not do what a request asks for.
struct SandboxProblem: Error {
    let status: HTTPResponse.Status
    let text: String

    static func nothing(at path: String) -> SandboxProblem {
        SandboxProblem(status: .notFound, text: "there is nothing at \(path)")
    }
}

/// An accepted request for the API.
struct SandboxCall: Sendable {
    /// The request, with a path of the API.
    let request: HTTPRequest
    let body: [UInt8]
    let authentication: OAuth1Authentication

    /// Rejects all methods except for some; HEAD is a GET whose body is not sent.
    func allow(_ methods: HTTPRequest.Method...) throws(SandboxProblem) {
        guard methods.contains(method) else {
            let names = methods.map(\.rawValue).joined(separator: ", ")
            throw SandboxProblem(status: .methodNotAllowed, text: "use one of these methods here: \(names)")
        }
    }

    /// The method, GET for HEAD.
    var method: HTTPRequest.Method { request.method == .head ? .get : request.method }

    /// The value of a signed parameter of the query or the form.
    func parameter(_ name: String) -> String? { authentication.signedParameters[name] }

    /// The value of a number, or `nil` if it is absent.
    func number(_ name: String, in range: ClosedRange<Int>) throws(SandboxProblem) -> Int? {
        guard let text = parameter(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw SandboxProblem(
                status: .badRequest,
                text: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// The media type without its parameters, in lower case.
    var mediaType: String {
        let text = request.headerFields[.contentType] ?? ""
        return text.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// The body and its media type as they arrived.
    fileprivate var echo: OAuth1ServerResponse {
        var response = HTTPResponse(status: .ok)
        response.headerFields = .noStore
        response.headerFields[.contentType] = request.headerFields[.contentType]
        return OAuth1ServerResponse(response, body: body)
    }
}

extension OAuth1ServerResponse {
    /// A value as JSON.
    static func json(_ status: HTTPResponse.Status, _ value: some Encodable) -> OAuth1ServerResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var fields = HTTPFields.noStore
        fields[.contentType] = "application/json"
        let body = (try? encoder.encode(value)) ?? Data()
        return OAuth1ServerResponse(HTTPResponse(status: status, headerFields: fields), body: Array(body))
    }

    /// A problem in words, as JSON.
    static func problem(_ status: HTTPResponse.Status, _ text: String) -> OAuth1ServerResponse {
        json(status, ["error": text])
    }
}
#endif
