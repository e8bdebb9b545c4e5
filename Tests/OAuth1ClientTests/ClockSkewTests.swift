//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization
import Testing

@testable import OAuth1Client
@testable import OAuth1Testing

@Suite("Clock skew")
struct ClockSkewTests {
    @Test("An overloaded service does not confirm a time, and the time is used again")
    func overloaded() async throws {
        let busy = OAuth1Response(.serviceUnavailable, [.retryAfter: "0"])
        let refusal = OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds")
        let own = ServiceDate.time - 3600
        let options = OAuth1FlowOptions(retries: OAuth1RetryPolicy(baseDelay: .zero))
        let service = ScriptedService([refusal, busy, OAuth1Response(.ok), OAuth1Response(.ok)])
        let client = service.client(options: options, clock: FixedClock(time: own))
        #expect(try await client.get("https://h.example/a").status == .ok)
        #expect(try await client.get("https://h.example/b").status == .ok)
        #expect(service.timestamps.first == own)
        #expect(service.timestamps.dropFirst().allSatisfy { ServiceDate.time...(ServiceDate.time + 60) ~= $0 })
        // A service that is still busy at the end, or rejects with another status, has shown nothing.
        for last in [[busy, busy, busy], [OAuth1Response(.notFound, [:], "oauth_timestamp out of range")]] {
            let other = ScriptedService([refusal] + last + [OAuth1Response(.ok)])
            let client = other.client(options: options, clock: FixedClock(time: own))
            #expect(try await client.get("https://h.example/a").status == last.last?.status)
            #expect(try await client.get("https://h.example/b").status == .ok)
            #expect(other.timestamps.last == own)
        }
    }

    @Test("A call that is rejected for its time is sent once more, and the next ones have the right time at once")
    func learning() async throws {
        let service = ScriptedService([
            OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let client = service.client(clock: FixedClock(time: ServiceDate.time - 3600))
        #expect(try await client.post("https://h.example/a", .json("{}")).status == .ok)
        #expect(try await client.using(nil).get("https://h.example/b").status == .ok)
        #expect(service.timestamps.first == ServiceDate.time - 3600)
        // The service's clock continues while the test runs.
        #expect(service.timestamps.dropFirst().allSatisfy { ServiceDate.time...(ServiceDate.time + 60) ~= $0 })
        let nonces = service.transport.requests.map { service.protocolParameter("oauth_nonce", of: $0) }
        #expect(Set(nonces).count == 3)
    }

    @Test("A call is corrected once; what is rejected again is the caller's")
    func once() async throws {
        let refusal = OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds")
        let service = ScriptedService([refusal, refusal])
        let client = service.client(clock: FixedClock(time: ServiceDate.time - 3600))
        #expect(try await client.get("https://h.example/a").status == .unauthorized)
        #expect(service.timestamps.count == 2)
    }

    @Test("A time with which a call is rejected, too, is not learned, and one that was learned is doubted")
    func doubts() async throws {
        let refusal = OAuth1Response(.unauthorized, ServiceDate.fields, "no")
        let own = ServiceDate.time - 3600
        // One user's token is revoked, and the Date field is that of a proxy whose clock is wrong.
        let service = ScriptedService([refusal, refusal, OAuth1Response(.ok)])
        let client = service.client(clock: FixedClock(time: own))
        #expect(try await client.get("https://h.example/a").status == .unauthorized)
        #expect(try await client.get("https://h.example/b").status == .ok)
        #expect(service.timestamps == [own, ServiceDate.time, own])
        // What was right once is not forever.
        let changing = ScriptedService([
            refusal, OAuth1Response(.ok), OAuth1Response(.unauthorized), OAuth1Response(.ok),
        ])
        let other = changing.client(clock: FixedClock(time: own))
        for status in [200, 401, 200] { #expect(try await other.get("https://h.example/").status.code == status) }
        #expect(changing.timestamps.first == own)
        #expect(changing.timestamps.last == own)
    }

    @Test("A time that is too far away, and one that the application gave, stay as they are")
    func bounds() async throws {
        let refusal = OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds")
        let far = ScriptedService([refusal])
        let response = try await far.client(clock: FixedClock(time: ServiceDate.time - 86_401))
            .get("https://h.example/a")
        #expect(response.status == .unauthorized)
        let given = ScriptedService([refusal])
        _ = try await given.client(clock: FixedClock(time: ServiceDate.time))
            .send(.get, "https://h.example/a", options: OAuth1SigningOptions(timestamp: 1))
        #expect(given.timestamps == [1])
        let off = ScriptedService([refusal])
        _ =
            try await off.client(
                options: OAuth1FlowOptions(clockSkew: .none),
                clock: FixedClock(time: ServiceDate.time - 3600)
            )
            .get("https://h.example/a")
        #expect(off.timestamps == [ServiceDate.time - 3600])
    }

    @Test(
        "A client whose provider started again learns the accepted timestamps, and its next calls have them at once",
        arguments: [1, 10, 59, 60, 61] as [Int64]
    )
    func restartedProvider(secondsLater: Int64) async throws {
        let start = OAuth1SystemClock().now()
        let now = FixedClock(time: start + secondsLater)
        let client = OAuth1ClientCredentials(key: "key", secret: "secret")
        let provider = OAuth1TestProvider(
            client: client,
            rsaPublicKey: nil,
            userID: "alice",
            configuration: OAuth1ServerConfiguration(serviceName: "Restarted", clock: now),
            nonces: OAuth1InMemoryNonceStore(clock: FixedClock(time: start))
        )
        let transport = OAuth1RecordingTransport(to: provider.transport)
        let caller = AsyncOAuth1Client(
            client: client,
            configuration: OAuth1SigningConfiguration(clock: now),
            transport: transport
        )
        _ = try await caller.fetchRequestToken(provider.requestTokenURL)
        #expect(transport.requests.count == (secondsLater > 60 ? 1 : 2))
    }

    @Test(
        "A whole login and a call succeed with a clock that is an hour slow or fast",
        arguments: [-3600, 3600] as [Int64]
    )
    func wholeLogin(offset: Int64) async throws {
        let provider = OAuth1TestProvider()
        let now = OAuth1SystemClock().now()
        let client = AsyncOAuth1Client(
            client: provider.client,
            configuration: OAuth1SigningConfiguration(clock: FixedClock(time: now + offset)),
            transport: provider.transport
        )
        let requestToken = try await client.fetchRequestToken(provider.requestTokenURL)
        let page = client.authorizationURL(provider.authorizeURL, for: requestToken)
        let verifier = try await OAuth1TestBrowser(transport: provider.transport).allow(page)
        let token = try await client.fetchAccessToken(
            provider.accessTokenURL,
            requestToken: requestToken,
            verifier: verifier
        )
        #expect(try await client.using(token).get(provider.url("/api/me")).text == #"{"user_id":"alice"}"#)
    }
}
