//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Presets against replicas of their services")
struct ReplicaTests {
    private static let me = #"{"user_id":"alice"}"#

    @Test("There is a replica for each of the 24 presets")
    func completeness() {
        #expect(ReplicaCase.first.count == 12)
        #expect(Set(ReplicaCase.all.map(\.service.id)).count == 24)
    }

    @Test("The login works, and calls after it", arguments: ReplicaCase.all)
    func login(_ element: ReplicaCase) async throws {
        let token = try await element.login()
        let user = try element.client.using(token)
        for (meaning, value) in element.says {
            #expect(token.flatMap { element.service.value(meaning, of: $0) } == value)
        }
        let response = try await user.send(element.callMethod, element.path, parameters: ["q": "ä + [1]"])
        #expect(response.text == ReplicaTests.me)
        let posted = try await user.send(.post, element.path, body: .form(["text": "Ladies + Gentlemen!"]))
        // A form has no body hash, and the replica of Mastercard insists on one.
        if element.service.bodyHash == .off { #expect(posted.text == ReplicaTests.me) }
        #expect(try await user.send(.post, element.path, body: .json("{}")).text == ReplicaTests.me)
        if element.service.probe != nil { #expect(try await user.probe().text == ReplicaTests.me) }
    }

    @Test("The login works with the blocking session, too", arguments: ReplicaCase.all)
    func blockingLogin(_ element: ReplicaCase) async throws {
        let token = try await element.blockingLogin()
        let session = OAuth1Session(try element.client).using(token)
        let (method, path) = (element.callMethod, element.path)
        let response = try await element.onThread { try session.send(method, path) }
        #expect(response.text == ReplicaTests.me)
    }

    @Test(
        "A wrong secret is refused",
        arguments: ReplicaCase.all.filter { $0.method == nil && $0.service.id != "zotero" }
    )
    func wrongSecret(_ element: ReplicaCase) async throws {
        let wrong = try AsyncOAuth1Client(
            service: element.service,
            client: OAuth1ClientCredentials(key: element.replica.client.key, secret: "wrong"),
            token: element.service.flow == .consumerOnly ? nil : try await element.login(),
            options: element.client.flow.options,
            transport: element.replica.transport
        )
        #expect(try await wrong.send(element.callMethod, element.path).status != .ok)
        guard element.service.flow == .threeLegged else { return }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await wrong.fetchRequestToken(callback: element.callback, parameters: element.requestParameters)
        }
        #expect(error?.code == .tokenRequestRefused)
        // Wikimedia's errors come with status 200.
        #expect(error?.status == .ok || element.service.id != "wikimedia")
    }

    @Test("Errors with status 200 are refusals, as text and as JSON", arguments: ["raw", "json"])
    func errorsWithSuccess(format: String) async throws {
        let replica = OAuth1ServiceReplica.wikimedia
        let client = try AsyncOAuth1Client(
            service: .wikimedia,
            client: OAuth1ClientCredentials(key: "somebody else", secret: ""),
            options: OAuth1FlowOptions(headerFields: [.userAgent: "ReplicaTests/1.0"]),
            transport: replica.transport
        )
        await #expect(throws: OAuth1ClientError(.tokenRequestRefused, "", status: .ok)) {
            try await client.fetchRequestToken(parameters: ["format": format])
        }
    }

    @Test(
        "A refusal by the user is a refusal in each service's words",
        arguments: ReplicaCase.all.filter { $0.service.verifier == .required && $0.service.flow == .threeLegged }
    )
    func refusal(_ element: ReplicaCase) async throws {
        guard element.service.callback.oob != .required, element.service.callback.sentAt == .requestToken else {
            return
        }
        let callback = OAuth1Callback.url("https://app.example/cb")
        let client = try element.client
        let token = try await client.fetchRequestToken(callback: callback, parameters: element.requestParameters)
        let page = try client.authorizationURL(for: token, parameters: element.authorizeParameters)
        let location = try await OAuth1TestBrowser(transport: element.replica.transport).deny(page)
        guard case .denied = try client.parseAuthorizationResponse(location, for: token) else {
            Issue.record("expected a refusal, got \(location)")
            return
        }
    }

    @Test("Every preset is the same after being written as JSON and read again", arguments: ReplicaCase.all)
    func json(_ element: ReplicaCase) throws {
        try element.service.validate()
        #expect(try ServiceJSONTests.reread(element.service) == element.service)
    }

    @Test(
        "What comes to an end says when",
        arguments: ["netsuite-tba": "2028", "garmin": "2026-12-31", "cardmarket": "closed"]
    )
    func deprecation(id: String, words: String) throws {
        let service = try #require(ReplicaCase.all.first { $0.service.id == id }?.service)
        #expect(service.deprecation?.contains(words) == true)
    }
}
