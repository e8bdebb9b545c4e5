//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1

/// The token that callers of the proxy have to show; the service does not know it.
struct ProxyToken: Sendable {
    /// The variable with a token that was chosen by the user.
    static let variable = "OAUTH1_PROXY_TOKEN"
    /// The fewest characters of a chosen token.
    static let minimumLength = 16

    let secret: OAuth1Secret

    /// A new token of 192 random bits.
    static func random() -> ProxyToken {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return ProxyToken(secret: OAuth1Secret(text))
    }

    /// A token that was chosen, without the whitespace around it.
    init(chosen text: String, in source: String) throws(CommandFailure) {
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard token.utf8.count >= ProxyToken.minimumLength, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure(
                .usage,
                "\(source): the token needs at least \(ProxyToken.minimumLength) characters, all of them visible ASCII",
                advice: "Use the output of: openssl rand -hex 24"
            )
        }
        secret = OAuth1Secret(token)
    }

    private init(secret: OAuth1Secret) {
        self.secret = secret
    }

    /// Whether a request has the token: as a bearer token, or as the password of a user with any name.
    ///
    /// As a password, programs send it that read it from `http_proxy`. The comparison takes constant time.
    func isShown(in fields: HTTPFields) -> Bool {
        fields[values: .proxyAuthorization].contains(where: isShown)
            || fields[values: .authorization].contains(where: isShown)
    }

    /// Whether a request has the token as a bearer token, which no browser adds automatically to the requests of a page.
    func isShownAsBearer(in fields: HTTPFields) -> Bool {
        fields[values: .authorization].contains { $0.lowercased().hasPrefix("bearer ") && isShown(in: $0) }
    }

    private func isShown(in field: String) -> Bool {
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return false }
        let value = parts[1].trimmingCharacters(in: .whitespaces)
        switch parts[0].lowercased() {
        case "bearer": return OAuth1Secret(value) == secret
        case "basic":
            guard let data = Data(base64Encoded: value) else { return false }
            let text = String(decoding: data, as: UTF8.self)
            guard let colon = text.firstIndex(of: ":") else { return false }
            return OAuth1Secret(String(text[text.index(after: colon)...])) == secret
        default: return false
        }
    }
}
#endif
