//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && GRDB && PostgreSQL
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1Server

/// A provider with everything that a client may want: scopes, a realm, refreshing, revocation, codes that users type.
///
/// Its one user is always signed in. `GET /api/me` needs the scope `read` and `POST /api/form` the scope `write`; both answer with
/// the user and the signed parameters. Environment:
///
/// - `OAUTH1_CONSUMER_KEY`, `OAUTH1_CONSUMER_SECRET`, `OAUTH1_CALLBACK`: the client
/// - `OAUTH1_EXTERNAL_URLS`: the public URLs, separated by spaces; none on this machine only
/// - `OAUTH1_TRUSTED_PROXIES`: the addresses of proxies, separated by spaces, and `OAUTH1_PROXY_FIELD`, their field: `forwarded` or
///   `x-forwarded`
struct PeerProvider {
    private struct Context: OAuth1RequestContext, RemoteAddressRequestContext {
        var coreContext: CoreRequestContextStorage
        var oauth1: OAuth1Authentication?
        let remoteAddress: NIOCore.SocketAddress?

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            remoteAddress = source.channel.remoteAddress
        }
    }

    /// What a resource answers.
    private struct Answer: Encodable {
        let user: String?
        let scopes: [String]
        let realms: [String]
        let query: [[String]]
        let form: [[String]]
        let bodySize: Int
    }

    private let environment = ProcessInfo.processInfo.environment

    private func words(_ name: String) -> [String] {
        (environment[name] ?? "").split(separator: " ").map { String($0) }
    }

    func run() async throws {
        guard let key = environment["OAUTH1_CONSUMER_KEY"], let secret = environment["OAUTH1_CONSUMER_SECRET"],
            let callback = environment["OAUTH1_CALLBACK"]
        else {
            throw ProviderServer.WrongArguments()
        }
        let client = OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
            displayName: "Peer",
            callbacks: [callback],
            allowsRenewal: true
        )
        let server = OAuth1AuthorizationServer(
            stores: .inMemory(clients: [client]),
            configuration: try configuration(),
            authenticateUser: { _ in .user(id: "alice") }
        )
        let router = Router(context: Context.self)
        router.addOAuth1Provider(server)
        for (method, path, scope) in [(HTTPRequest.Method.get, "api/me", "read"), (.post, "api/form", "write")] {
            router.group().add(middleware: OAuth1Middleware(server.protector(requiring: [scope])))
                .on("\(path)", method: method) { request, context in
                    let body = try await request.body.collect(upTo: 1_048_576)
                    return try Self.answer(try context.requireOAuth1(), bodySize: body.readableBytes)
                }
        }
        try await ProviderServer.serve(router)
    }

    private func configuration() throws -> OAuth1ServerConfiguration {
        let urls = try words("OAUTH1_EXTERNAL_URLS").map { try OAuth1Origin($0) }
        return OAuth1ServerConfiguration(
            serviceName: "Peers",
            externalURL: urls.first,
            additionalExternalURLs: Array(urls.dropFirst()),
            trustedProxies: try OAuth1TrustedProxies(
                words("OAUTH1_TRUSTED_PROXIES"),
                field: environment["OAUTH1_PROXY_FIELD"] == "forwarded" ? .forwarded : .xForwarded
            ),
            accessTokenLifetime: 3_600,
            renewal: OAuth1RenewalRules(),
            accessRules: OAuth1AccessRules(
                scopes: ["read": "See your photos", "write": "Change your photos"],
                realms: ["photos": "Your photos"],
                defaultAccess: OAuth1Access(scopes: ["read", "write"])
            ),
            // A client that is rejected is to be mended, or the provider is.
            revealsProblemDetail: true
        )
    }

    private static func answer(_ authentication: OAuth1Authentication, bodySize: Int) throws -> Response {
        let signed = authentication.signedParameters
        let answer = Answer(
            user: authentication.userID,
            scopes: authentication.access.scopes,
            realms: authentication.access.realms,
            query: signed.query.map { [$0.name, $0.value] },
            form: signed.form.map { [$0.name, $0.value] },
            bodySize: bodySize
        )
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(answer)))
        )
    }
}
#endif
