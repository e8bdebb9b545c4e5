//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
public import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// A client of which no property has its default value, for ``checkClients(registered:)`` of a store.
    ///
    /// Put it into a store that only reads clients. It is disabled, so nobody can use it.
    ///
    /// - Parameter key: Its consumer key.
    /// - Returns: The client.
    public static func client(key: String = "Conformance-Key") -> OAuth1RegisteredClient {
        OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(key: key, secret: "secret/+= \u{E9}"),
            displayName: "Name & \u{E9}",
            callbacks: ["https://one.example/", "https://two.example/?a=b%20c"],
            callbackMatching: .pathPrefix,
            allowsOutOfBand: false,
            rsaPublicKey: RSADummyKeys.key(forSignatureOf: 256),
            signatureMethods: [.hmacSHA256],
            allowedAccess: OAuth1Access(scopes: ["b", "a"], realms: ["photos"]),
            accessWithoutToken: OAuth1Access(scopes: ["c"], realms: ["own"]),
            allowsRenewal: true,
            allowsXAuth: true,
            previousSecret: OAuth1PreviousSecret("old secret", validUntil: 2_000_000_000),
            isDisabled: true
        )
    }

    /// Expects a value to be found with all its properties.
    func expectSame<Value>(_ found: Value?, _ expected: Value, _ what: String) throws {
        guard let found else { throw Failure(description: "expected \(what) to be found") }
        let names = Self.differences(found, expected)
        try expect(names.isEmpty, "\(what) as it was saved; different: \(names.joined(separator: ", "))")
    }

    /// The names of the stored properties in which two values of the same type differ.
    ///
    /// All are compared, so that no property is forgotten when one is added. One that can't be compared counts as different.
    package static func differences(_ found: Any, _ expected: Any) -> [String] {
        zip(Mirror(reflecting: found).children, Mirror(reflecting: expected).children)
            .compactMap { pair in isSame(pair.0.value, pair.1.value) ? nil : pair.0.label ?? "a property" }
    }

    private static func isSame(_ found: Any, _ expected: Any) -> Bool {
        guard let one = unwrapped(found) else { return unwrapped(expected) == nil }
        guard let other = unwrapped(expected) else { return false }
        if let key = one as? OAuth1RSAPublicKey { return key.pem == (other as? OAuth1RSAPublicKey)?.pem }
        if let text = one as? String { return (other as? String)?.hasSameBytes(as: text) == true }
        guard let value = other as? any Equatable else { return false }
        return isEqual(value, one)
    }

    private static func isEqual<Value: Equatable>(_ expected: Value, _ found: Any) -> Bool {
        (found as? Value) == expected
    }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value }
        return mirror.children.first?.value
    }
}
