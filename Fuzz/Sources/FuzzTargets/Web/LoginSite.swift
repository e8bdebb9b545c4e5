//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Logging
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization

/// An application with the routes of a login, at a service whose tokens are always the same.
struct LoginSite {
    private static let keys = try? OAuth1CookieKeys(
        current: OAuth1Secret(String(repeating: "0123456789abcdef", count: 4))
    )
    private let storage: OAuth1LoginStorage?
    private let transport: OAuth1RecordingTransport

    /// Creates a site.
    ///
    /// - Parameters:
    ///   - usesStore: Whether logins are remembered in a store instead of a cookie.
    ///   - tokenResponse: What the service answers to the request for the access token; a good answer if it is empty.
    init(usesStore: Bool, tokenResponse: [UInt8]) {
        storage = usesStore ? .store(OAuth1InMemoryLoginStore()) : LoginSite.keys.map { .sealedCookie($0) }
        let tokens: OAuth1Parameters = [
            "oauth_token": Fixed.requestToken.token, "oauth_token_secret": Fixed.requestTokenSecret,
            "oauth_callback_confirmed": "true",
        ]
        let access: OAuth1Parameters = [
            "oauth_token": Fixed.accessToken.token, "oauth_token_secret": Fixed.accessTokenSecret,
        ]
        transport = OAuth1RecordingTransport { request, _ in
            let isRequestToken = request.path?.hasPrefix("/request_token") ?? false
            let body = isRequestToken ? tokens.formEncoded : tokenResponse.isEmpty ? access.formEncoded : tokenResponse
            return OAuth1Response(head: HTTPResponse(status: .ok), body: body)
        }
    }

    func registry() throws -> OAuth1Registry {
        guard let storage else { throw BrokenInvariant("a cookie key of 64 bytes is refused") }
        let service = try OAuth1Service(
            json: """
                {
                  "id": "fuzz", "name": "Fuzz", "flow": "threeLegged",
                  "requestToken": {"url": "https://service.example/request_token"},
                  "authorize": {"url": "https://service.example/authorize"},
                  "accessToken": {"url": "https://service.example/access_token"},
                  "signature": {"default": "HMAC-SHA1", "allowed": ["HMAC-SHA1"]}
                }
                """
        )
        return try OAuth1Registry(
            [OAuth1Registration(service, client: Fixed.client)],
            configuration: OAuth1WebConfiguration(
                publicURL: "https://app.example",
                storage: storage,
                clock: Fixed.Clock(),
                nonceSource: Nonces(),
                logger: Logger(label: "fuzz", factory: { _ in SwiftLogNoOpLogHandler() })
            ),
            transport: transport
        )
    }

    /// Opens a page, checks the answer, and returns whether a login came to its end.
    @discardableResult
    func open(_ request: HTTPRequest, at registry: OAuth1Registry, mayLogIn: Bool) async throws -> Bool {
        let didLogIn = Mutex(false)
        let secrets = [Fixed.clientSecret, Fixed.requestTokenSecret]
        let response = try await registry.respond(
            to: request,
            onFailure: { failure in
                try Secrecy.check(printed: failure, hides: secrets)
                return failure.response
            },
            onLogin: { login in
                didLogIn.withLock { $0 = true }
                return .redirect(to: login.returnPath)
            }
        )
        let succeeded = didLogIn.withLock { $0 }
        try hold(mayLogIn || !succeeded, "a login came to its end without its cookie or its token")
        guard let response else { return false }
        try hold(response.status != .internalServerError, "an answer with status 500")
        try Secrecy.check(response.text, hides: secrets)
        for field in response.head.headerFields {
            try Secrecy.check(field.value, hides: secrets)
            try hold(HTTPField.isValidValue(field.value), "a field that is none")
        }
        if let location = response.head.headerFields[.location] { try check(location) }
        for cookie in response.head.headerFields[values: .setCookie] {
            try hold(cookie.hasPrefix("__Host-"), "a cookie that is bound to no host: \(cookie)")
            try hold(cookie.contains("; HttpOnly") && cookie.contains("; Secure"), "a cookie that is not protected")
        }
        return succeeded
    }

    private func check(_ location: String) throws {
        if location.hasPrefix("https://service.example/authorize?") { return }
        let bytes = Array(location.utf8)
        let isOwn =
            bytes.first == UInt8(ascii: "/")
            && (bytes.count < 2 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")))
            && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        try hold(isOwn, "a login leads to \(location)")
    }

    private final class Nonces: OAuth1NonceSource {
        private let count = Atomic(UInt64(0))

        func makeNonce() -> OAuth1Nonce {
            OAuth1Nonce(high: 1, low: count.wrappingAdd(1, ordering: .relaxed).newValue)
        }
    }
}
