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
    /// What a call is answered that was accepted: what the service says of the user, or a separate text.
    private static func isAnswer(_ response: OAuth1Response, _ element: ReplicaCase) -> Bool {
        response.isOwnAnswer || element.service.probe?.user(in: response) != nil
            || element.service.probe?.name(in: response) == "alice"
    }

    @Test("There is a replica for each of the 27 presets")
    func completeness() {
        #expect(ReplicaCase.first.count == 12)
        #expect(Set(ReplicaCase.all.map(\.service.id)) == Set(OAuth1Service.presets.map(\.id)))
        #expect(OAuth1Service.presets.count == 27)
    }

    @Test("Presets that a program can choose from are those of the tests, and ask for what only the user knows")
    func presets() throws {
        for service in OAuth1Service.presets {
            try service.validate()
            let element = try #require(ReplicaCase.all.first { $0.service.id == service.id })
            let missing = service.variables.filter { $0.derived == nil && $0.defaultValue == nil }.map(\.name)
            let values = element.service.variables.filter { missing.contains($0.name) }
                .map { ($0.name, $0.defaultValue ?? "") }
            let flow = try OAuth1Flow(
                service: service,
                client: element.replica.client,
                method: element.method,
                variables: Dictionary(uniqueKeysWithValues: values)
            )
            if service.id != "schoology" { #expect(try flow.options.baseURL == element.client.flow.options.baseURL) }
            guard !missing.isEmpty else { continue }
            #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
                try OAuth1Flow(service: service, client: element.replica.client, method: element.method)
            }
        }
    }

    @Test("The login works, and calls after it", arguments: ReplicaCase.all)
    func login(_ element: ReplicaCase) async throws {
        let token = try await element.login()
        let user = try await element.loggedIn(token)
        for (meaning, value) in element.says {
            #expect(token.flatMap { element.service.value(meaning, of: $0) } == value)
        }
        let response = try await user.send(element.callMethod, element.path, parameters: ["q": "ä + [1]"])
        #expect(ReplicaTests.isAnswer(response, element))
        let posted = try await user.send(.post, element.path, body: .form(["text": "Ladies + Gentlemen!"]))
        // A form has no body hash, and the replica of Mastercard insists on one.
        if element.service.bodyHash == .off { #expect(ReplicaTests.isAnswer(posted, element)) }
        let json = try await user.send(.post, element.path, body: .json("{}"))
        #expect(ReplicaTests.isAnswer(json, element))
        if element.service.probe != nil { #expect(ReplicaTests.isAnswer(try await user.probe(), element)) }
    }

    @Test("The login works with the blocking session, too", arguments: ReplicaCase.all)
    func blockingLogin(_ element: ReplicaCase) async throws {
        let token = try await element.blockingLogin()
        let session = OAuth1Session(try await element.loggedIn(token))
        let (method, path) = (element.callMethod, element.path)
        let response = try await element.onThread { try session.send(method, path) }
        #expect(ReplicaTests.isAnswer(response, element))
    }

    @Test(
        "A wrong secret is rejected",
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
        if element.service.tokenUse == .oauth2 {
            let error = await #expect(throws: OAuth1ClientError.self) { try await wrong.exchangeToken() }
            #expect(error?.code == .tokenRequestRefused)
            return
        }
        let response = try await wrong.send(element.callMethod, element.path)
        let refusal = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(refusal?.code == .unexpectedStatus)
        // BrickLink's errors come with status 200.
        #expect((response.status == .ok) == (element.service.id == "bricklink"))
        guard element.service.flow == .threeLegged else { return }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await wrong.fetchRequestToken(callback: element.callback, parameters: element.requestParameters)
        }
        #expect(error?.code == .tokenRequestRefused)
        // Wikimedia's errors come with status 200.
        #expect(error?.status == .ok || element.service.id != "wikimedia")
    }

    @Test(
        "Calls without a user have an empty token where the service requires one",
        arguments: ReplicaCase.all.filter { $0.service.emptyToken == .sendEmpty }
    )
    func emptyToken(_ element: ReplicaCase) async throws {
        let response = try await element.client.get(element.path, token: .none)
        #expect(ReplicaTests.isAnswer(response, element))
        var service = element.service
        service.emptyToken = .omit
        let without = try AsyncOAuth1Client(
            service: service,
            client: element.replica.client,
            method: element.method,
            transport: element.replica.transport
        )
        let refusal = OAuth1Parameters(formEncoded: try await without.get(element.path).body)
        #expect(refusal["oauth_problem_advice"]?.contains("empty if there is no token") == true)
    }

    @Test("Callbacks that a service does not take are rejected before anything is sent")
    func callbacks() async throws {
        let url = OAuth1Callback.url("https://app.example/cb")
        let wrong: [(OAuth1Service, OAuth1Callback)] = [
            (.x, .omitted), (.tumblr, .outOfBand), (.netsuite(account: "1"), .outOfBand), (.etrade, url),
            (.etrade, .omitted), (.tripIt, .outOfBand), (.tripIt, .omitted), (.launchpad, .outOfBand),
        ]
        for (service, callback) in wrong {
            let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }
            let client = try AsyncOAuth1Client(
                service: service,
                client: OAuth1ClientCredentials(key: "k", secret: "s"),
                transport: transport
            )
            await #expect(throws: OAuth1ClientError(.unsupportedByService, ""), "\(service.name) \(callback)") {
                try await client.fetchRequestToken(callback: callback)
            }
            #expect(transport.requests.isEmpty)
        }
    }

    @Test("Sandboxes have separate hosts for calls")
    func sandboxes() throws {
        func base(_ service: OAuth1Service, _ method: OAuth1SignatureMethod? = nil) throws -> String? {
            try OAuth1Flow(
                service: service,
                client: OAuth1ClientCredentials(key: "k", secret: "s"),
                method: method,
                environment: "sandbox"
            )
            .options.baseURL
        }
        #expect(try base(.etrade) == "https://apisb.etrade.com")
        #expect(try base(.tradeMe) == "https://api.tmsandbox.co.nz/v1")
        #expect(try base(.cardmarket) == "https://sandbox.cardmarket.com/ws/v2.0")
        let key = try #require(ReplicaCase.key)
        #expect(try base(.mastercard, .rsaSHA256(key)) == "https://sandbox.api.mastercard.com")
    }

    @Test(
        "An account of NetSuite is the same as it is shown and as it is in URLs",
        arguments: ["1234567_SB1", "1234567-sb1"]
    )
    func netsuiteAccount(account: String) throws {
        let flow = try OAuth1Flow(
            service: .netsuite(account: account),
            client: OAuth1ClientCredentials(key: "k", secret: "s")
        )
        #expect(flow.configuration.realm == "1234567_SB1")
        #expect(flow.options.baseURL == "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest")
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try OAuth1Flow(service: .netsuite(account: account + ".evil.example/"), client: flow.client)
        }
    }

    @Test("Errors with status 200 are rejections, as text and as JSON", arguments: ["raw", "json"])
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
        "A user's denial is recognized in each service's format",
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
}

extension OAuth1Response {
    /// Whether this is what replicas answer to calls that they accept, and that are not for a user's profile.
    fileprivate var isOwnAnswer: Bool {
        let own = #"{"user_id":"alice"}"#
        return text == own || text == #"{"meta":{"code":200,"message":"OK","description":"OK"},"data":\#(own)}"#
    }
}
