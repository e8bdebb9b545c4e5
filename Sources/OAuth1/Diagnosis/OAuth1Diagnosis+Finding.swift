//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Diagnosis {
    /// The secrets and keys with which a request must have been signed.
    public struct Secrets: Sendable {
        /// The consumer secret, which may be empty, or `nil` if it is unknown.
        public var consumerSecret: OAuth1Secret?
        /// The token secret; empty for a request without a token.
        public var tokenSecret: OAuth1Secret
        /// Other token secrets that the client may have used by mistake, such as that of the request token; at most eight are
        /// tried.
        public var otherTokenSecrets: [OAuth1Secret]
        /// The client's public key, for the RSA methods.
        public var rsaPublicKey: OAuth1RSAPublicKey?
        /// The text of the client's private key file, to find out whether it was used as a shared secret.
        public var rsaKeyText: OAuth1Secret?

        /// Creates secrets.
        ///
        /// - Parameters:
        ///   - consumerSecret: The consumer secret, or `nil` if it is unknown.
        ///   - tokenSecret: The token secret; empty for a request without a token.
        ///   - otherTokenSecrets: Other token secrets that the client may have used by mistake.
        ///   - rsaPublicKey: The client's public key, for the RSA methods.
        ///   - rsaKeyText: The text of the client's private key file.
        public init(
            consumerSecret: OAuth1Secret? = nil,
            tokenSecret: OAuth1Secret = OAuth1Secret(""),
            otherTokenSecrets: [OAuth1Secret] = [],
            rsaPublicKey: OAuth1RSAPublicKey? = nil,
            rsaKeyText: OAuth1Secret? = nil
        ) {
            self.consumerSecret = consumerSecret
            self.tokenSecret = tokenSecret
            self.otherTokenSecrets = otherTokenSecrets
            self.rsaPublicKey = rsaPublicKey
            self.rsaKeyText = rsaKeyText
        }

        /// Creates the secrets of a provider's key.
        ///
        /// - Parameter key: The secrets or keys of client and token.
        public init(_ key: OAuth1VerificationKey) {
            self.init(
                consumerSecret: key.client.secret,
                tokenSecret: key.tokenSecret,
                rsaPublicKey: key.rsaPublicKey
            )
        }
    }

    /// Mistakes that were found, with the place and the evidence.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// How the mistakes were found.
        public enum Evidence: String, Sendable, Hashable {
            /// Together they give the signature that was sent.
            case signature
            /// The request shows them.
            case request
            /// Together they give the base string that the service reported.
            case serverBaseString = "server-base-string"
        }

        /// The mistakes: one, or two that were made together.
        public let mistakes: [Mistake]
        /// How the mistakes were found.
        public let evidence: Evidence
        /// What is affected, such as the name of a parameter.
        public let detail: String?
        /// The base string that was signed or that the service reported, without the values of secrets, if it is not the right
        /// one.
        public let otherBaseString: String?
        /// The byte, from zero, at which the two base strings differ first.
        public let offset: Int?
        /// The part that differs first: `own` is in the right base string, `other` in the one that was signed or reported.
        public let difference: OAuth1BaseStringDifference?

        /// A mistake that the request shows.
        init(_ id: String, detail: String? = nil) {
            mistakes = [.known(id)]
            evidence = .request
            self.detail = detail
            (otherBaseString, offset, difference) = (nil, nil, nil)
        }

        /// Mistakes that give a base string.
        init(
            _ ids: [String],
            _ evidence: Evidence,
            detail: String? = nil,
            baseString other: [UInt8],
            right: [UInt8],
            of request: DiagnosedRequest
        ) {
            mistakes = ids.map(Mistake.known)
            self.evidence = evidence
            self.detail = detail
            guard other != right, request.incoming.signatureMethod != .plaintext else {
                (otherBaseString, offset, difference) = (nil, nil, nil)
                return
            }
            let hidesValues = request.hasUnreadableSecretValue
            otherBaseString = hidesValues ? nil : BaseStringText.redacted(other)
            offset = zip(right, other).prefix { $0 == $1 }.count
            difference = OAuth1BaseStringDifference(between: right, and: other)
                .map { BaseStringText.redacted($0, hidesValues: hidesValues) }
        }
    }
}
