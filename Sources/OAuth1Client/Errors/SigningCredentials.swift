//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The credentials that a request was signed with, as advice names them: no other is worth checking.
struct SigningCredentials {
    /// What signs: the secrets, or the private key.
    private let secrets: [String]
    /// Everything that the service looks up or checks.
    private let all: [String]
    /// Whether the URL is signed, so that a service that sees another URL rejects the signature.
    let signsURL: Bool
    /// Whether a token was sent.
    let hasToken: Bool

    /// Finds the credentials of a request.
    ///
    /// - Parameters:
    ///   - signer: The signer of the request; `nil` if it is not known, and then the step decides.
    ///   - step: The step that failed.
    ///   - isBearer: Whether the request carries its token in place of a signature.
    init(_ signer: OAuth1Signer?, _ step: OAuth1ClientError.Step, isBearer: Bool = false) {
        hasToken = signer.map { $0.token != nil } ?? (step != .requestToken)
        let token = step == .accessToken ? "request token" : "token"
        guard !isBearer else {
            (secrets, all, signsURL) = ([token], [token], false)
            return
        }
        let method = signer?.method.name
        signsURL = method != .plaintext
        if method?.rawValue.hasPrefix("HMAC") ?? true || method == .plaintext {
            secrets = ["consumer secret"] + (hasToken ? ["\(token) secret"] : [])
        } else {
            secrets = [method?.rawValue.hasPrefix("RSA") == true ? "private key" : "key of the signature method"]
        }
        all =
            hasToken
            ? ["consumer key", secrets[0], token] + secrets.dropFirst() : ["consumer key"] + secrets
    }

    /// What to check when the service computed another signature, without a capital.
    var signatureAdvice: String { advice(signing + ["signature method"]) }

    /// The same for a service that reports that the signature is wrong, and so knows the method.
    var invalidSignatureAdvice: String { advice(signing) }

    /// What to check when the service does not say what is wrong, without a capital.
    var advice: String { advice(all + (isSigned ? ["signature method"] : [])) }

    /// The cause if both sides signed the same.
    var sameBaseString: String {
        let names = secrets.map { "the \($0)" }.joined(separator: " or ")
        return "The service computed the same base string, so \(names) is wrong"
    }

    /// Whether the request was signed, and carries no token in place of a signature.
    var isSigned: Bool { all.count > 1 }

    /// The secrets; a service that finds no secret for a wrong key may call the signature wrong.
    private var signing: [String] { hasToken || !isSigned ? secrets : all }

    private func advice(_ names: [String]) -> String {
        let list =
            names.count > 1
            ? "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])" : "the \(names[0])"
        return "check \(list)"
            + (signsURL ? ", and that the URL has the scheme, host and port that the service sees" : "")
    }
}
