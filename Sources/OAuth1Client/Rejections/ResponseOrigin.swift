//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The request of a response, kept for errors: secrets to hide in them, and the base string to compare.
enum ResponseOrigin: Sendable {
    /// A call that succeeded, of which only the signer's secrets are kept.
    case signer(OAuth1Signer)
    /// A request and what was sent for it.
    case sent(SentRequest)
    /// A request of which only the secrets are known.
    case secrets([OAuth1Secret])

    /// The origin of a response with a status of success.
    ///
    /// Calls keep their signer alone, so that a response does not keep a request's body; requests for tokens have more
    /// secrets in them, and a token in place of a signature is one.
    static func success(
        of request: OAuth1UnsignedRequest,
        _ outgoing: OutgoingRequest,
        _ errorInBody: OAuth1Service.ErrorInBody?
    ) -> ResponseOrigin {
        request.isBearer || request.options.isTokenRequest || errorInBody != nil
            ? .sent(SentRequest(request, outgoing, errorInBody)) : .signer(request.signer)
    }

    /// Secrets that no error about the response may show.
    var secrets: [OAuth1Secret] {
        switch self {
        case .signer(let signer): signer.secrets
        case .sent(let sent): sent.secrets
        case .secrets(let secrets): secrets
        }
    }
}

/// A request, and the form in which it was signed and sent.
///
/// A class, as a response keeps it: most are never asked for it.
final class SentRequest: Sendable {
    let unsigned: OAuth1UnsignedRequest
    let outgoing: OutgoingRequest
    /// Where the service reports errors with a status of success, if it does.
    let errorInBody: OAuth1Service.ErrorInBody?

    init(_ unsigned: OAuth1UnsignedRequest, _ outgoing: OutgoingRequest, _ errorInBody: OAuth1Service.ErrorInBody?) {
        self.unsigned = unsigned
        self.outgoing = outgoing
        self.errorInBody = errorInBody
    }

    /// The secrets that the request was signed with, and those that it carries.
    var secrets: [OAuth1Secret] {
        var secrets = unsigned.signer.secrets
        if let verifier = unsigned.options.verifier { secrets.append(OAuth1Secret(verifier)) }
        if unsigned.isBearer, let token = unsigned.signer.token { secrets.append(OAuth1Secret(token)) }
        secrets.append(contentsOf: SentRequest.secrets(in: unsigned.options.additionalParameters))
        secrets.append(
            contentsOf: SentRequest.secrets(
                in: OAuth1Parameters(formEncoded: outgoing.request.targetReference.query ?? "")
            )
        )
        let body = OAuth1Body(outgoing.body, contentType: outgoing.request.headerFields[.contentType])
        if case .form(let form) = body {
            secrets.append(contentsOf: SentRequest.secrets(in: OAuth1Parameters(formEncoded: form)))
        }
        if let signature = try? OAuth1IncomingRequest.read(outgoing.request, body: outgoing.body)?.signature {
            secrets.append(contentsOf: SentRequest.spellings(of: signature))
        }
        return secrets
    }

    /// The values of parameters whose names are those of secrets.
    private static func secrets(in parameters: OAuth1Parameters) -> [OAuth1Secret] {
        parameters.lazy.filter { NameMeaning($0.nameBytes)?.isSecret == true }.map { OAuth1Secret($0.value) }
    }

    /// A signature as services repeat it: without padding, too.
    static func spellings(of signature: String) -> [OAuth1Secret] {
        [OAuth1Secret(String(decoding: signature.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self))]
    }
}

extension OAuth1Signer {
    /// The secrets of client and token, alone, and as PLAINTEXT joins them if one is too short to be found alone.
    fileprivate var secrets: [OAuth1Secret] {
        let pair = [client.secret.reveal(), tokenSecret.reveal()]
        var texts = pair.filter { !$0.isEmpty }
        if pair.contains(where: { $0.utf8.count < KnownSecret.shortest }), !texts.isEmpty {
            texts.append(pair.joined(separator: "&"))
            if !pair.joined().utf8.allSatisfy(\.isUnreserved) {
                texts.append(
                    pair.map { OAuth1Parameters([OAuth1Parameter("", $0)]).formEncodedString.dropFirst() }
                        .joined(separator: "&")
                )
            }
        }
        return texts.map { OAuth1Secret($0) }
    }
}
