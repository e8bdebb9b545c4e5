//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What is remembered of a login while the user is away.
struct PendingLogin: Sendable {
    /// What tells logins apart, for single use.
    var id: String
    var requestToken: OAuth1RequestToken
    var returnPath: OAuth1ReturnPath
    var state: String?
    /// The last second in which the login may end, in seconds since 1970.
    var expiresAt: Int64
}

/// What stands in a login's place: the login itself, or the note that it came to an end.
enum RememberedLogin: Sendable {
    case pending(PendingLogin)
    case used(expiresAt: Int64)

    /// When nothing needs to be remembered any more.
    var expiresAt: Int64 {
        switch self {
        case .pending(let login): login.expiresAt
        case .used(let expiresAt): expiresAt
        }
    }
}

// Written as a form: it keeps all bytes, and needs no more than is here already.
extension RememberedLogin {
    private static let version = "1"

    var encoded: [UInt8] {
        var fields: OAuth1Parameters = [
            OAuth1Parameter("v", Self.version), OAuth1Parameter("e", "\(expiresAt)"),
        ]
        if case .pending(let login) = self {
            fields.append(OAuth1Parameter("i", login.id))
            fields.append(OAuth1Parameter("t", login.requestToken.token))
            fields.append(OAuth1Parameter("s", login.requestToken.secret.reveal()))
            if login.requestToken.isCallbackConfirmed { fields.append(OAuth1Parameter("c", "1")) }
            if !login.requestToken.parameters.isEmpty {
                fields.append(OAuth1Parameter("p", login.requestToken.parameters.formEncodedString))
            }
            if login.returnPath != .root { fields.append(OAuth1Parameter("r", login.returnPath.description)) }
            if let state = login.state { fields.append(OAuth1Parameter("a", state)) }
        }
        return fields.formEncoded
    }

    /// Reads what ``encoded`` made, or `nil` if it is of another version.
    init?(encoded bytes: [UInt8]) {
        let fields = OAuth1Parameters(formEncoded: bytes)
        guard fields["v"] == Self.version, let expiresAt = fields["e"].flatMap({ Int64($0) }) else { return nil }
        guard let token = fields["t"] else {
            self = .used(expiresAt: expiresAt)
            return
        }
        guard let id = fields["i"], let secret = fields["s"], let path = OAuth1ReturnPath(fields["r"] ?? "/") else {
            return nil
        }
        self = .pending(
            PendingLogin(
                id: id,
                requestToken: OAuth1RequestToken(
                    token: token,
                    secret: OAuth1Secret(secret),
                    isCallbackConfirmed: fields["c"] == "1",
                    parameters: OAuth1Parameters(formEncoded: fields["p"] ?? "")
                ),
                returnPath: path,
                state: fields["a"],
                expiresAt: expiresAt
            )
        )
    }
}
