//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension MistakeCatalog {
    /// Mistakes with the protocol parameters (RFC 5849 section 3.1).
    static let protocolParameters: [MistakeRule] = missing + additional + changed

    private static func notSigned(_ parameter: ProtocolParameter)
        -> @Sendable (DiagnosedRequest, OAuth1Diagnosis.Secrets)
        -> [Mutation]
    {
        let name = Array("\(parameter.name)".utf8)
        return { request, _ in
            guard request.index(of: parameter) != nil else { return [] }
            return [.base { steps in steps.parameters.removeAll { $0.decodedName == name } }]
        }
    }

    /// Signs a parameter that the request does not have.
    private static func notSent(
        _ parameter: ProtocolParameter,
        _ values: [String]
    ) -> @Sendable (DiagnosedRequest, OAuth1Diagnosis.Secrets) -> [Mutation] {
        { request, _ in
            guard request.index(of: parameter) == nil else { return [] }
            return values.map { value in
                .base { $0.parameters.append(.added(Array("\(parameter.name)".utf8), Array(value.utf8))) }
            }
        }
    }

    private static let missing: [MistakeRule] = [
        MistakeRule(
            "version-not-signed",
            "oauth_version is sent and not signed",
            "Sign oauth_version if you send it.",
            notSigned(.version)
        ),
        MistakeRule(
            "token-not-signed",
            "oauth_token is sent and not signed",
            "Sign oauth_token like every other parameter.",
            { request, secrets in
                guard request.value(.token)?.isEmpty == false else { return [] }
                return notSigned(.token)(request, secrets)
            }
        ),
        MistakeRule(
            "empty-token-not-signed",
            "an empty oauth_token is sent and not signed",
            "Sign the empty parameter, or don't send it.",
            { request, secrets in
                guard request.value(.token)?.isEmpty == true else { return [] }
                return notSigned(.token)(request, secrets)
            }
        ),
        MistakeRule(
            "callback-not-signed",
            "oauth_callback is sent and not signed",
            "Add oauth_callback to the protocol parameters before signing.",
            notSigned(.callback)
        ),
        MistakeRule(
            "verifier-not-signed",
            "oauth_verifier is sent and not signed",
            "Add oauth_verifier to the protocol parameters before signing.",
            notSigned(.verifier)
        ),
        MistakeRule(
            "body-hash-not-signed",
            "oauth_body_hash is sent and not signed",
            "Compute oauth_body_hash first, then sign it like every other parameter.",
            notSigned(.bodyHash)
        ),
    ]

    private static let additional: [MistakeRule] = [
        MistakeRule(
            "version-not-sent",
            "oauth_version is signed and not sent",
            "Send oauth_version if you sign it.",
            notSent(.version, ["1.0", "1.0a"])
        ),
        MistakeRule(
            "empty-token-not-sent",
            "an empty oauth_token is signed and not sent",
            "Leave oauth_token out of the base string if you don't send it.",
            notSent(.token, [""])
        ),
        MistakeRule(
            "callback-not-sent",
            "oauth_callback is signed and not sent",
            "Send oauth_callback if you sign it.",
            notSent(.callback, ["oob", ""])
        ),
        MistakeRule(
            "verifier-not-sent",
            "an empty oauth_verifier is signed and not sent",
            "Leave oauth_verifier out of the base string if you don't send it.",
            notSent(.verifier, [""])
        ),
        MistakeRule(
            "body-hash-not-sent",
            "oauth_body_hash is signed and not sent",
            "Send oauth_body_hash if you sign it. Services without body hash support need requests that have neither."
        ) { request, _ in
            guard request.index(of: .bodyHash) == nil else { return [] }
            return [OAuth1Digest.sha1, .sha256, .sha512]
                .map { digest in
                    let hash = digest.bodyHash(of: request.body)
                    return .base { $0.parameters.append(.added(Array("oauth_body_hash".utf8), Array(hash.utf8))) }
                }
        },
        MistakeRule(
            "realm-signed",
            "the realm is signed",
            "Leave the realm of the Authorization header out of the base string (RFC 5849 section 3.4.1.3.1)."
        ) { request, _ in
            guard let realm = request.incoming.realm else { return [] }
            return [.base { $0.parameters.append(.added(Array("realm".utf8), Array(realm.utf8))) }]
        },
        MistakeRule(
            "signature-signed",
            "oauth_signature is part of the base string",
            "Leave oauth_signature out of the base string.",
            [.base { $0.parameters.append(.added(Array("oauth_signature".utf8), [])) }]
        ),
    ]

    private static let changed: [MistakeRule] = [
        MistakeRule(
            "timestamp-changed",
            "another timestamp is signed than the one that is sent",
            "Read the clock once for each request, in seconds, and use the same value for the base string and the header."
        ) { request, _ in
            guard let index = request.index(of: .timestamp), let time = request.incoming.timestamp else { return [] }
            let name = request.steps.parameters[index].name
            let times = [time - 1, time + 1, time - 2, time + 2, time / 1_000, time &* 1_000]
            return times.map { time in
                .base("signed as \(time)") { steps in
                    let found = steps.parameters.firstIndex { $0.name == name }
                    if let found { steps.parameters[found].value = Array("\(time)".utf8) }
                }
            }
        },
        MistakeRule(
            "method-name-changed",
            "another oauth_signature_method is signed than the one that is sent",
            "Use the same value of oauth_signature_method for the base string and the request."
        ) { request, _ in
            guard let index = request.index(of: .signatureMethod) else { return [] }
            let name = request.steps.parameters[index].name
            return OAuth1SignatureMethod.Name.standard
                .filter { $0 != request.incoming.signatureMethod }
                .map { method in
                    .base("signed as \(method)") { steps in
                        let found = steps.parameters.firstIndex { $0.name == name }
                        if let found { steps.parameters[found].value = Array(method.rawValue.utf8) }
                    }
                }
        },
    ]
}
