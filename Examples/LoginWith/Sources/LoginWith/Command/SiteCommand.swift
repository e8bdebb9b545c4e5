//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import AsyncHTTPClient
import Configuration
import Hummingbird
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Testing
import OAuth1Web

/// Serves the site, and the replicas if no other process does.
struct SiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site",
        abstract: "Serve the site, and replicas of the services that it logs in with.",
        discussion: """
            A service is the real one if its keys are in the environment, for instance DISCOGS_CLIENT_KEY and \
            DISCOGS_CLIENT_SECRET. All others are replicas on this machine.
            """
    )

    @Option(help: "The port of the site, on 127.0.0.1.")
    var port = 8080

    @Option(help: "The URL by which browsers reach the site; http://localhost and the port unless given.")
    var publicURL: String?

    @Option(help: "The port of the replicas, on 127.0.0.1.")
    var replicasPort = 9000

    @Option(help: "Use the replicas that another process serves at this URL.")
    var replicasURL: String?

    @Option(
        help: """
            A file with the keys that seal cookies: one on each line, the current one first, then those that still open. \
            COOKIE_KEYS in the environment is the same. Without either, a random key is made.
            """
    )
    var cookieKeyFile: String?

    @Option(help: "How many seconds a login may take.")
    var loginLifetime: Int64 = 900

    @Flag(help: "Remember in this process which logins are done, so that a copied cookie can't end one again.")
    var singleUse = false

    @OptionGroup var stop: StopOptions

    func validate() throws {
        let url = publicURL ?? ""
        guard !url.hasSuffix("/") else { throw ValidationError("expected a public URL without a slash at the end") }
    }

    func run() async throws {
        stop.begin()
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let keys = try CookieKeys(file: cookieKeyFile, environment: environment)
        let publicURL = publicURL ?? "http://localhost:\(port)"
        let host = try OAuth1ReplicaHost(
            baseURL: replicasURL ?? "http://127.0.0.1:\(replicasPort)",
            replicas: OfferedService.all.map(\.replica)
        )
        let httpClient = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .oauth1)
        do {
            let services = OfferedServices(
                host: host,
                environment: environment,
                transport: AsyncHTTPClientTransport(httpClient: httpClient)
            )
            let uses = singleUse ? OAuth1InMemoryLoginStore() : nil
            let registry = try services.registry(
                OAuth1WebConfiguration(
                    publicURL: publicURL,
                    storage: .sealedCookie(keys.loginKeys, uses: uses),
                    lifetime: loginLifetime
                )
            )
            let site = Site(
                registry: registry,
                services: services,
                session: SessionCookies(keys: keys, isSecure: publicURL.lowercased().hasPrefix("https:")),
                pages: try Pages()
            )
            let application = LoopbackServer.site(site, port: port) {
                say("Log in at \(publicURL)")
            }
            try await application.running(with: replicasURL == nil ? [LoopbackServer.replicas(host, replicasPort)] : [])
        } catch {
            try? await httpClient.shutdown()
            throw error
        }
        try await httpClient.shutdown()
    }
}
