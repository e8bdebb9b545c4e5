//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1Web

/// The requirements for every login store, for your tests.
///
/// ```swift
/// try await OAuth1LoginStoreConformance(MyStore(database)).check()
/// ```
public struct OAuth1LoginStoreConformance: Sendable {
    /// The violated requirement.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The expected behavior.
        public let description: String
    }

    private static let now: Int64 = 1_700_000_000

    private let store: any OAuth1LoginStore

    /// Creates the checks.
    ///
    /// - Parameter store: The store, which may have other entries.
    public init(_ store: any OAuth1LoginStore) {
        self.store = store
    }

    /// Checks the store with its own keys.
    ///
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func check() async throws {
        let run = "conformance-\(UInt64.random(in: 0...UInt64.max))"
        let (now, expiresAt) = (Self.now, Self.now + 900)
        try await expect(try await store.login(for: run, at: now) == nil, "no login under a key that was never saved")
        let login: [UInt8] = Array(0...255)
        try await store.save(login, for: run, at: now, expiresAt: expiresAt)
        try await store.save([7], for: run + "-other", at: now, expiresAt: expiresAt)
        try await expect(try await store.login(for: run, at: now) == login, "the bytes that were saved")
        try await expect(try await store.login(for: run, at: now) == login, "a login to stay when it was looked at")
        try await store.save([1, 2], for: run, at: now, expiresAt: expiresAt)
        try await expect(
            try await store.login(for: run, at: now) == [1, 2],
            "a login to take the place of an older one"
        )
        try await expect(try await store.login(for: run + "-other", at: now) == [7], "different keys to be separate")

        try await expect(try await store.use(run, at: now, expiresAt: expiresAt), "the first use to be the first")
        try await expect(try await !store.use(run, at: now, expiresAt: expiresAt), "a second use to be none")
        try await expect(
            try await store.use(run + "-other", at: now, expiresAt: expiresAt),
            "different logins to be separate"
        )
        for round in 0..<8 {
            let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await store.use("\(run)-\(round)", at: now, expiresAt: expiresAt) }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            try await expect(firsts == 1, "one of 32 uses at the same time to be the first, got \(firsts)")
        }
    }

    private func expect(_ condition: @autoclosure () async throws -> Bool, _ expected: String) async throws {
        guard try await condition() else { throw Failure(description: "expected \(expected)") }
    }
}
