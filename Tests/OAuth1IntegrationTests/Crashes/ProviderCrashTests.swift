//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && GRDB && Hummingbird
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1GRDB
import OAuth1Server
import Testing

@Suite("A provider on SQLite that is killed", .serialized)
struct ProviderCrashTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// How often it is killed: more in `scripts/provider-crashes`.
    private static let kills = Int(environment["OAUTH1_PROVIDER_KILLS"] ?? "") ?? 2
    /// A file system of a few megabytes, made by `scripts/provider-crashes`.
    private static let smallDisk = environment["OAUTH1_SMALL_DISK"]

    /// What became of requests that were sent a second time.
    private struct Replays {
        var count = 0
        var accepted = 0
        var problems: [String: Int] = [:]
    }

    private func replay(_ requests: [OAuth1SignedRequest], to provider: KilledProvider) async throws -> Replays {
        var replays = Replays()
        for request in requests {
            let response = try await provider.send(request.request, body: request.body)
            replays.count += 1
            if ![.clientError, .serverError].contains(response.status.kind) { replays.accepted += 1 }
            let problem = OAuth1Parameters(formEncoded: response.body)["oauth_problem"] ?? "\(response.status)"
            replays.problems[problem, default: 0] += 1
        }
        return replays
    }

    private func isAccepted(_ token: OAuth1AccessToken, by provider: KilledProvider, ahead: Int64 = 0) async throws
        -> Bool
    {
        struct Clock: OAuth1Clock {
            let ahead: Int64
            func now() -> Int64 { OAuth1SystemClock().now() + ahead }
        }
        let signer = OAuth1Signer(
            client: KilledProvider.client,
            token: token,
            configuration: OAuth1SigningConfiguration(clock: Clock(ahead: ahead))
        )
        let request = try signer.sign(HTTPRequest(method: .get, absoluteURL: provider.origin + "/me"), body: nil)
        return try await provider.send(request.request).status == .ok
    }

    /// Of how many logins the database has more than one access token.
    private func doubled(_ users: [String], _ provider: KilledProvider) async throws -> Int {
        let database = try OAuth1GRDBDatabase(
            path: provider.databasePath,
            keys: OAuth1DatabaseKeys([OAuth1Secret(KilledProvider.key)])
        )
        var count = 0
        for user in users {
            let tokens = try await database.tokens.accessTokens(ofUser: user)
            if tokens.count > 1 { count += 1 }
        }
        try database.close()
        return count
    }

    /// Lets clients log in while a closure runs, and returns after their last login.
    private func with<Value>(
        _ provider: KilledProvider,
        _ load: LoginLoad,
        _ use: () async throws -> Value
    ) async throws -> Value {
        do {
            async let running: Void = load.run(workers: 8)
            let value = try await use()
            load.stop()
            try await running
            return value
        } catch {
            load.stop()
            await provider.remove()
            throw error
        }
    }

    @Test("Killed in the middle of logins, it loses no token, issues none twice, and accepts no request again")
    func killed() async throws {
        let provider = try KilledProvider()
        try await provider.start()
        let load = LoginLoad(provider)
        var (tokens, sent, replays) = (0, 0, Replays())
        for round in 0..<Self.kills {
            let before = try await with(provider, load) {
                try await load.waitForLogins(5 + round * 7 % 20)
                await provider.kill()
                let before = load.results
                try await provider.start()
                #expect(!provider.wasRestored)
                #expect(try await provider.get("/ready").status == .ok)
                try await load.waitForLogins(8)
                return before
            }
            // The clients wait meanwhile: they would log in faster than one connection checks.
            let replayed = try await replay(Array(before.accepted.dropFirst(sent)), to: provider)
            sent = before.accepted.count
            #expect(replayed.accepted == 0, "\(replayed.problems)")
            replays.count += replayed.count
            replays.problems.merge(replayed.problems) { $0 + $1 }
            for given in load.results.given {
                #expect(try await isAccepted(given.token, by: provider))
                tokens += 1
            }
        }
        let results = load.results
        #expect(results.unexpected.isEmpty, "\(results.unexpected.prefix(5))")
        #expect(results.completed == results.given.count)
        await provider.kill()
        #expect(try await doubled(results.users, provider) == 0)
        print(
            "provider-crashes: killed \(Self.kills) times, \(results.completed) logins completed, "
                + "\(results.cut) requests cut off, \(results.lostAnswers) exchanges whose answer was lost; "
                + "given tokens used \(tokens) times after kills; "
                + "\(replays.count) accepted requests sent again: \(replays.problems)"
        )
        await provider.remove()
    }

    @Test("After its database was copied away and back, it accepts no request again, and serves a few seconds later")
    func copiedBack() async throws {
        let provider = try KilledProvider()
        let files = ["provider.sqlite", "provider.sqlite-wal", "provider.sqlite-shm"]
        try await provider.start()
        let load = LoginLoad(provider)
        let early = try await with(provider, load) {
            try await load.waitForLogins(5)
            await provider.kill()
            let early = load.results
            for file in files {
                let url = provider.folder.appendingPathComponent(file)
                try FileManager.default.copyItem(at: url, to: url.appendingPathExtension("copy"))
            }
            try await provider.start()
            try await load.waitForLogins(10)
            return early
        }
        let results = load.results
        await provider.kill()
        for file in files {
            let url = provider.folder.appendingPathComponent(file)
            try? FileManager.default.removeItem(at: url)
            try FileManager.default.moveItem(at: url.appendingPathExtension("copy"), to: url)
        }
        try await provider.start()
        #expect(provider.wasRestored)
        let replays = try await replay(results.accepted, to: provider)
        #expect(replays.accepted == 0, "\(replays.problems)")
        // Timestamps up to two seconds after the start may have been accepted before.
        for given in early.given {
            var isServed = false
            for _ in 0..<2_400 where !isServed {
                isServed = try await isAccepted(given.token, by: provider, ahead: 2)
                if !isServed { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(isServed)
        }
        print("provider-crashes: copy put back; \(replays.count) accepted requests sent again: \(replays.problems)")
        await provider.remove()
    }

    @Test(
        "On a full disk it answers 503, accepts nothing, says why, loses nothing, and serves again when there is room",
        .enabled(if: smallDisk != nil, "OAUTH1_SMALL_DISK names no small file system: run scripts/provider-crashes")
    )
    func fullDisk() async throws {
        let disk = URL(fileURLWithPath: try #require(Self.smallDisk))
        let provider = try KilledProvider(in: disk)
        let filler = disk.appendingPathComponent("filler")
        try await provider.start()
        let load = LoginLoad(provider)
        try await with(provider, load) {
            try await load.waitForLogins(10)
            try fill(filler)
            while load.results.unavailable < 50 { try await Task.sleep(for: .milliseconds(5)) }
            let full = load.results
            let ready = try await provider.get("/ready")
            #expect(ready.status == .serviceUnavailable)
            #expect(try await provider.get("/reason").text.contains("disk is full"))
            let replays = try await replay(Array(full.accepted.suffix(100)), to: provider)
            #expect(replays.accepted == 0, "\(replays.problems)")
            try FileManager.default.removeItem(at: filler)
            try await load.waitForLogins(10)
            #expect(try await provider.get("/ready").status == .ok)
        }
        let results = load.results
        #expect(results.unexpected.isEmpty, "\(results.unexpected.prefix(5))")
        let replays = try await replay(results.accepted, to: provider)
        #expect(replays.accepted == 0, "\(replays.problems)")
        for given in results.given { #expect(try await isAccepted(given.token, by: provider)) }
        await provider.kill()
        #expect(try await doubled(results.users, provider) == 0)
        print(
            "provider-crashes: disk full; \(results.unavailable) responses with 503, \(results.completed) logins, "
                + "\(replays.count) accepted requests sent again: \(replays.problems)"
        )
        await provider.remove()
    }

    /// Takes all the room that is left.
    private func fill(_ file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        for size in [65_536, 4_096, 512] {
            while (try? handle.write(contentsOf: Data(repeating: 0, count: size))) != nil {}
        }
        try handle.close()
    }
}
#endif
