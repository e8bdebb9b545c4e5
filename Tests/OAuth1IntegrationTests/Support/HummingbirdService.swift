//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && AsyncHTTPClient
import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Server
import Testing

/// A provider in Hummingbird that listens on a separate port, and a client without redirects.
struct HummingbirdService: Sendable {
    static let client = OAuth1ClientCredentials(key: "key", secret: "client-secret")

    struct Reply {
        let status: Int
        let headers: HTTPFields
        let text: String
        var parameters: OAuth1Parameters { OAuth1Parameters(formEncoded: text) }

    }

    let http: HTTPClient
    let port: Int
    var origin: String { "http://127.0.0.1:\(port)" }

    /// Runs a server for as long as the body runs.
    static func run(
        prefix: RouterPath = "",
        configuration: OAuth1ServerConfiguration = OAuth1ServerConfiguration(
            serviceName: "Service",
            maximumBodySize: 1_000
        ),
        _ body: @escaping @Sendable (HummingbirdService) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router(prefix: prefix, configuration),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }
        )
        let http = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
        do {
            try await RunningApplication.with(application) {
                for await port in ports { return try await body(HummingbirdService(http: http, port: port)) }
            }
        } catch {
            try? await http.shutdown()
            throw error
        }
        try await http.shutdown()
    }

    private static func router(
        prefix: RouterPath,
        _ configuration: OAuth1ServerConfiguration
    ) -> Router<BasicOAuth1RequestContext> {
        let server = OAuth1AuthorizationServer(
            stores: .inMemory(clients: [OAuth1RegisteredClient(credentials: client, displayName: "App")]),
            configuration: configuration,
            authenticateUser: { _ in .user(id: "user-7") }
        )
        let router = Router(context: BasicOAuth1RequestContext.self)
        router.group(prefix).addOAuth1Provider(server)
        router.get("open") { _, context in try context.requireOAuth1().clientKey }
        router.group("api")
            .add(middleware: OAuth1Middleware(server.protector()))
            .get("me/:name") { _, context in try context.requireOAuth1().userID ?? "nobody" }
            .post("echo") { request, context in
                let body = try await request.body.collect(upTo: 1_000_000)
                return "\(try context.requireOAuth1().clientKey):\(body.readableBytes)"
            }
            .post("parameters") { _, context in
                let parameters = try context.requireOAuth1().signedParameters
                return "\(parameters.query.formEncodedString) \(parameters.form.formEncodedString)"
            }
        router.group("hashed")
            .add(middleware: OAuth1Middleware(server.protector(requiresBodyHash: true)))
            .post("echo") { request, context in
                let body = try await request.body.collect(upTo: 1_000_000)
                return "\(try context.requireOAuth1().clientKey):\(body.readableBytes)"
            }
        return router
    }

    func send(_ request: HTTPRequest, body: [UInt8]? = nil) async throws -> Reply {
        var outgoing = request
        outgoing.scheme = "http"
        outgoing.authority = "127.0.0.1:\(port)"
        let response = try await AsyncHTTPClientTransport(httpClient: http)
            .send(outgoing, body: body, maximumResponseBytes: 1_000_000)
        return Reply(status: response.status.code, headers: response.head.headerFields, text: response.text)
    }

    func request(_ method: HTTPRequest.Method, _ path: String, type: String? = nil) throws -> HTTPRequest {
        var request = try HTTPRequest(method: method, absoluteURL: origin + path)
        request.headerFields[.contentType] = type
        return request
    }

    func sendSigned(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        token: (any OAuth1Token)? = nil,
        bodyHash: OAuth1BodyHash = .off,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) async throws -> Reply {
        let signer = OAuth1Signer(
            client: Self.client,
            token: token,
            configuration: OAuth1SigningConfiguration(bodyHash: bodyHash)
        )
        let signed = try signer.sign(request, body: body, options)
        return try await send(signed.request, body: signed.body)
    }

    /// The three steps.
    func obtainAccessToken(prefix: String = "") async throws -> OAuth1AccessToken {
        let first = try await sendSigned(
            try request(.post, prefix + "/oauth/request_token"),
            OAuth1SigningOptions(callback: "https://app.example.net/done")
        )
        try #require(first.status == 200, "\(first.text)")
        let requestToken = OAuth1RequestToken(
            token: try #require(first.parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(first.parameters["oauth_token_secret"]))
        )
        let path = prefix + "/oauth/authorize?oauth_token=\(requestToken.token)"
        let page = try await send(try request(.get, path))
        try #require(page.status == 200, "\(page.text)")
        let field = try #require(page.text.firstMatch(of: #/name="form_token" value="([0-9a-f]+)"/#))
        let form: OAuth1Parameters = [
            "oauth_token": requestToken.token, "form_token": String(field.1), "decision": "allow",
        ]
        let decision = try await send(
            try request(.post, path, type: "application/x-www-form-urlencoded"),
            body: form.formEncoded
        )
        try #require(decision.status == 303, "\(decision.text)")
        let query = try #require(decision.headers[.location]).drop { $0 != "?" }.dropFirst()
        let second = try await sendSigned(
            try request(.post, prefix + "/oauth/access_token"),
            token: requestToken,
            OAuth1SigningOptions(verifier: OAuth1Parameters(formEncoded: String(query))["oauth_verifier"])
        )
        try #require(second.status == 200, "\(second.text)")
        return OAuth1AccessToken(
            token: try #require(second.parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(second.parameters["oauth_token_secret"]))
        )
    }
}
#endif
