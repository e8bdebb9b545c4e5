//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1
public import OAuth1Server

/// The requirements for a provider's stores, for your tests.
///
/// ```swift
/// let stores = OAuth1ServerStores(clients: myClients, tokens: myTokens, nonces: myNonces)
/// try await OAuth1ServerStoreConformance(stores).check(registered: aClientThatIsThere)
/// ```
///
/// The checks call the stores many times at once, as requests do. A store that reads first and writes afterwards fails
/// them. Run them against the real database: what must be atomic is atomic there or nowhere.
public struct OAuth1ServerStoreConformance: Sendable {
    /// The violated requirement.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The expected behavior.
        public let description: String
    }

    let stores: OAuth1ServerStores
    let now: Int64
    /// The prefix of all keys and tokens of this run.
    let run = "conformance-\(UInt64.random(in: 0...UInt64.max))"

    /// Creates the checks.
    ///
    /// - Parameters:
    ///   - stores: The stores, which may have other entries.
    ///   - clock: Where the time comes from; entries expire minutes later. The checks let nonces expire, so that a nonce
    ///     store may reject requests of the last minutes afterwards.
    public init(_ stores: OAuth1ServerStores, clock: any OAuth1Clock = OAuth1SystemClock()) {
        self.stores = stores
        self.now = clock.now()
    }

    /// Checks all three stores, with its own keys and tokens.
    ///
    /// - Parameter client: A client that the client store has.
    /// - Throws: ``Failure`` with what was expected, or the stores' errors.
    public func check(registered client: OAuth1RegisteredClient) async throws {
        try await checkClients(registered: client)
        try await checkTokens()
        try await checkNonces()
    }

    /// Checks the client store.
    ///
    /// - Parameter client: A client that it has, best that of ``client(key:)``: a property that is lost is noticed only if it
    ///   does not have its default value.
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkClients(registered client: OAuth1RegisteredClient) async throws {
        let clients = stores.clients
        let found = try await clients.client(forKey: client.key)
        try expectSame(found, client, "the client")
        for key in lookAlikes(of: client.key) {
            try expect(try await clients.client(forKey: key) == nil, "no client for a key that only resembles one")
        }
        for key in Self.strangeTexts { _ = try await clients.client(forKey: key) }
    }

    /// Texts that a lenient comparison takes for another one.
    func lookAlikes(of text: String) -> [String] {
        [
            // The Kelvin sign, which Swift takes for the letter.
            String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "K" ? "\u{212A}" : $0 })),
            text.lowercased(), text.uppercased(), text + " ", " " + text, text + "\u{0}", String(text.dropLast()) + "%",
            "",
            String(text.dropLast()),
        ]
        .filter { !$0.hasSameBytes(as: text) }
    }

    /// Texts that anyone may send as a key, a token or a nonce: up to 1,024 bytes of any text.
    static let strangeTexts = [
        "", "\u{0}", "'; --", "\"\\%_*?\r\n", "\u{E9}\u{1F600}\u{FFFD}", String(repeating: "x", count: 1_024),
        String(repeating: "\u{1F600}", count: 256),
    ]

    func expect(_ condition: Bool, _ expected: String) throws {
        guard condition else { throw Failure(description: "expected \(expected)") }
    }

    /// How many of many calls at the same time return `true`.
    func countAtOnce(_ call: @escaping @Sendable (Int) async throws -> Bool) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<32 { group.addTask { try await call(index) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
    }
}
