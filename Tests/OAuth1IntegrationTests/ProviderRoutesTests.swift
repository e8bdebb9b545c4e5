//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if FlyingFox && AsyncHTTPClient && Hummingbird
import FlyingFox
import FlyingFoxOAuth1
import FlyingSocks
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1URLSession
import Testing

@Suite("Refreshing and revoking at the provider's routes, after a proxy")
struct ProviderRoutesTests {
    /// The request context of the package knows the peer, so that the proxy is trusted.
    private typealias Context = BasicOAuth1RequestContext

    private static let credentials = OAuth1ClientCredentials(key: "app", secret: "app secret")
    private let tokens = OAuth1InMemoryTokenStore()
    private let first = OAuth1IssuedAccessToken(
        token: "first",
        secret: "first secret",
        clientKey: "app",
        userID: "alice",
        issuedAt: OAuth1SystemClock().now(),
        access: OAuth1Access(scopes: ["read"]),
        session: .init(handle: "first handle")
    )

    /// A provider that believes the proxies at an address, and no Host field.
    private func server(proxy: String) throws -> OAuth1AuthorizationServer {
        tokens.save(first)
        var stores = OAuth1ServerStores.inMemory(clients: [
            OAuth1RegisteredClient(credentials: Self.credentials, allowsRenewal: true)
        ])
        stores.tokens = tokens
        return OAuth1AuthorizationServer(
            stores: stores,
            configuration: OAuth1ServerConfiguration(
                serviceName: "Service",
                externalURL: try OAuth1Origin("https://photos.example"),
                additionalExternalURLs: [try OAuth1Origin("https://albums.example")],
                trustedProxies: try OAuth1TrustedProxies([proxy], field: .xForwarded),
                renewal: OAuth1RenewalRules(),
                accessRules: OAuth1AccessRules(scopes: ["read": "See photos", "write": "Add photos"])
            ),
            authenticateUser: { _ in .user(id: "alice") }
        )
    }

    private func hummingbird(
        _ server: OAuth1AuthorizationServer,
        _ use: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let router = Router(context: Context.self)
        router.addOAuth1Provider(server)
        router.group("read").add(middleware: OAuth1Middleware(server.protector(requiring: ["read"])))
            .get { _, context in try context.requireOAuth1().userID ?? "" }
        router.group("upload").add(middleware: OAuth1Middleware(server.protector()))
            .post { _, _ in "uploaded" }
        router.group("write")
            .add(middleware: OAuth1Middleware(server.protector(requiring: ["write"], realm: "albums")))
            .get { _, _ in "never" }
        try await LoopbackApplication.withRunning(router, use)
    }

    private func flyingFox(
        _ provider: OAuth1AuthorizationServer,
        _ use: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await server.addOAuth1Provider(provider)
        await server.addOAuth1Resource("GET /read", provider.protector(requiring: ["read"])) { _, authentication in
            FlyingFox.HTTPResponse(statusCode: .ok, body: Data((authentication.userID ?? "").utf8))
        }
        let writing = provider.protector(requiring: ["write"], realm: "albums")
        await server.addOAuth1Resource("GET /write", writing) { _, _ in FlyingFox.HTTPResponse(statusCode: .ok) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await server.waitUntilListening()
                guard case .ip4(_, let port)? = await server.listeningAddress else { return }
                try await use("http://127.0.0.1:\(port)")
            }
            try await group.next()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    /// Sends what a client signed for the public URL, as a proxy does.
    private func send(
        _ path: String,
        _ token: some OAuth1Token,
        handle: String? = nil,
        accept: String? = nil,
        to origin: String
    ) async throws -> OAuth1Response {
        let method: HTTPTypes.HTTPRequest.Method = path.hasPrefix("/oauth") ? .post : .get
        let unsigned = try HTTPTypes.HTTPRequest(method: method, absoluteURL: "https://albums.example" + path)
        let signed = try OAuth1Signer(client: Self.credentials, token: token)
            .sign(
                unsigned,
                OAuth1SigningOptions(
                    isTokenRequest: handle != nil,
                    additionalParameters: handle.map { [OAuth1Parameter("oauth_session_handle", $0)] } ?? []
                )
            )
        var request = try HTTPTypes.HTTPRequest(method: method, absoluteURL: origin + path)
        request.headerFields = signed.request.headerFields
        request.headerFields[.accept] = accept
        for (name, value) in [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example, albums.example")] {
            request.headerFields[try #require(HTTPField.Name(name))] = value
        }
        return try await URLSessionTransport().send(request, body: nil, maximumResponseBytes: 100_000)
    }

    private func check(_ origin: String) async throws {
        #expect(try await send("/read", first, to: origin).text == "alice")
        let denied = try await send("/write", first, accept: "application/json", to: origin)
        #expect(denied.status == .forbidden)
        #expect(denied.head.headerFields[.wwwAuthenticate] == #"OAuth realm="albums""#)
        #expect(denied.text.contains(#""oauth_problem":"permission_denied""#))

        let forged = OAuth1AccessToken(token: "first", secret: "wrong")
        #expect(
            try await send("/oauth/renew_token", forged, handle: "first handle", to: origin).status == .unauthorized
        )
        #expect(try await send("/oauth/revoke_token", forged, to: origin).status == .unauthorized)
        let renewed = try await send("/oauth/renew_token", first, handle: "first handle", to: origin)
        #expect(renewed.status == .ok, "\(renewed.text)")
        let parameters = OAuth1Parameters(formEncoded: renewed.body)
        let second = OAuth1AccessToken(
            token: try #require(parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(parameters["oauth_token_secret"]))
        )
        #expect(try await send("/read", first, to: origin).status == .unauthorized)
        #expect(try await send("/read", second, to: origin).text == "alice")
        #expect(try await send("/oauth/revoke_token", second, to: origin).status == .ok)
        #expect(try await send("/read", second, to: origin).status == .unauthorized)
    }

    @Test("Hummingbird: a token is refreshed and revoked, and scopes are required")
    func hummingbirdRoutes() async throws {
        try await hummingbird(try server(proxy: "127.0.0.0/8")) { try await check($0) }
    }

    @Test("FlyingFox: a token is refreshed and revoked, and scopes are required")
    func flyingFoxRoutes() async throws {
        try await flyingFox(try server(proxy: "127.0.0.1")) { try await check($0) }
    }

    @Test("Hummingbird: behind a proxy, too, a body must have the hash that was signed")
    func bodyHash() async throws {
        try await hummingbird(try server(proxy: "127.0.0.0/8")) { origin in
            for (signed, sent, isAccepted) in [("{}", "{}", true), ("{}", "[]", false), ("", "[]", false)] {
                let unsigned = try HTTPTypes.HTTPRequest(
                    method: .post,
                    absoluteURL: "https://albums.example/upload",
                    headerFields: [.contentType: "application/json"]
                )
                let signer = OAuth1Signer(
                    client: Self.credentials,
                    token: first,
                    configuration: OAuth1SigningConfiguration(bodyHash: .always)
                )
                let head = try signer.sign(unsigned, body: Array(signed.utf8), OAuth1SigningOptions()).request
                var request = try HTTPTypes.HTTPRequest(method: .post, absoluteURL: origin + "/upload")
                request.headerFields = head.headerFields
                for (name, value) in [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "albums.example")] {
                    request.headerFields[try #require(HTTPField.Name(name))] = value
                }
                let response = try await URLSessionTransport()
                    .send(request, body: Array(sent.utf8), maximumResponseBytes: 10_000)
                #expect(response.status == (isAccepted ? .ok : .unauthorized), "\(signed) \(sent)")
            }
        }
    }

    @Test("A peer that is not a listed proxy can't choose the host")
    func unlisted() async throws {
        try await hummingbird(try server(proxy: "10.0.0.1")) { origin in
            let response = try await send("/read", first, to: origin)
            #expect(response.status.code == 421)
        }
        try await flyingFox(try server(proxy: "10.0.0.1")) { origin in
            let response = try await send("/read", first, to: origin)
            #expect(response.status.code == 421)
        }
    }
}
#endif
