//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import HTTPTypes
import OAuth1

/// A login in progress, and the cookie with which the browser proved that it is its own.
struct FoundLogin: Sendable {
    let login: PendingLogin
    let cookieName: String
    let cookieValue: String
}

/// Stores the pending logins of one service, in the place that the application chose.
struct PendingLoginStore: Sendable {
    /// The login found for a callback.
    enum Finding: Sendable {
        case pending(FoundLogin)
        /// A login that came to its end, or is about to.
        case used(id: String?, returnPath: OAuth1ReturnPath)
        case failure(OAuth1LoginFailure.Code, returnPath: OAuth1ReturnPath? = nil)
    }

    /// The size that browsers keep of one cookie, including the name.
    static let maximumCookieBytes = 4_096
    /// The total size of all cookies of a request above which the oldest logins are removed: proxies accept 8 KiB.
    static let maximumBytesOfAll = 6_144
    /// The maximum size of a login in a store: lengths are written with two bytes.
    static let maximumStoredBytes = 32_768
    /// How many logins of one service a browser is believed to have in progress.
    static let maximumPendingLogins = 32

    let service: String
    let cookies: LoginCookies
    let storage: OAuth1LoginStorage
    /// How long a login may last, in seconds.
    let lifetime: Int64
    /// This process's state of concurrent callbacks.
    let attempts = LoginAttempts()

    // MARK: The start

    /// Remembers a login, and forgets the browser's oldest ones if they are too many.
    ///
    /// - Returns: The header fields for the browser.
    func remember(
        _ login: PendingLogin,
        in request: HTTPRequest?,
        binding: String,
        at now: Int64
    ) async throws -> [HTTPField] {
        let name = cookies.name(service: service, token: login.requestToken.token)
        let parts = [login.requestToken.token, login.requestToken.secret.reveal(), login.state ?? ""]
        guard parts.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumStoredBytes else {
            throw OAuth1WebError(.stateTooLarge, "the login's token and state exceed 32 KiB")
        }
        let value: String
        switch storage.kind {
        case .cookie(let keys, _):
            value = try keys.seal(RememberedLogin.pending(login).encoded, as: name)
        case .store(let store):
            value = binding
            let entry = StoredLogin(binding: binding, .pending(login))
            try await store.save(entry.bytes, for: name, at: now, expiresAt: login.expiresAt)
        }
        let size = name.utf8.count + value.utf8.count + 1
        guard size <= Self.maximumCookieBytes else {
            throw OAuth1WebError(
                .stateTooLarge,
                "the login requires a cookie of \(size) bytes, but browsers keep at most \(Self.maximumCookieBytes): "
                    + "shorten state and return path, or keep logins in a store"
            )
        }
        var fields = [set(name, value)]
        guard let request else { return fields }
        let sent = cookies.sent(with: request)
        // Browsers send the oldest first.
        var others = sent.pairs.filter { $0.name != name }[...]
        var total = size + sent.byteCount
        while total > Self.maximumBytesOfAll, let oldest = others.popFirst() {
            total -= RequestCookies.byteCount(oldest)
            fields.append(cookies.remove(oldest.name))
        }
        return fields
    }

    /// The browser keeps a cookie for longer than it counts, so that one that has expired can be distinguished from none.
    private func set(_ name: String, _ value: String) -> HTTPField {
        cookies.set(name, value, maximumAge: lifetime + max(lifetime, 900))
    }

    // MARK: The end

    /// Finds the login of a callback by its request token, or the newest of this browser if the callback names none.
    func recall(token: String?, in request: HTTPRequest, at now: Int64) async throws -> Finding {
        let sent = cookies.sent(with: request)
        if let token {
            let name = cookies.name(service: service, token: token)
            return try await recall(name, sent[name], at: now)
        }
        var newest: FoundLogin?
        // A name in another format is not looked up.
        let own = sent.beginning(with: cookies.prefix(of: service))
            .filter { cookies.isName($0.name, ofCookieOf: service) }
            .suffix(Self.maximumPendingLogins)
        for (name, value) in own {
            guard case .pending(let found) = try await recall(name, value, at: now) else { continue }
            if found.login.expiresAt >= newest?.login.expiresAt ?? .min { newest = found }
        }
        return newest.map { .pending($0) } ?? .failure(.noLogin)
    }

    /// Nothing of a login, not even whether it exists, is detected by a browser without the login's cookie: what such a
    /// browser receives depends only on what it sent.
    private func recall(_ name: String, _ value: String?, at now: Int64) async throws -> Finding {
        guard let value else { return .failure(.otherBrowser) }
        let remembered: RememberedLogin
        switch storage.kind {
        case .cookie(let keys, _):
            guard let bytes = keys.open(value, as: name), let login = RememberedLogin(encoded: bytes) else {
                return .failure(.unreadable)
            }
            remembered = login
        case .store(let store):
            let bytes = try await store.login(for: name, at: now)
            guard StoredLogin.isBound(bytes ?? [], to: value), let bytes else { return .failure(.expired) }
            guard let entry = StoredLogin(bytes) else { return .failure(.unreadable) }
            remembered = entry.login
        }
        switch remembered {
        case .used(let id, let returnPath, _): return .used(id: id, returnPath: returnPath)
        case .pending(let login) where login.expiresAt < now:
            return .failure(.expired, returnPath: login.returnPath)
        case .pending(let login): return .pending(FoundLogin(login: login, cookieName: name, cookieValue: value))
        }
    }

    /// Notes that a login came to its end.
    ///
    /// - Returns: The header fields for the browser, or `nil` if the login had already ended.
    func finish(_ found: FoundLogin, at now: Int64) async throws -> [HTTPField]? {
        let login = found.login
        switch storage.kind {
        case .cookie(_, let uses):
            if let uses {
                guard try await uses.use(login.id, at: now, expiresAt: login.expiresAt) else { return nil }
            }
        case .store(let store):
            guard try await store.use(login.id, at: now, expiresAt: login.expiresAt) else { return nil }
            // Bound to the same cookie, which the browser keeps: who reloads the page is to be known.
            let entry = StoredLogin(binding: found.cookieValue, found.note)
            try await store.save(entry.bytes, for: found.cookieName, at: now, expiresAt: login.expiresAt)
        }
        return try fields(of: found)
    }

    /// The header fields that record in the browser that a login ended; with a store it is noted there.
    func fields(of found: FoundLogin) throws -> [HTTPField] {
        guard case .cookie(let keys, _) = storage.kind else { return [] }
        return [set(found.cookieName, try keys.seal(found.note.encoded, as: found.cookieName))]
    }
}

extension FoundLogin {
    /// The note that the login came to its end.
    fileprivate var note: RememberedLogin {
        .used(id: login.id, returnPath: login.returnPath, expiresAt: login.expiresAt)
    }
}

/// A login as it is in a store: with the hash of the cookie of its browser.
private struct StoredLogin {
    private static let hashLength = SHA256.byteCount

    let login: RememberedLogin
    private let hash: [UInt8]

    init(binding: String, _ login: RememberedLogin) {
        self.login = login
        hash = Array(SHA256.hash(data: Array(binding.utf8)))
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count > Self.hashLength,
            let login = RememberedLogin(encoded: Array(bytes.dropFirst(Self.hashLength)))
        else {
            return nil
        }
        self.login = login
        hash = Array(bytes.prefix(Self.hashLength))
    }

    var bytes: [UInt8] { hash + login.encoded }

    /// Returns whether an entry is that of the browser which has a cookie; the digests are compared in constant time, and an
    /// entry that is not there takes the same work.
    static func isBound(_ entry: [UInt8], to cookie: String) -> Bool {
        SHA256.hash(data: Array(cookie.utf8)) == Array(entry.prefix(hashLength))
    }
}
