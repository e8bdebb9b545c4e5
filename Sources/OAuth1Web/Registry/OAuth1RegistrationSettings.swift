//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// The services' settings in an application's configuration: environment variables, files or anything else.
///
/// With the trait `Configuration`, `init(reader:)` reads a `ConfigReader` of swift-configuration. What the code says
/// wins over it, unless ``precedence`` is otherwise.
///
/// ## Configuration keys
///
/// All keys are under the name of the service; as an environment variable, `clientKey` of the service `discogs` is
/// `DISCOGS_CLIENT_KEY`.
///
/// | key | what it is |
/// |---|---|
/// | `clientKey`, `clientSecret` | the consumer key and the consumer secret |
/// | `preset` | the identifier of a preset; the name of the service is one, too |
/// | `description` | the whole description of the service, as JSON |
/// | `displayName` | the name for people |
/// | `requestTokenURL`, `authorizeURL`, `accessTokenURL`, `apiBaseURL` | the endpoints |
/// | `requestTokenMethod`, `accessTokenMethod` | `GET` or `POST` |
/// | `requestTokenParameters`, `authorizeParameters`, `accessTokenParameters` | of each login, as in `scope=read` |
/// | `variant` | one of the service's other pages |
/// | `signatureMethod` | `HMAC-SHA1`, `RSA-SHA256` and so on |
/// | `privateKey` | the RSA key for it, as PEM text |
/// | `placement` | `header`, `query` or `body` |
/// | `realm` | the realm in the header |
/// | `environment` | one of the service's environments |
/// | `variable.<name>` | the value of one of the service's variables, as in `NETSUITE_VARIABLE_ACCOUNT` |
/// | `userAgent` | the field `User-Agent` of all requests |
/// | `requiresCallbackConfirmation`, `requiresVerifier`, `allowsInsecureHTTP` | `true` or `false`, of `OAuth1FlowOptions` |
/// | `allowsMissingVerifier` | `true` or `false`, of `OAuth1Registration` |
///
/// Those that are true or false count for services that the code does not describe, or if the configuration wins.
public struct OAuth1RegistrationSettings: Sendable {
    /// Whether code or configuration takes precedence.
    public enum Precedence: Sendable, Hashable {
        /// The code takes precedence.
        case code
        /// The configuration takes precedence.
        case configuration
    }

    /// Finds the text of a key below the name of a service, or `nil` if there is none.
    public typealias Lookup = @Sendable (_ service: String, _ key: [String], _ isSecret: Bool) throws -> String?

    /// No configuration.
    public static let none = OAuth1RegistrationSettings { _, _, _ in nil }

    /// Whether code or configuration takes precedence.
    public let precedence: Precedence
    private let lookup: Lookup

    /// Creates settings.
    ///
    /// - Parameters:
    ///   - precedence: Whether code or configuration takes precedence; code by default.
    ///   - lookup: Finds the text of a key below the name of a service. The key has its parts in order, as in
    ///     `["variable", "account"]`. It throws if there is a value that is not text.
    public init(precedence: Precedence = .code, lookup: @escaping Lookup) {
        self.precedence = precedence
        self.lookup = lookup
    }

    /// The registration with all that is known.
    ///
    /// - Throws: ``OAuth1RegistryError`` with everything that is missing or can't be used.
    func complete(_ registration: OAuth1Registration) throws(OAuth1RegistryError) -> OAuth1Registration {
        var merge = RegistrationMerge(registration, prefersConfiguration: precedence == .configuration) {
            key,
            isSecret in
            try lookup(registration.name, key, isSecret)
        }
        return try merge.complete()
    }
}
