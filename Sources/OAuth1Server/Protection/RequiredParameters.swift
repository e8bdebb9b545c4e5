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
    /// What refreshes an access token (OAuth Session 1.0).
    static let sessionHandle = "oauth_session_handle"

    private let purpose: SignedRequestValidator.Purpose
    /// The decoded parameters, if the purpose has some of extensions.
    private let extensions: OAuth1SignedParameters

    init(_ purpose: SignedRequestValidator.Purpose, _ extensions: OAuth1SignedParameters?) {
        self.purpose = purpose
        self.extensions = extensions ?? OAuth1SignedParameters()
    }

    /// Checks a request, or its absence.
    func check(_ request: OAuth1IncomingRequest?, _ verifier: OAuth1Verifier) throws(OAuth1ServerError) {
        guard let request else {
            // Nobody has to know the protocol to ask for a resource: the challenge shows what is missing.
            if case .resource = purpose { return }
            throw absent(["oauth_consumer_key", "oauth_signature_method", "oauth_signature"] + purpose.requiredNames)
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
        switch purpose {
        case .resource(let rules) where rules.requiresBodyHash && request.hasUnsignedBody:
            throw absent(["oauth_body_hash"])
        case .launch(let rules):
            try checkLaunch(request)
            try rules.check(extensions)
        default: break
        }
        try checkValues(of: request)
    }

    /// A launch is a form that a browser sends, and proves nothing if its signature is the secret.
    private func checkLaunch(_ request: OAuth1IncomingRequest) throws(OAuth1ServerError) {
        guard request.placement == .body else {
            throw OAuth1ServerError(
                .invalidRequest,
                "a launch must be a form with all OAuth parameters in it (LTI 1.1 section 4.3)"
            )
        }
        guard request.signatureMethod != .plaintext else {
            throw OAuth1ServerError(
                .signatureMethodRejected,
                "a launch must not be signed with PLAINTEXT: the browser that sends it would see the secret",
                parameter: "oauth_signature_method"
            )
        }
    }

    private func absentNames(in request: OAuth1IncomingRequest) -> [String] {
        var absent: [String] = []
        if request.encodedByteCount(of: .consumerKey) == 0 { absent.append("oauth_consumer_key") }
        for name in purpose.requiredNames where isEmpty(name, in: request) { absent.append(name) }
        return absent
    }

    private func isEmpty(_ name: String, in request: OAuth1IncomingRequest) -> Bool {
        switch name {
        case "oauth_token": request.encodedByteCount(of: .token) == 0
        case "oauth_callback": request.encodedByteCount(of: .callback) == 0
        case "oauth_verifier": request.encodedByteCount(of: .verifier) == 0
        case Self.sessionHandle: (extensions.values(for: name).first ?? "").isEmpty
        default: (extensions.form.values(for: name).first ?? "").isEmpty
        }
    }

    private func checkValues(of request: OAuth1IncomingRequest) throws(OAuth1ServerError) {
        try checkLength("oauth_consumer_key", .consumerKey, of: request, request.consumerKey)
        try checkLength("oauth_token", .token, of: request, request.token)
        try checkLength("oauth_nonce", .nonce, of: request, request.nonce)
        try checkLength("oauth_verifier", .verifier, of: request, request.verifier)
        if purpose.forbidsToken, request.encodedByteCount(of: .token) > 0 {
            throw OAuth1ServerError(
                .parameterRejected,
                "this request must not contain oauth_token: it is signed without a token (RFC 5849 section 2.1)",
                parameter: "oauth_token"
            )
        }
        try checkUniqueValues()
    }

    /// A value that is short enough however it is decoded, which at most triples it, need not be decoded.
    private func checkLength(
        _ name: String,
        _ parameter: ProtocolParameter,
        of request: OAuth1IncomingRequest,
        _ value: @autoclosure () -> String?
    ) throws(OAuth1ServerError) {
        guard request.encodedByteCount(of: parameter) > RequiredParameters.maximumLength / 3,
            (value() ?? "").utf8.count > RequiredParameters.maximumLength
        else {
            return
        }
        throw OAuth1ServerError(
            .parameterRejected,
            "\(name) has more than \(RequiredParameters.maximumLength) bytes",
            parameter: name
        )
    }

    /// Parameters of extensions, which the reading of a request does not know.
    private func checkUniqueValues() throws(OAuth1ServerError) {
        let names: [String] =
            switch purpose {
            case .renewal: [Self.sessionHandle]
            case .password: XAuthParameter.all
            default: []
            }
        for name in names {
            guard extensions.values(for: name).count == 1 else {
                throw OAuth1ServerError(.parameterRejected, "\(name) must be sent exactly once", parameter: name)
            }
            guard extensions.query.values(for: name).isEmpty else {
                throw OAuth1ServerError(
                    .parameterRejected,
                    "\(name) is in the URL, which gets into logs: send it in the Authorization header or in a form",
                    parameter: name
                )
            }
            guard (extensions[name] ?? "").utf8.count <= RequiredParameters.maximumLength else {
                throw OAuth1ServerError(
                    .parameterRejected,
                    "\(name) has more than \(RequiredParameters.maximumLength) bytes",
                    parameter: name
                )
            }
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
