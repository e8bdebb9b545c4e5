//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Checks before any look-up: which parameters a request has to have, and how long they may be.
struct RequiredParameters {
    /// Longer keys, tokens, nonces and verifiers are not looked up.
    static let maximumLength = 1_024

    private let purpose: SignedRequestValidator.Purpose
    private let verifier: OAuth1Verifier

    init(_ purpose: SignedRequestValidator.Purpose, verifier: OAuth1Verifier) {
        self.purpose = purpose
        self.verifier = verifier
    }

    /// Checks a request, or its absence.
    func check(_ request: OAuth1IncomingRequest?) throws(OAuth1ServerError) {
        guard let request else {
            // Nobody has to know the protocol to ask for a resource: the challenge shows what is missing.
            if case .resource = purpose { return }
            throw absent(["oauth_consumer_key", "oauth_signature_method", "oauth_signature"] + ownNames)
        }
        do {
            try verifier.checkParameters(of: request)
        } catch {
            guard error.code == .missingParameter, let name = error.parameter else { throw OAuth1ServerError(error) }
            let others = absentNames(in: request).filter { $0 != name }
            throw absent([name] + others)
        }
        let others = absentNames(in: request)
        guard others.isEmpty else { throw absent(others) }
        guard !request.hasForeignHeaderParameter else {
            throw OAuth1ServerError(
                .parameterRejected,
                "the Authorization header contains a parameter other than realm, oauth_… and xoauth_…: "
                    + "send it in the query or in a form"
            )
        }
        if case .resource(_, requiresBodyHash: true) = purpose, request.hasUnsignedBody {
            throw absent(["oauth_body_hash"])
        }
        try checkValues(of: request)
    }

    /// The additional requirements of the endpoint.
    private var ownNames: [String] {
        switch purpose {
        case .requestToken: ["oauth_callback"]
        case .accessToken: ["oauth_token", "oauth_verifier"]
        case .resource(let allowsNoToken, _): allowsNoToken ? [] : ["oauth_token"]
        }
    }

    private func absentNames(in request: OAuth1IncomingRequest) -> [String] {
        var absent: [String] = []
        if (request.consumerKey ?? "").isEmpty { absent.append("oauth_consumer_key") }
        for name in ownNames {
            let value =
                switch name {
                case "oauth_callback": request.callback
                case "oauth_token": request.token
                default: request.verifier
                }
            if (value ?? "").isEmpty { absent.append(name) }
        }
        return absent
    }

    private func checkValues(of request: OAuth1IncomingRequest) throws(OAuth1ServerError) {
        for (name, value) in [
            ("oauth_consumer_key", request.consumerKey), ("oauth_token", request.token),
            ("oauth_nonce", request.nonce), ("oauth_verifier", request.verifier),
        ] where (value?.utf8.count ?? 0) > RequiredParameters.maximumLength {
            throw OAuth1ServerError(
                .parameterRejected,
                "\(name) has more than \(RequiredParameters.maximumLength) bytes",
                parameter: name
            )
        }
        if case .requestToken = purpose, !(request.token ?? "").isEmpty {
            throw OAuth1ServerError(
                .parameterRejected,
                "a request token request must not contain oauth_token (RFC 5849 section 2.1)",
                parameter: "oauth_token"
            )
        }
    }

    private func absent(_ names: [String]) -> OAuth1ServerError {
        OAuth1ServerError(
            .parameterAbsent,
            "missing parameters: \(names.joined(separator: ", "))",
            parameter: names.joined(separator: "&")
        )
    }
}
