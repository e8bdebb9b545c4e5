//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A provider's secrets or keys of one client and token, to verify a signature.
public struct OAuth1VerificationKey: Sendable {
    /// The client's credentials.
    public let client: OAuth1ClientCredentials
    /// The token secret; empty when there is no token.
    public let tokenSecret: OAuth1Secret
    /// The client's public key, for the RSA methods.
    public let rsaPublicKey: OAuth1RSAPublicKey?
    private let prepared: PreparedKey?

    /// A key that is computed once and kept between requests.
    final class PreparedKey: Sendable {
        let name: OAuth1SignatureMethod.Name
        let key: StandardHMACKey

        init(_ secret: [UInt8], _ name: OAuth1SignatureMethod.Name, _ digest: OAuth1Digest) {
            self.name = name
            self.key = StandardHMACKey(secret.span, digest)
        }
    }

    /// Creates a key.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - tokenSecret: The token secret; empty when there is no token.
    ///   - rsaPublicKey: The client's public key, for the RSA methods.
    ///   - preparing: A method whose key is computed at once, for keys that are kept between requests.
    public init(
        client: OAuth1ClientCredentials,
        tokenSecret: OAuth1Secret = OAuth1Secret(""),
        rsaPublicKey: OAuth1RSAPublicKey? = nil,
        preparing: OAuth1SignatureMethod.Name? = nil
    ) {
        self.client = client
        self.tokenSecret = tokenSecret
        self.rsaPublicKey = rsaPublicKey
        self.prepared = preparing.flatMap { name in
            OAuth1VerificationKey.digest(name)
                .map { digest in
                    let secret = SharedSecretKey.bytes(clientSecret: client.secret, tokenSecret: tokenSecret)
                    return PreparedKey(secret, name, digest)
                }
        }
    }

    static func digest(_ name: OAuth1SignatureMethod.Name) -> OAuth1Digest? {
        switch name {
        case .hmacSHA1: .sha1
        case .hmacSHA256: .sha256
        case .hmacSHA512: .sha512
        default: nil
        }
    }

    /// Returns whether `signature` is the Base64 text of a base string's code, in constant time.
    func isSignature(
        _ signature: Span<UInt8>,
        of baseString: Span<UInt8>,
        _ name: OAuth1SignatureMethod.Name,
        _ digest: OAuth1Digest
    ) -> Bool {
        if let prepared, prepared.name == name { return prepared.key.isSignature(signature, of: baseString) }
        return SharedSecretKey.withBytes(clientSecret: client.secret, tokenSecret: tokenSecret) { key in
            StandardHMACKey.isSignature(signature, of: baseString, key: key, digest)
        }
    }
}

/// Judges the signatures of requests (RFC 5849 section 3.2), by the same steps that the signer takes.
///
/// Timestamps and nonces are for the provider to judge, after the signature.
public struct OAuth1Verifier: Sendable {
    /// A custom signature method, from the provider's side.
    public struct CustomMethod: Sendable {
        let name: OAuth1SignatureMethod.Name
        let bodyHash: OAuth1Digest
        let isValid: @Sendable (String, OAuth1SignatureMethod.Input) throws -> Bool

        /// Creates a method.
        ///
        /// - Parameters:
        ///   - name: Its name in `oauth_signature_method`.
        ///   - bodyHash: The digest of `oauth_body_hash` with this method.
        ///   - isValid: Judges a signature, in constant time.
        public init(
            _ name: OAuth1SignatureMethod.Name,
            bodyHash: OAuth1Digest,
            isValid: @escaping @Sendable (String, OAuth1SignatureMethod.Input) throws -> Bool
        ) {
            self.name = name
            self.bodyHash = bodyHash
            self.isValid = isValid
        }
    }

    /// The methods that are accepted by default: those that are neither weak nor without a signature.
    ///
    /// HMAC-SHA1 is among them, as HMAC does not depend on what is broken in SHA-1. RSA-SHA1 and PLAINTEXT are not.
    public static let defaultMethods: Set<OAuth1SignatureMethod.Name> = [
        .hmacSHA1, .hmacSHA256, .hmacSHA512, .rsaSHA256, .rsaSHA512, .rsaPSS,
    ]

    /// The methods that are accepted.
    public let methods: Set<OAuth1SignatureMethod.Name>
    /// The same as a sorted array: a handful of short names is compared faster than one is hashed.
    private let accepted: [OAuth1SignatureMethod.Name]
    private let customMethods: [OAuth1SignatureMethod.Name: CustomMethod]

    /// Creates a verifier.
    ///
    /// - Parameters:
    ///   - methods: The standard methods that are accepted.
    ///   - customMethods: Custom methods that are accepted.
    public init(
        methods: Set<OAuth1SignatureMethod.Name> = OAuth1Verifier.defaultMethods,
        customMethods: [CustomMethod] = []
    ) {
        self.methods = methods.union(customMethods.map(\.name))
        self.accepted = self.methods.sorted { $0.rawValue < $1.rawValue }
        self.customMethods = Dictionary(customMethods.map { ($0.name, $0) }) { _, last in last }
    }

    /// Checks what can be checked before any look-up: that the parameters are there and have values they can have.
    ///
    /// - Parameter request: The request.
    /// - Throws: ``OAuth1Error``, all of which RFC 5849 section 3.2 answers with status 400.
    public func checkParameters(of request: OAuth1IncomingRequest) throws(OAuth1Error) {
        for parameter in [ProtocolParameter.consumerKey, .signatureMethod, .signature]
        where request.range(parameter) == nil {
            throw .missing(parameter)
        }
        if request.withDecoded(.version, { $0.isEqual(("1.0" as StaticString).span) }) == false {
            throw OAuth1Error(.unsupportedVersion, "oauth_version must be 1.0 or left out", parameter: "oauth_version")
        }
        guard let method = request.signatureMethod, accepted.contains(method) else {
            let names = accepted.map(\.rawValue).joined(separator: ", ")
            throw .notAccepted("the signature method is not accepted: use one of \(names)")
        }
        // PLAINTEXT may do without both (section 3.1).
        if request.range(.timestamp) == nil, method != .plaintext { throw .missing(.timestamp) }
        if request.range(.timestamp) != nil, request.timestamp == nil {
            throw OAuth1Error(
                .invalidParameter,
                "oauth_timestamp must be a positive number of seconds since 1970",
                parameter: "oauth_timestamp"
            )
        }
        let nonce = request.range(.nonce)
        if method != .plaintext || nonce != nil, nonce?.isEmpty ?? true { throw .missing(.nonce) }
    }

    /// Verifies the signature, in constant time, and the body hash if there is one.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - key: The provider's secrets or keys of client and token.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidSignature`` or
    ///   ``OAuth1Error/Code/bodyHashMismatch``, among others.
    public func verify(_ request: OAuth1IncomingRequest, with key: OAuth1VerificationKey) throws(OAuth1Error) {
        guard let method = request.signatureMethod, request.range(.signature) != nil else {
            throw .missing(.signature)
        }
        guard accepted.contains(method) else {
            throw .notAccepted("the signature method is not accepted")
        }
        let isValid = try isValid(method, request, key)
        guard isValid else {
            throw OAuth1Error(
                .invalidSignature,
                "the signature does not match the request: check the secrets, then compare the base strings",
                parameter: "oauth_signature"
            )
        }
        try checkBodyHash(request, method)
    }

    private func isValid(
        _ method: OAuth1SignatureMethod.Name,
        _ request: OAuth1IncomingRequest,
        _ key: OAuth1VerificationKey
    ) throws(OAuth1Error) -> Bool {
        if customMethods[method] == nil, let digest = OAuth1VerificationKey.digest(method) {
            return try request.withBaseString { baseString in
                request.withSignature { key.isSignature($0, of: baseString, method, digest) } ?? false
            }
        }
        let signature = request.signature ?? ""
        if let custom = customMethods[method] {
            let input = OAuth1SignatureMethod.Input(
                baseString: try request.baseString(),
                client: key.client,
                tokenSecret: key.tokenSecret
            )
            do { return try custom.isValid(signature, input) } catch {
                throw error as? OAuth1Error
                    ?? OAuth1Error(.signingFailed, "the custom method threw an error of type \(type(of: error))")
            }
        }
        if method == .plaintext {
            let secret = SharedSecretKey.bytes(clientSecret: key.client.secret, tokenSecret: key.tokenSecret)
            return ConstantTime.areEqual(signature, String(decoding: secret, as: UTF8.self))
        }
        guard let scheme = RSAScheme(method) else {
            throw .notAccepted("the signature method is neither a standard nor a configured custom method")
        }
        guard let code = withBytes(of: signature, { Base64.decode($0) }) else { return false }
        guard let publicKey = key.rsaPublicKey else {
            throw OAuth1Error(.invalidKey, "the client has no RSA public key registered, which \(method) needs")
        }
        let work = RSAWork(code, for: publicKey)
        let isValid = work.key.isValid(work.signature, for: try request.baseString(), scheme)
        return isValid && work.canBeRight
    }

    /// Compares `oauth_body_hash`, which says of a form that contains itself nothing that the signature doesn't.
    private func checkBodyHash(
        _ request: OAuth1IncomingRequest,
        _ method: OAuth1SignatureMethod.Name
    ) throws(OAuth1Error) {
        guard let hash = request.bodyHash, request.placement != .body else { return }
        let digest =
            customMethods[method]?.bodyHash ?? OAuth1VerificationKey.digest(method)
            ?? RSAScheme(method)?.digest ?? .sha1
        guard ConstantTime.areEqual(hash, digest.bodyHash(of: request.body.bytes)) else {
            throw OAuth1Error(
                .bodyHashMismatch,
                "oauth_body_hash is not the \(digest) hash of the received body",
                parameter: "oauth_body_hash"
            )
        }
    }
}

extension RSAScheme {
    /// The scheme of a standard method, or `nil` if it is not an RSA method.
    init?(_ name: OAuth1SignatureMethod.Name) {
        switch name {
        case .rsaSHA1: self = .pkcs1(.sha1)
        case .rsaSHA256: self = .pkcs1(.sha256)
        case .rsaSHA512: self = .pkcs1(.sha512)
        case .rsaPSS: self = .pss
        default: return nil
        }
    }
}

extension OAuth1Error {
    fileprivate static func notAccepted(_ reason: String) -> OAuth1Error {
        OAuth1Error(.unsupportedSignatureMethod, reason, parameter: "oauth_signature_method")
    }

    /// The error for a protocol parameter that is absent or empty.
    static func missing(_ parameter: ProtocolParameter) -> OAuth1Error {
        OAuth1Error(.missingParameter, "\(parameter.name) is missing", parameter: "\(parameter.name)")
    }
}
