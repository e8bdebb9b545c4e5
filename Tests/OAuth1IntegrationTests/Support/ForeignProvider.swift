//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import Foundation
import OAuth1
import OAuth1Client
import Testing

/// A provider that is built on another library, and what it does against RFC 5849.
enum ForeignProvider: String, CaseIterable, CustomTestStringConvertible {
    case oauthlib
    case authlib

    var testDescription: String { rawValue }

    var script: String { rawValue + "_provider.py" }

    /// The methods that its server classes can check; RFC 5849 has three of them.
    var methods: [OAuth1SignatureMethod.Name] {
        switch self {
        case .oauthlib: [.hmacSHA1, .hmacSHA256, .rsaSHA1, .rsaSHA256, .plaintext]
        case .authlib: [.hmacSHA1, .rsaSHA1, .plaintext]
        }
    }

    /// What a client has to bear with.
    var options: OAuth1FlowOptions {
        switch self {
        case .oauthlib: OAuth1FlowOptions(retries: .none)
        // Authlib writes oauth_callback_confirmed=True, where section 2.1 says that the value must be `true`.
        case .authlib: OAuth1FlowOptions(requiresCallbackConfirmation: false, retries: .none)
        }
    }

    /// Whether protocol parameters that are there are decoded twice, so that their values can't have escapes.
    ///
    /// oauthlib decodes those of query and form twice, Authlib those of its base string.
    func decodesTwice(_ placement: OAuth1Placement, _ method: OAuth1SignatureMethod.Name) -> Bool {
        switch self {
        case .oauthlib: placement != .header
        case .authlib: method != .plaintext
        }
    }

    /// A query that it understands.
    ///
    /// Authlib gets the URL of Flask, in which escapes of UTF-8 are decoded already, and then rejects to read it.
    var query: OAuth1Parameters {
        var query: OAuth1Parameters = ["a b": "c+d", "e&=": "%/?", "x": ""]
        if self == .oauthlib { query.append(OAuth1Parameter("é", "ü~")) }
        return query
    }

    /// A form that it understands; Authlib keeps one value of each name, and so gets another base string.
    var form: OAuth1Parameters {
        var form: OAuth1Parameters = ["message": "Ladies + Gentlemen & é=%41", "empty": "", "~": "*'()"]
        if self == .oauthlib { form.append(OAuth1Parameter("~", "again")) }
        return form
    }
}

/// What both sides know of the clients.
enum ForeignClients {
    static let odd = OAuth1ClientCredentials(key: "clientwithanoddsecret001", secret: "a secret with & + / = %41 é")
    static let plain = OAuth1ClientCredentials(key: "clientwithaplainsecret01", secret: "nothingtoescape")
}

/// Runs the providers for the time of a suite.
struct ForeignProvidersTrait: SuiteTrait, TestScoping {
    @TaskLocal private static var origins: [ForeignProvider: String] = [:]

    /// Where a provider listens.
    static func origin(of provider: ForeignProvider) throws -> String {
        try #require(origins[provider], "the provider does not run")
    }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let clients = [ForeignClients.odd, ForeignClients.plain]
        let secrets = Dictionary(uniqueKeysWithValues: clients.map { ($0.key, $0.secret.reveal()) })
        let environment = [
            "OAUTH1_CLIENTS": String(decoding: try JSONEncoder().encode(secrets), as: UTF8.self),
            "OAUTH1_RSA_PUBLIC_KEY": try PeerKeys().publicPEM,
        ]
        try await PeerServer.withRunning(ForeignProvider.oauthlib.script, environment: environment) { oauthlib in
            try await PeerServer.withRunning(ForeignProvider.authlib.script, environment: environment) { authlib in
                let origins: [ForeignProvider: String] = [.oauthlib: oauthlib, .authlib: authlib]
                try await Self.$origins.withValue(origins) { try await function() }
            }
        }
    }
}

extension Trait where Self == ForeignProvidersTrait {
    /// The providers of other libraries run beside the suite.
    static var foreignProviders: Self { ForeignProvidersTrait() }
}

extension ForeignProvider {
    /// Where it listens.
    var origin: String {
        get throws { try ForeignProvidersTrait.origin(of: self) }
    }
}
#endif
