//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import OAuth1Client
import Testing

@Suite("A login in a file")
struct FileSessionStoreTests {
    private let folder = NSTemporaryDirectory() + "oauth1-session-\(UInt64.random(in: 0...UInt64.max))"
    private var path: String { folder + "/inner/login.json" }
    private let accessToken = OAuth1AccessToken(
        token: "at",
        secret: "s&%\u{E9}",
        parameters: ["user_id": "7", "user_id": "8", "x": ""]
    )

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("Each step of a login comes back as it was saved, order and repeated names included")
    func roundTrip() async throws {
        defer { remove() }
        let store = OAuth1FileSessionStore(path: path)
        #expect(try await store.load() == nil)
        let requestToken = OAuth1RequestToken(
            token: "rt",
            secret: "",
            isCallbackConfirmed: true,
            parameters: ["b": "2", "a": "1"]
        )
        var authorized = OAuth1LoginState(requestToken: requestToken)
        authorized.decide(
            .authorized(OAuth1Authorization(requestToken: requestToken, verifier: "v v")),
            for: requestToken
        )
        for state in [
            OAuth1LoginState(requestToken: requestToken), authorized, OAuth1LoginState(accessToken: accessToken),
        ] {
            try await store.save(state)
            #expect(try await store.load() == state)
        }
        try await store.save(OAuth1LoginState())
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try await store.load() == nil)
    }

    @Test("The file has mode 0600 and its new folder 0700, and nothing else is left in it")
    func modes() async throws {
        defer { remove() }
        let store = OAuth1FileSessionStore(path: path)
        try await store.save(OAuth1LoginState(accessToken: accessToken))
        try await store.save(OAuth1LoginState(accessToken: accessToken))
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder + "/inner") == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/inner") == ["login.json"])
    }

    @Test(
        "A file that others can read is rejected, and the error says how to repair it",
        arguments: [0o640, 0o604, 0o622]
    )
    func readableByOthers(_ mode: Int) async throws {
        defer { remove() }
        let store = OAuth1FileSessionStore(path: path)
        try await store.save(OAuth1LoginState(accessToken: accessToken))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let error = await #expect(throws: OAuth1ClientError.self) { try await store.load() }
        #expect(error?.code == .credentialStorage)
        #expect(error?.recoverySuggestion?.contains("chmod 600") == true)
    }

    @Test("A file that is not a login is rejected, and the error quotes nothing of it")
    func damaged() async throws {
        defer { remove() }
        let store = OAuth1FileSessionStore(path: path)
        try await store.save(OAuth1LoginState(accessToken: accessToken))
        for text in ["", "{}", #"{"step":"loggedIn","token":7,"secret":"hidden"}"#, "[1"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let error = await #expect(throws: OAuth1ClientError.self) { try await store.load() }
            #expect(error?.code == .credentialStorage)
            #expect(error.map { "\($0)" }?.contains("hidden") == false)
        }
    }

    @Test("A folder, a file that is too large, and a place that can't be written are errors that say so")
    func unusable() async throws {
        defer { remove() }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        await #expect(throws: OAuth1ClientError(.credentialStorage, "")) {
            try await OAuth1FileSessionStore(path: path).load()
        }
        let large = OAuth1FileSessionStore(path: folder + "/large")
        try await large.save(OAuth1LoginState(accessToken: accessToken))
        try Data(repeating: 0x20, count: 1_048_577).write(to: URL(fileURLWithPath: folder + "/large"))
        let error = await #expect(throws: OAuth1ClientError.self) { try await large.load() }
        #expect(error?.reason.contains("1048576") == true)
        await #expect(throws: OAuth1ClientError(.credentialStorage, "")) {
            try await OAuth1FileSessionStore(path: "/proc/none/login").save(OAuth1LoginState(accessToken: accessToken))
        }
    }
}
