//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

@testable import OAuth1CommandLine

@Suite("oauth1 serve --imitate and --auto-approve")
struct ServeReplicaTests {
    private func harness(_ id: String, _ faults: Set<ServeFault> = [], autoApproves: Bool = false) throws -> (
        LocalServiceHarness, OAuth1ServiceReplica
    ) {
        let replica = try #require(OAuth1ServiceReplica.replica(of: id))
            .placed(
                in: ReplicaSurroundings(
                    clock: FaultyClock(),
                    nonces: FaultyNonces(store: OAuth1InMemoryNonceStore.ofOneClient),
                    observer: { RequestObservation.note($0) }
                )
            )
        let host = try OAuth1ReplicaHost(
            baseURL: LocalServiceHarness.baseURL,
            replicas: [replica],
            verifiesOwnURLs: true
        )
        return (LocalServiceHarness(faults, autoApproves: autoApproves, backend: host), replica)
    }

    @Test("Every preset has a replica")
    func all() {
        #expect(Set(OAuth1ServiceReplica.ids) == Set(OAuth1Service.presets.map(\.id)))
        for id in OAuth1ServiceReplica.ids where !OAuth1ServiceReplica.idsWithPublicKey.contains(id) {
            #expect(OAuth1ServiceReplica.replica(of: id)?.urls.isEmpty == false)
        }
        #expect(OAuth1ServiceReplica.replica(of: "mastercard") == nil)
        #expect(OAuth1ServiceReplica.replica(of: "unknown") == nil)
    }

    @Test("A client that knows only the printed URLs logs in at a replica", arguments: ["x", "flickr", "tumblr"])
    func login(id: String) async throws {
        let (harness, replica) = try harness(id, autoApproves: true)
        let urls = Dictionary(uniqueKeysWithValues: replica.urls.map { ($0.name, $0.url) })
        func hosted(_ name: String) throws -> String {
            try #require(urls[name]).replacing("https://", with: LocalServiceHarness.baseURL + "/")
        }
        let client = AsyncOAuth1Client(client: replica.client, transport: harness.transport)
        let requestToken = try await client.fetchRequestToken(
            try hosted("request token URL"),
            callback: .url("http://127.0.0.1:7777/callback")
        )
        let page = client.authorizationURL(
            try hosted("authorize URL"),
            for: requestToken,
            parameters: id == "flickr" ? ["perms": "read"] : []
        )
        let response = try await harness.transport.send(
            HTTPRequest(.get, wireURL: page),
            body: nil,
            maximumResponseBytes: 65_536
        )
        let callback = try #require(response.head.headerFields[.location])
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        let token = try await client.fetchAccessToken(
            try hosted("access token URL"),
            authorization: answer.authorization()
        )
        let call = try await client.using(token).get(try hosted("API") + "some/call")
        #expect(call.status == .ok)
        #expect(harness.all.allSatisfy { $0.rejection == nil }, "\(harness.all)")
    }

    @Test("Replicas have the faults of clock and nonce, too")
    func faults() async throws {
        let (skewed, replica) = try harness("x", [.clockSkew])
        let client = AsyncOAuth1Client(client: replica.client, transport: skewed.transport)
        _ = try await client.fetchRequestToken(
            skewed.url("/api.x.com/oauth/request_token"),
            callback: .url("http://127.0.0.1:7777/callback")
        )
        #expect(skewed.all.map(\.status) == [401, 200])

        let (used, second) = try harness("flickr", [.nonceUsed])
        let token = try await second.issueToken()
        let user = AsyncOAuth1Client(client: second.client, transport: used.transport).using(token)
        #expect(try await user.get(used.url("/api.flickr.com/services/rest/")).problem?.code == "nonce_used")
    }

    @Test("Access is allowed without a page, or denied with the fault, and a code is shown for oob")
    func autoApprove() async throws {
        for (faults, expected) in [(Set<ServeFault>(), "oauth_verifier="), ([.denied], "oauth_problem=user_refused")] {
            let harness = LocalServiceHarness(faults, autoApproves: true)
            let requestToken = try await harness.client.fetchRequestToken(
                harness.url("/oauth/request_token"),
                callback: .url("http://127.0.0.1:7777/callback")
            )
            let page = harness.client.authorizationURL(harness.url("/oauth/authorize"), for: requestToken)
            let request = try HTTPRequest(.get, wireURL: page)
            let response = await harness.service.respond(to: request, body: []).response
            #expect(response.response.status == .seeOther)
            #expect(response.response.headerFields[.location]?.contains(expected) == true)
            // The decision counts once.
            let again = await harness.service.respond(to: request, body: []).response
            #expect(again.response.status == .conflict || again.response.status == .unauthorized)
        }
        let harness = LocalServiceHarness(autoApproves: true)
        let requestToken = try await harness.client.fetchRequestToken(
            harness.url("/oauth/request_token"),
            callback: .outOfBand
        )
        let page = harness.client.authorizationURL(harness.url("/oauth/authorize"), for: requestToken)
        let response = await harness.service.respond(to: try HTTPRequest(.get, wireURL: page), body: []).response
        #expect(response.text.contains("<code id=\"oauth_verifier\">"))
    }
}
#endif
