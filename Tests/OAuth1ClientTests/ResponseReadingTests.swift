//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1Client
import Testing

@Suite("Reading responses of resources")
struct ResponseReadingTests {
    private struct Note: Codable, Equatable {
        var text: String
    }

    private func response(
        _ body: String,
        _ status: HTTPResponse.Status = .ok,
        fields: HTTPFields = [:]
    ) -> OAuth1Response {
        OAuth1Response(head: HTTPResponse(status: status, headerFields: fields), body: Array(body.utf8))
    }

    @Test("JSON is read into the type that was asked for")
    func json() throws {
        let note: Note = try response(#"{"text":"é"}"#).json()
        #expect(note == Note(text: "é"))
        #expect(try response("[1,2]", .created).json([Int].self) == [1, 2])
    }

    @Test("JSON of another shape is an error with the type and the service's message")
    func otherJSON() {
        let error = #expect(throws: OAuth1ClientError.self) { try response(#"{"note":1}"#).json(Note.self) }
        #expect(error?.code == .unreadableResponse)
        #expect(error?.reason.contains("Note") == true)
        #expect(error?.excerpt == #"{"note":1}"#)
        #expect(error?.cause is DecodingError)
    }

    @Test(
        "A status that is not a success is an error with the service's message and without secrets",
        arguments: [HTTPResponse.Status.found, .unauthorized, .notFound, .internalServerError]
    )
    func status(status: HTTPResponse.Status) throws {
        let response = response("sorry oauth_token_secret=abcdef", status)
        for read in [{ _ = try response.checkingStatus() }, { _ = try response.json(Note.self) }] {
            let error = #expect(throws: OAuth1ClientError.self, performing: read)
            #expect(error?.code == .unexpectedStatus)
            #expect(error?.status == status)
            #expect(error?.description.contains("sorry") == true)
            #expect(error?.description.contains("abcdef") == false)
        }
    }

    @Test("A problem is found in the body and in the challenge, and the error has a hint")
    func problem() throws {
        let body = response("oauth_problem=timestamp_refused", .unauthorized)
        let challenge = response(
            "",
            .unauthorized,
            fields: [.wwwAuthenticate: #"OAuth realm="r", oauth_problem="timestamp_refused""#]
        )
        for response in [body, challenge] {
            let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
            #expect(error?.problem?.code == "timestamp_refused")
            #expect(error?.recoverySuggestion?.contains("clock") == true)
        }
        #expect(response("a=b").problem == nil)
    }

    @Test("A response of success is handed through", arguments: [HTTPResponse.Status.ok, .created, .noContent])
    func success(status: HTTPResponse.Status) throws {
        let response = response("x", status)
        #expect(try response.checkingStatus() == response)
    }
}
