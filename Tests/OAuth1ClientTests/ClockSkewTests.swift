//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import OAuth1Testing
import Synchronization
import Testing

@testable import OAuth1Client

@Suite("The service's time")
struct ClockSkewTests {
    /// 6 November 1994, 08:49:37 GMT.
    private static let date: HTTPFields = [.date: "Sun, 06 Nov 1994 08:49:37 GMT"]
    private static let time: Int64 = 784_111_777

    @Test(
        "A refusal of the timestamp tells the service's time",
        arguments: [
            OAuth1Response(
                .unauthorized,
                [:],
                "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=784111677-784111877"
            ),
            OAuth1Response(
                .unauthorized,
                [
                    .wwwAuthenticate:
                        #"OAuth oauth_problem="timestamp_refused", oauth_acceptable_timestamps="784111677-784111877""#
                ]
            ),
            OAuth1Response(.badRequest, date, "oauth_problem=timestamp_refused"),
            OAuth1Response(.unauthorized, date, #"{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}"#),
            OAuth1Response(.unauthorized, date, "Invalid timestamp, expired"),
            OAuth1Response(.unauthorized, date, "Could not authenticate you."),
            OAuth1Response(.badRequest, date, #"{"error_description": "Invalid \"oauth_timestamp\" value"}"#),
        ]
    )
    func refusals(response: OAuth1Response) {
        #expect(ServiceTime.read(response, refusing: Self.time + 7200) == Self.time)
    }

    @Test(
        "Other answers tell nothing",
        arguments: [
            // The clock is right, so the reason is another one.
            (OAuth1Response(.unauthorized, date, "Invalid timestamp"), 0),
            (
                OAuth1Response(
                    .unauthorized,
                    [:],
                    "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=784111677-784111877"
                ), 50
            ),
            // A refusal without a reason, and a clock that is good enough for all services.
            (OAuth1Response(.unauthorized, date, "no"), 200),
            // A reason that is another one.
            (OAuth1Response(.unauthorized, date, "oauth_problem=nonce_used"), 7200),
            (OAuth1Response(.forbidden, date, "no"), 7200),
            // Words that mean something else, or a difference that no service refuses.
            (OAuth1Response(.badRequest, date, #"{"error":"start_timestamp is invalid"}"#), 7200),
            (OAuth1Response(.unauthorized, date, "timestamp threshold, inbound"), 200),
            (OAuth1Response(.badRequest, date, "the timestamp is invalid"), 7200),
            (OAuth1Response(.unauthorized, date, "timestamp expired"), 20),
            // No refusal.
            (OAuth1Response(.ok, date, "timestamp expired"), 7200),
            (OAuth1Response(.internalServerError, date, "timestamp expired"), 7200),
            // An answer that a cache kept, no date, no range.
            (OAuth1Response(.unauthorized, date.merging([.age: "600"]), "timestamp expired"), 7200),
            (OAuth1Response(.unauthorized, [:], "timestamp expired"), 7200),
            (
                OAuth1Response(.unauthorized, [:], "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=9-1"),
                7200
            ),
            (
                OAuth1Response(
                    .unauthorized,
                    [:],
                    "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=0-9223372036854775807"
                ), 7200
            ),
        ] as [(OAuth1Response, Int64)]
    )
    func otherAnswers(response: OAuth1Response, offset: Int64) {
        #expect(ServiceTime.read(response, refusing: Self.time + offset) == nil)
    }

    @Test(
        "What an answer says of the timestamp that was tried",
        arguments: [
            (OAuth1Response(.ok, [:], "oauth_timestamp refused"), .accepted),
            (OAuth1Response(.found), .accepted),
            (OAuth1Response(.notFound), .accepted),
            (OAuth1Response(.forbidden, [:], "no"), .accepted),
            (OAuth1Response(.unauthorized, [:], "oauth_problem=token_rejected"), .accepted),
            (OAuth1Response(.badRequest, [:], "oauth_problem=nonce_used&x=oauth_timestamp+refused"), .accepted),
            (OAuth1Response(.unauthorized), .inDoubt),
            (OAuth1Response(.unauthorized, [:], "oauth_problem=timestamp_refused"), .inDoubt),
            (OAuth1Response(.badRequest, [:], "oauth_timestamp refused"), .inDoubt),
            (OAuth1Response(.notFound, [:], "oauth_timestamp out of range"), .inDoubt),
            (OAuth1Response(.tooManyRequests), .unknown),
            (OAuth1Response(.serviceUnavailable, [:], "oauth_timestamp refused"), .unknown),
        ] as [(OAuth1Response, ServiceTime.Verdict)]
    )
    func verdicts(response: OAuth1Response, verdict: ServiceTime.Verdict) {
        #expect(ServiceTime.verdict(response) == verdict)
    }

    @Test("A service that is overloaded proves no time, and the time is tried on")
    func overloaded() async throws {
        let busy = OAuth1Response(.serviceUnavailable, [.retryAfter: "0"])
        let refusal = OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds")
        let own = Self.time - 3600
        let options = OAuth1FlowOptions(retries: OAuth1RetryPolicy(baseDelay: .zero))
        let service = ScriptedService([refusal, busy, OAuth1Response(.ok), OAuth1Response(.ok)])
        let client = service.client(options: options, clock: FixedClock(time: own))
        #expect(try await client.get("https://h.example/a").status == .ok)
        #expect(try await client.get("https://h.example/b").status == .ok)
        #expect(service.timestamps.first == own)
        #expect(service.timestamps.dropFirst().allSatisfy { Self.time...(Self.time + 60) ~= $0 })
        // What is still busy in the end, and what refuses with another status, has shown nothing.
        for last in [[busy, busy, busy], [OAuth1Response(.notFound, [:], "oauth_timestamp out of range")]] {
            let other = ScriptedService([refusal] + last + [OAuth1Response(.ok)])
            let client = other.client(options: options, clock: FixedClock(time: own))
            #expect(try await client.get("https://h.example/a").status == last.last?.status)
            #expect(try await client.get("https://h.example/b").status == .ok)
            #expect(other.timestamps.last == own)
        }
    }

    @Test("Services behind one gateway have a time each, by the Host field that is signed")
    func gateway() async throws {
        let host = try #require(HTTPField.Name("Host"))
        let service = ScriptedService([
            OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok), OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, _ in
            request.headerFields[host] = request.authority
            request.authority = "gateway.example"
        })
        let own = Self.time - 3600
        let client = service.client(
            options: OAuth1FlowOptions(retries: .none, hooks: hooks),
            clock: FixedClock(time: own)
        )
        for url in ["https://a.example/", "https://b.example/", "https://a.example/"] {
            #expect(try await client.get(url).status == .ok)
        }
        #expect(service.timestamps.map { $0 == own } == [true, false, true, false])
    }

    @Test("A call that is refused for its time is sent once more, and the next ones have the right time at once")
    func learning() async throws {
        let service = ScriptedService([
            OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let client = service.client(clock: FixedClock(time: Self.time - 3600))
        #expect(try await client.post("https://h.example/a", .json("{}")).status == .ok)
        #expect(try await client.using(nil).get("https://h.example/b").status == .ok)
        #expect(service.timestamps.first == Self.time - 3600)
        // The service's clock goes on while the test runs.
        #expect(service.timestamps.dropFirst().allSatisfy { Self.time...(Self.time + 60) ~= $0 })
        let nonces = service.transport.requests.map { service.protocolParameter("oauth_nonce", of: $0) }
        #expect(Set(nonces).count == 3)
    }

    @Test("A call is corrected once; what is refused again is the caller's")
    func once() async throws {
        let refusal = OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds")
        let service = ScriptedService([refusal, refusal])
        let client = service.client(clock: FixedClock(time: Self.time - 3600))
        #expect(try await client.get("https://h.example/a").status == .unauthorized)
        #expect(service.timestamps.count == 2)
    }

    @Test("A time with which a call is refused, too, is not learned, and one that was learned is doubted")
    func doubts() async throws {
        let refusal = OAuth1Response(.unauthorized, Self.date, "no")
        let own = Self.time - 3600
        // One user's token is revoked, and the Date field is that of a proxy whose clock is wrong.
        let service = ScriptedService([refusal, refusal, OAuth1Response(.ok)])
        let client = service.client(clock: FixedClock(time: own))
        #expect(try await client.get("https://h.example/a").status == .unauthorized)
        #expect(try await client.get("https://h.example/b").status == .ok)
        #expect(service.timestamps == [own, Self.time, own])
        // What was right once is not for ever.
        let changing = ScriptedService([
            refusal, OAuth1Response(.ok), OAuth1Response(.unauthorized), OAuth1Response(.ok),
        ])
        let other = changing.client(clock: FixedClock(time: own))
        for status in [200, 401, 200] { #expect(try await other.get("https://h.example/").status.code == status) }
        #expect(changing.timestamps.first == own)
        #expect(changing.timestamps.last == own)
    }

    @Test("One service's time is not that of another")
    func perHost() async throws {
        let service = ScriptedService([
            OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let client = service.client(clock: FixedClock(time: Self.time - 3600))
        _ = try await client.get("https://h.example/a")
        _ = try await client.get("https://other.example/a")
        #expect(service.timestamps.last == Self.time - 3600)
    }

    @Test("A hook that sends a call to another host has it signed with the time of that one")
    func hookChangesHost() async throws {
        let own = Self.time - 3600
        let refusal = OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds")
        let isMirrored = Mutex(false)
        let service = ScriptedService([
            refusal, OAuth1Response(.ok), OAuth1Response(.ok), OAuth1Response(.ok), refusal, OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, _ in
            if isMirrored.withLock({ $0 }) { request.authority = "mirror.example" }
        })
        let client = service.client(
            options: OAuth1FlowOptions(retries: .none, hooks: hooks),
            clock: FixedClock(time: own)
        )
        func isLearned(_ timestamp: Int64) -> Bool { Self.time...(Self.time + 60) ~= timestamp }
        // The time of the host that was called is learned, and is not that of the host that the hook chooses.
        _ = try await client.get("https://h.example/a")
        isMirrored.withLock { $0 = true }
        _ = try await client.get("https://h.example/b")
        isMirrored.withLock { $0 = false }
        _ = try await client.get("https://h.example/c")
        #expect(service.timestamps.map(isLearned) == [false, true, false, true])
        #expect(service.timestamps[2] == own)
        // What the chosen host refuses is learned for it, and neither for nor from the one in the URL.
        isMirrored.withLock { $0 = true }
        #expect(try await client.get("https://third.example/d").status == .ok)
        isMirrored.withLock { $0 = false }
        #expect(try await client.get("https://third.example/e").status == .ok)
        #expect(service.timestamps.dropFirst(4).map(isLearned) == [false, true, false])
    }

    @Test("The time that one host told is not tried with the host that a hook chooses next")
    func hookChangesHostInBetween() async throws {
        let attempts = Mutex(0)
        let service = ScriptedService([
            OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, _ in
            let isSecond = attempts.withLock { attempts in
                attempts += 1
                return attempts == 2
            }
            if isSecond { request.authority = "mirror.example" }
        })
        let own = Self.time - 3600
        let client = service.client(
            options: OAuth1FlowOptions(retries: .none, hooks: hooks),
            clock: FixedClock(time: own)
        )
        #expect(try await client.get("https://h.example/a").status == .ok)
        #expect(try await client.get("https://h.example/b").status == .ok)
        #expect(service.timestamps == [own, own, own])
    }

    @Test("A time that is too far away, and one that the application gave, stay as they are")
    func bounds() async throws {
        let refusal = OAuth1Response(.unauthorized, Self.date, "Timestamp out of bounds")
        let far = ScriptedService([refusal])
        let response = try await far.client(clock: FixedClock(time: Self.time - 86_401)).get("https://h.example/a")
        #expect(response.status == .unauthorized)
        let given = ScriptedService([refusal])
        _ = try await given.client(clock: FixedClock(time: Self.time))
            .send(.get, "https://h.example/a", options: OAuth1SigningOptions(timestamp: 1))
        #expect(given.timestamps == [1])
        let off = ScriptedService([refusal])
        _ =
            try await off.client(
                options: OAuth1FlowOptions(clockSkew: .none),
                clock: FixedClock(time: Self.time - 3600)
            )
            .get("https://h.example/a")
        #expect(off.timestamps == [Self.time - 3600])
    }

    /// Clocks that the test moves by itself.
    private final class Hands: OAuth1Clock {
        let time = Mutex<Int64>(1_000)
        let uptime = Mutex<Int64>(0)

        func now() -> Int64 { time.withLock { $0 } }

        func set(_ time: Int64, uptime: Int64) {
            self.time.withLock { $0 = time }
            self.uptime.withLock { $0 = uptime }
        }
    }

    @Test("Timestamps never go backwards, and a learned time goes on whatever is done to this machine's clock")
    func monotonic() throws {
        let hands = Hands()
        let clocks = ServiceClocks(clock: hands, policy: .learned) { .seconds(hands.uptime.withLock { $0 }) }
        #expect(clocks.timestamp(for: "h") == 1_000)
        hands.set(990, uptime: 1)
        #expect(clocks.timestamp(for: "h") == 1_000)
        #expect(clocks.timestamp(for: "new") == 990)
        let suspicion = try #require(clocks.suspect(500, of: "h"))
        #expect(clocks.timestamp(for: "h") == 1_000)
        hands.set(992, uptime: 6)
        clocks.learn(suspicion)
        // Five seconds went by until an answer showed that it was right.
        #expect(clocks.timestamp(for: "h") == 505)
        hands.set(5_000, uptime: 11)
        #expect(clocks.timestamp(for: "h") == 510)
        #expect(clocks.suspect(5_000 + 86_401, of: "h") == nil)
        clocks.doubt("new")
        clocks.doubt("h")
        #expect(clocks.timestamp(for: "h") == 5_000)
    }

    @Test("However many hosts there are, only some are remembered")
    func limit() {
        let hands = Hands()
        let clocks = ServiceClocks(clock: hands, policy: .learned)
        for number in 0..<300 { _ = clocks.timestamp(for: "h\(number)") }
        hands.set(1, uptime: 0)
        let remembered = (0..<300).filter { clocks.timestamp(for: "h\($0)") == 1_000 }
        #expect(remembered.count <= 256)
        #expect(!remembered.isEmpty)
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

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var fields = self
        fields.append(contentsOf: other)
        return fields
    }
}
