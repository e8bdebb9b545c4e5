//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
public import OAuth1

/// One thing to measure; it returns something of its result, so that no work can be left out.
public struct Workload: Sendable {
    /// What it is called in tables.
    public let name: String
    /// The most that it may cost, as a multiple of the baseline.
    public let target: Double?
    /// Does it once.
    public let run: @Sendable () throws -> Int

    /// Creates a workload.
    public init(_ name: String, target: Double? = nil, _ run: @escaping @Sendable () throws -> Int) {
        self.name = name
        self.target = target
        self.run = run
    }
}

/// The workloads, all about the same request: the one that the documentation of X signs step by step.
public enum Workloads {
    private static let url = "https://api.twitter.com/1.1/statuses/update.json?include_entities=true"
    private static let body = OAuth1Body.form(
        Array("status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21".utf8)
    )
    private static let client = OAuth1ClientCredentials(
        key: "xvz1evFS4wEEPTGEFPHBog",
        secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
    )
    private static let token = OAuth1AccessToken(
        token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        secret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"
    )
    private static let options = OAuth1SigningOptions(
        nonce: "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
        timestamp: 1_318_622_958
    )

    private static func header() throws -> String {
        let signer = OAuth1Signer(client: client, token: token)
        return try signer.authorizationHeader(method: "POST", url: url, body: body, options)
    }

    /// What a workload did wrong.
    public struct Mistake: Error {
        let what: String
    }

    /// One HMAC-SHA1 of the base string, its key absorbed once and the value copied for each use.
    public static func baseline() throws -> Workload {
        let header = try header()
        let request = try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: header, body: body)
        let baseString = try request?.baseString() ?? []
        guard header.contains("oauth_signature=\"hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D\""), baseString.count == 452 else {
            throw Mistake(what: "the signature is not the known one")
        }
        let key = Array("\(client.secret.reveal())&\(token.secret.reveal())".utf8)
        let absorbed = HMAC<Insecure.SHA1>(key: SymmetricKey(data: key))
        return Workload("HMAC-SHA1 alone") {
            var code = absorbed
            code.update(data: baseString)
            return code.finalize().byteCount
        }
    }

    /// Signs the request and writes the header.
    public static func sign(
        _ name: String,
        target: Double? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        isFresh: Bool = false
    ) -> Workload {
        let signer = OAuth1Signer(client: client, token: token, method: method)
        let options = isFresh ? OAuth1SigningOptions() : options
        return Workload(name, target: target) {
            try signer.authorizationHeader(method: "POST", url: url, body: body, options).utf8.count
        }
    }

    /// Signs with RSA-SHA256 and a key of 2,048 bits.
    public static func signRSA() throws -> Workload {
        sign("sign, RSA-SHA256", method: .rsaSHA256(try OAuth1RSAPrivateKey(generatingBits: 2_048)))
    }

    /// Reads the header, rebuilds the base string and compares.
    public static func verify(_ name: String, target: Double? = nil, isKeyKept: Bool) throws -> Workload {
        let header = try header()
        let verifier = OAuth1Verifier()
        let kept = OAuth1VerificationKey(client: client, tokenSecret: token.secret, preparing: .hmacSHA1)
        return Workload(name, target: target) {
            let request = try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: header, body: body)
            guard let request else { throw Mistake(what: "the header was not seen") }
            try verifier.checkParameters(of: request)
            if isKeyKept {
                try verifier.verify(request, with: kept)
            } else {
                try verifier.verify(request, with: OAuth1VerificationKey(client: client, tokenSecret: token.secret))
            }
            return 1
        }
    }

    /// Reads the header, and nothing else.
    public static func parse() throws -> Workload {
        let header = try header()
        return Workload("read a request") {
            let request = try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: header, body: body)
            return request == nil ? 0 : 1
        }
    }

    /// Signs a request with so many parameters in its query.
    public static func sign(parameters count: Int) -> Workload {
        let signer = OAuth1Signer(client: client, token: token)
        // 7,919 is a prime: the names come in no order, and none comes twice.
        let query = (0..<count).map { "name\(10_000 + $0 * 7_919 % 10_007)=a%20value%20of%20\($0 % 10)" }
        let url = "https://api.example.com/resource?" + query.joined(separator: "&")
        return Workload("sign, \(count) parameters") {
            try signer.authorizationHeader(method: "GET", url: url, options).utf8.count
        }
    }
}
