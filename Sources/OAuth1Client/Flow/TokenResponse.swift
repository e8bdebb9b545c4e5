//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The response of a token endpoint (RFC 5849 sections 2.1 and 2.3), read and checked.
struct TokenResponse {
    let token: String
    let secret: OAuth1Secret
    /// All parameters.
    let parameters: OAuth1Parameters

    /// All but token and secret.
    var others: OAuth1Parameters {
        OAuth1Parameters(parameters.filter { $0.name != "oauth_token" && $0.name != "oauth_token_secret" })
    }

    init(
        _ response: OAuth1Response,
        hiding secrets: [OAuth1Secret],
        requiresSecret: Bool = true,
        format: OAuth1Service.TokenResponse.Format = .auto
    ) throws {
        let parameters = TokenResponse.parameters(in: response)
        let problem = response.problem(hiding: secrets)
        func failure(_ code: OAuth1ClientError.Code, _ reason: String) -> OAuth1ClientError {
            OAuth1ClientError(code, reason, response: response, hiding: secrets)
        }
        switch response.status.code {
        case 200..<300:
            break
        case 300..<400:
            let location = response.head.headerFields[.location]
                .map { ServiceWords.shown(URLReference($0).base, hiding: secrets, limit: 200) }
            throw failure(
                .unexpectedRedirect,
                "the token URL redirects to \(location ?? "nowhere"), and a signed request must not follow: "
                    + "configure the URL that it redirects to, if it is the service's"
            )
        default:
            throw failure(.tokenRequestRefused, "the service refused to give a token")
        }
        guard response.body.contains(where: { !TokenResponse.isSpace($0) }) else {
            throw failure(.unreadableTokenResponse, "expected oauth_token and oauth_token_secret, got an empty body")
        }
        // Some services call a form a page, so a page is what has no token, or begins as one does.
        if parameters?["oauth_token"] == nil || response.body.first(where: { !TokenResponse.isSpace($0) }) == 0x3C,
            problem == nil, let title = HTMLTitle.read(response)
        {
            let name = ServiceWords.shown(title, hiding: secrets, limit: 100)
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret, got an HTML page\(name.isEmpty ? "" : " titled \(name)"): "
                    + "is the token URL right?"
            )
        }
        guard let parameters else {
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret as a form, got JSON that is not an object with them"
            )
        }
        guard problem == nil else {
            throw failure(.tokenRequestRefused, "the service refused to give a token")
        }
        guard parameters["oauth_token"] != nil || !TokenResponse.saysError(response, parameters) else {
            throw failure(.tokenRequestRefused, "the service answers an error instead of a token")
        }
        guard format == .auto || TokenResponse.isJSON(response) == (format == .json) else {
            throw failure(
                .unreadableTokenResponse,
                "expected the token as \(format == .json ? "JSON" : "a form"), as the description of the service says"
            )
        }
        for name in ["oauth_token", "oauth_token_secret"] {
            let count = parameters.values(for: name).count
            if count == 1 || (count == 0 && name == "oauth_token_secret" && !requiresSecret) { continue }
            throw failure(
                .unreadableTokenResponse,
                "expected oauth_token and oauth_token_secret once each, got \(name) "
                    + (count == 0 ? "not at all" : "\(count) times")
            )
        }
        guard let token = parameters["oauth_token"], !token.isEmpty else {
            throw failure(.unreadableTokenResponse, "expected oauth_token and oauth_token_secret, got an empty token")
        }
        self.token = token
        self.secret = OAuth1Secret(parameters["oauth_token_secret"] ?? "")
        self.parameters = parameters
    }

    /// Whether what has no token in it says that there was an error, which some services do with a status of success.
    static func saysError(_ response: OAuth1Response, _ parameters: OAuth1Parameters) -> Bool {
        if isJSON(response) { return !parameters.isEmpty && parameters["error"] != nil }
        return response.body.drop { isSpace($0) }.prefix(5).elementsEqual("Error".utf8)
    }

    /// Whether the body begins as a JSON value does that is not a plain one.
    private static func isJSON(_ response: OAuth1Response) -> Bool {
        let first = response.body.first { !isSpace($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The parameters of a form, or of a JSON object, which some services answer; `nil` for JSON that is no object.
    ///
    /// Services put line ends around forms, which belong to no value.
    static func parameters(in response: OAuth1Response) -> OAuth1Parameters? {
        var body = response.body[...].drop { isSpace($0) }
        while let last = body.last, isSpace(last) { body.removeLast() }
        guard isJSON(response) else {
            return OAuth1Parameters(formEncoded: body)
        }
        guard let object = try? JSONDecoder().decode([String: JSONScalar].self, from: Data(body)) else { return nil }
        return OAuth1Parameters(
            object.sorted { $0.key < $1.key }
                .compactMap { key, value in
                    value.text.map { OAuth1Parameter(key, $0) }
                }
        )
    }

    /// The parameters of `WWW-Authenticate: OAuth oauth_problem=…`, where some services report.
    static func parametersOfChallenge(_ response: OAuth1Response) -> OAuth1Parameters {
        let challenge = response.head.headerFields[values: .wwwAuthenticate].joined(separator: ",").utf8.prefix(2_048)
        var parameters = OAuth1Parameters()
        var part: [UInt8] = []
        var isQuoted = false
        // A comma at the end, so that the last part ends like the others.
        for byte in Array(challenge) + [UInt8(ascii: ",")] {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "&") || isSpace(byte) {
                if part.starts(with: "oauth_".utf8) {
                    parameters.append(contentsOf: OAuth1Parameters(formEncoded: part))
                }
                part = []
            } else {
                part.append(byte)
            }
        }
        return parameters
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

/// A value of a JSON object, as far as a token response can have it.
private struct JSONScalar: Decodable {
    /// The value as text; `nil` for objects, arrays and null, which no token parameter is.
    let text: String?

    init(from decoder: any Decoder) throws {
        guard let container = try? decoder.singleValueContainer() else {
            text = nil
            return
        }
        if let value = try? container.decode(String.self) {
            text = value
        } else if let value = try? container.decode(Bool.self) {
            text = String(value)
        } else if let value = try? container.decode(Int64.self) {
            text = String(value)
        } else if let value = try? container.decode(Double.self) {
            text = String(value)
        } else {
            text = nil
        }
    }
}
