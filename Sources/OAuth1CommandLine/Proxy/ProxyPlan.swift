//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client

/// Everything that the options of `oauth1 proxy` decide, before anything listens.
struct ProxyPlan: Sendable {
    /// The longest wait for requests in progress when the proxy stops.
    static let shutdownLimit = Duration.seconds(30)
    /// The most bytes of a response that is read whole: one with another status than 2xx, in each of many connections.
    private static let maximumRejectionBytes = 1_024 * 1_024

    let listen: ListenAddress
    let metricsAddress: ListenAddress?
    let rules: ProxyRules
    let fields: ProxyFields
    let client: AsyncOAuth1Client
    let connections: UpstreamConnections
    let log: ProxyLog?
    /// The token to print, because it was made for this run.
    let newToken: ProxyToken?
    private let login: SigningLogin

    init(_ command: ProxyCommand) throws {
        let login = try command.credentials.login()
        let token = try command.token()
        // Describes the service; nothing is sent with it.
        let flow = try login.makeClient(transport: UnsentTransport(), options: OAuth1FlowOptions(), refreshing: false)
            .flow
        let upstreams = try ProxyPlan.upstreams(of: flow, command)
        rules = ProxyRules(
            upstreams: upstreams,
            token: token?.token,
            // Credentials of the options don't say which service they are for.
            tokenEndpoints: TokenEndpoint.ofPresets
                + OAuth1Service.Step.allCases.compactMap { step in
                    (try? flow.url(of: step)).flatMap { TokenEndpoint(url: $0) }
                },
            signedHost: command.signHost.flatMap { UpstreamOrigin(url: "https://\($0)")?.host }
        )
        fields = ProxyFields(
            added: try HeaderFieldOptions.fields(command.header, option: "--header"),
            stripped: Set(command.strip.compactMap { HTTPField.Name($0) })
        )
        connections = UpstreamConnections(
            timeout: command.timeout,
            // A server that the user named is meant, wherever it is. So is one on this machine that a login is for.
            allowsPrivateAddresses: !command.upstream.isEmpty || upstreams.first.isLoopback
        )
        client = try login.makeClient(
            transport: connections.transport,
            options: ProxyPlan.options(command, upstreams),
            refreshing: true
        )
        log =
            command.logFailed
            ? ProxyLog(hiding: login.secrets + (token.map { [$0.token.secret] } ?? []) + fields.addedSecrets) : nil
        newToken = token.flatMap { $0.isNew ? $0.token : nil }
        listen = command.listen
        metricsAddress = command.metrics
        self.login = login
    }

    /// The name of the login for people.
    var loginName: String {
        switch login {
        case .options(let client, _, _, _): "the consumer key \(client.key)"
        case .profile(let profile, _): "the profile \(profile.name)"
        }
    }

    /// Stores the clock skew of the services, so that the next command starts with it.
    func rememberClock() {
        login.rememberClock(of: rules.upstreams.first.description, client)
    }

    /// The servers of the options, or that of the profile's service.
    private static func upstreams(of flow: OAuth1Flow, _ command: ProxyCommand) throws -> Upstreams {
        var origins: [UpstreamOrigin] = []
        for url in command.upstream {
            let origin = try command.origin(of: url)
            if !origins.contains(origin) { origins.append(origin) }
        }
        if let upstreams = Upstreams(origins) { return upstreams }
        guard let own = flow.options.baseURL.flatMap({ UpstreamOrigin(url: $0) }) else {
            throw ValidationError(
                "These credentials have no service. Name its server: --upstream https://api.example.com."
            )
        }
        try command.check(own, option: "The profile's service")
        guard own.isLoopback || !PrivateAddress.isPrivate(host: own.host) else {
            throw ValidationError(
                "The profile's service has the private address \(own). If requests may go there, add --upstream \(own)."
            )
        }
        return Upstreams(first: own)
    }

    private static func options(_ command: ProxyCommand, _ upstreams: Upstreams) -> OAuth1FlowOptions {
        var options = OAuth1FlowOptions(
            allowsInsecureHTTP: command.allowHTTP,
            redirects: .none,
            // Only for connections that the service closed while they were idle; the callers have their own retries.
            retries: OAuth1RetryPolicy(maximumAttempts: 2, maximumDelay: .zero, budget: .seconds(1)),
            maximumResponseBytes: ProxyPlan.maximumRejectionBytes
        )
        options.headerFields[.userAgent] = ToolVersion.userAgent
        guard let signHost = command.signHost else { return options }
        let sent = upstreams.first.authority
        options.hooks = OAuth1Hooks(
            willSign: { request, _ in request.authority = signHost },
            didSign: { signed in signed.request.authority = sent }
        )
        return options
    }
}
#endif
