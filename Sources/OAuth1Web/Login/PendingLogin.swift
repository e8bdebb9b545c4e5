//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The state of a login while the user is at the service.
struct PendingLogin: Sendable {
    /// Identifies a login, for single use.
    var id: String
    var requestToken: OAuth1RequestToken
    var returnPath: OAuth1ReturnPath
    var state: String?
    /// The last second in which the login may end, in seconds since 1970.
    var expiresAt: Int64
}

/// The content of a login's cookie: the login itself, or the note that it ended.
enum RememberedLogin: Sendable {
    case pending(PendingLogin)
    /// With the return path, as the user may only have reloaded the page, and the identifier, as it may be ending just now.
    case used(id: String?, returnPath: OAuth1ReturnPath, expiresAt: Int64)
}

// Written as fields with their lengths: no byte is escaped, so that the size of a cookie can be foreseen.
extension RememberedLogin {
    private enum Field: UInt8 {
        case expiresAt = 1
        case returnPath
        case id
        case token
        case secret
        case state
        case isCallbackConfirmed
    }

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var bytes = [Self.version]
        func append(_ field: Field, _ text: String) {
            let text = Array(text.utf8)
            bytes.append(field.rawValue)
            bytes += [UInt8(truncatingIfNeeded: text.count >> 8), UInt8(truncatingIfNeeded: text.count)]
            bytes += text
        }
        switch self {
        case .used(let id, let returnPath, let expiresAt):
            append(.expiresAt, "\(expiresAt)")
            append(.returnPath, returnPath.description)
            if let id { append(.id, id) }
        case .pending(let login):
            append(.expiresAt, "\(login.expiresAt)")
            append(.returnPath, login.returnPath.description)
            append(.id, login.id)
            append(.token, login.requestToken.token)
            append(.secret, login.requestToken.secret.reveal())
            if let state = login.state { append(.state, state) }
            if login.requestToken.isCallbackConfirmed { append(.isCallbackConfirmed, "") }
        }
        return bytes
    }

    /// Reads what ``encoded`` made, or `nil` if it is of another version.
    init?(encoded bytes: [UInt8]) {
        guard bytes.first == Self.version else { return nil }
        var fields: [Field: String] = [:]
        var rest = bytes.dropFirst()
        while !rest.isEmpty {
            guard rest.count >= 3, let field = Field(rawValue: rest.removeFirst()) else { return nil }
            let length = Int(rest.removeFirst()) << 8 | Int(rest.removeFirst())
            guard rest.count >= length else { return nil }
            fields[field] = String(decoding: rest.prefix(length), as: UTF8.self)
            rest = rest.dropFirst(length)
        }
        guard let expiresAt = fields[.expiresAt].flatMap({ Int64($0) }),
            let path = fields[.returnPath].flatMap({ OAuth1ReturnPath($0) })
        else {
            return nil
        }
        guard let token = fields[.token] else {
            self = .used(id: fields[.id], returnPath: path, expiresAt: expiresAt)
            return
        }
        guard let id = fields[.id], let secret = fields[.secret] else { return nil }
        self = .pending(
            PendingLogin(
                id: id,
                requestToken: OAuth1RequestToken(
                    token: token,
                    secret: OAuth1Secret(secret),
                    isCallbackConfirmed: fields[.isCallbackConfirmed] != nil
                ),
                returnPath: path,
                state: fields[.state],
                expiresAt: expiresAt
            )
        )
    }
}
