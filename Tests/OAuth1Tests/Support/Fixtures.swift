//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

/// The credentials of the examples in RFC 5849 section 1.2, which most tests use.
enum Fixtures {
    static let client = OAuth1ClientCredentials(key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44")
    static let token = OAuth1AccessToken(token: "nnch734d00sl2jdk", secret: "pfkkdhi9sl3r4s00")
    static let verificationKey = OAuth1VerificationKey(client: client, tokenSecret: token.secret)
    /// A nonce and a timestamp that stay the same.
    static let options = OAuth1SigningOptions(nonce: "chapoH", timestamp: 137_131_202)
    static let url = "http://photos.example.net/photos?file=vacation.jpg&size=original"

    static let allMethods: Set<OAuth1SignatureMethod.Name> = [
        .hmacSHA1, .hmacSHA256, .hmacSHA512, .rsaSHA1, .rsaSHA256, .rsaSHA512, .rsaPSS, .plaintext,
    ]
    static let verifier = OAuth1Verifier(methods: allMethods)

    static func signer(
        _ method: OAuth1SignatureMethod = .hmacSHA1,
        _ configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration()
    ) -> OAuth1Signer {
        OAuth1Signer(client: client, token: token, method: method, configuration: configuration)
    }
}

extension OAuth1SignedRequest {
    /// The request as a provider reads it.
    func read(
        _ configuration: OAuth1IncomingRequest.Configuration = OAuth1IncomingRequest.Configuration()
    ) throws -> OAuth1IncomingRequest {
        try #require(try OAuth1IncomingRequest.read(request, body: body, configuration))
    }

    /// The value of the Authorization header.
    var authorization: String? { request.headerFields[.authorization] }
    /// The body as text.
    var bodyText: String? { body.map { String(decoding: $0, as: UTF8.self) } }
    /// The base string as text.
    var baseText: String { String(decoding: baseString, as: UTF8.self) }
}

extension OAuth1Verifier {
    /// Checks everything that a provider checks of parameters and signature.
    func check(_ request: OAuth1IncomingRequest, with key: OAuth1VerificationKey) throws {
        try checkParameters(of: request)
        try verify(request, with: key)
    }
}
