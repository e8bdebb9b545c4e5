//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// Decides which requests are forwarded, before anything of their bodies is read.
struct ProxyRules: Sendable {
    let upstreams: Upstreams
    /// The token that callers have to show, or `nil` if all programs of this machine may use the proxy.
    let token: ProxyToken?
    /// Where the service issues and changes tokens, with responses that have secrets.
    let tokenEndpoints: [TokenEndpoint]

    /// The host that is signed, if that is not the upstream's: the service knows itself by it.
    var signedHost: String?

    /// Checks a request without its body, and finds out where it goes.
    ///
    /// - Parameters:
    ///   - request: The request, whose authority is the value of its Host field.
    ///   - text: The request target as it arrived.
    /// - Returns: The target.
    /// - Throws: ``ProxyRefusal``.
    func admit(_ request: HTTPRequest, target text: String) throws(ProxyRefusal) -> ProxyTarget {
        try checkMethod(request)
        let isForwardProxy = text.utf8.first != UInt8(ascii: "/")
        if let token {
            guard token.isShown(in: request.headerFields) else {
                var refusal = ProxyRefusal(
                    .token,
                    "this proxy needs its token",
                    advice: isForwardProxy
                        ? "Set http_proxy to http://proxy:TOKEN@ and the address of the proxy"
                        : "Send it as Authorization: Bearer TOKEN, which is not forwarded"
                )
                refusal.isForwardProxy = isForwardProxy
                throw refusal
            }
        } else {
            if !isForwardProxy { try ProxyRules.checkHost(request) }
        }
        try checkLoop(request)
        let target = try ProxyTarget(text, among: upstreams)
        // A browser adds a password automatically to the requests of every page, but never a bearer token.
        if token?.isShownAsBearer(in: request.headerFields) != true { try checkSite(request, target) }
        try checkUpgrade(request)
        try checkCredentials(target)
        return target
    }

    // MARK: Single rules

    private func checkMethod(_ request: HTTPRequest) throws(ProxyRefusal) {
        switch request.method {
        case .connect:
            throw ProxyRefusal(
                .tunnel,
                "requests in a tunnel (CONNECT) can't be signed",
                advice: "Send http:// URLs to the proxy; it uses https to the service"
            )
        case .trace:
            throw ProxyRefusal(.method, "TRACE is not forwarded, since its response would show the signature")
        default: return
        }
    }

    /// A page of another site can have its name point to this machine, but its requests still have that name.
    static func checkHost(_ request: HTTPRequest) throws(ProxyRefusal) {
        guard let host = request.authority, UpstreamOrigin(url: "http://\(host)")?.isLoopback != true else { return }
        throw ProxyRefusal(
            .host,
            "the Host field names \(ShownURL.text(host)) instead of this machine",
            advice: "Use http://127.0.0.1 with the port of the proxy, or start it with --require-token"
        )
    }

    /// Browsers send requests of any page to this machine, and say whose they are.
    private func checkSite(_ request: HTTPRequest, _ target: ProxyTarget) throws(ProxyRefusal) {
        let own = target.named ?? request.authority.flatMap { UpstreamOrigin(url: "http://\($0)") }
        let origins = request.headerFields[values: .origin]
        let sites = HTTPField.Name("Sec-Fetch-Site").map { request.headerFields[values: $0] } ?? []
        guard
            let foreign = origins.first(where: { UpstreamOrigin(url: $0) != own || own == nil })
                ?? sites.first(where: { $0 != "none" && $0 != "same-origin" })
        else { return }
        throw ProxyRefusal(
            .site,
            "the request is from a page of another site (\(ShownURL.text(foreign)))",
            advice: "If the page may use this login, start the proxy with --require-token, and let the page send "
                + "Authorization: Bearer TOKEN"
        )
    }

    private func checkLoop(_ request: HTTPRequest) throws(ProxyRefusal) {
        let names = request.headerFields[values: .via].flatMap { $0.parts(at: UInt8(ascii: ",")) }
            .compactMap { $0.parts(at: UInt8(ascii: " ")).filter { !$0.isEmpty }.dropFirst().first }
        guard !names.contains(ProxyFields.pseudonym) else {
            throw ProxyRefusal(
                .loop,
                "the request already went through an oauth1 proxy",
                advice: "Use --upstream with the address of the service, not with that of a proxy"
            )
        }
    }

    private func checkUpgrade(_ request: HTTPRequest) throws(ProxyRefusal) {
        let protocols = request.headerFields[.upgrade] ?? ""
        // Other upgrades, such as h2c, are offers that a server may leave out.
        guard protocols.lowercased().contains("websocket") else { return }
        throw ProxyRefusal(
            .upgrade,
            "WebSocket connections are not forwarded",
            advice: "Open them without the proxy; oauth1 sign can sign the request"
        )
    }

    private func checkCredentials(_ target: ProxyTarget) throws(ProxyRefusal) {
        let hosts = [target.upstream.host] + (signedHost.map { [$0] } ?? [])
        let isEndpoint = tokenEndpoints.contains { endpoint in
            hosts.contains { endpoint.isReached(by: target.path, at: $0) }
        }
        if isEndpoint {
            throw ProxyRefusal(
                .tokenEndpoint,
                "\(ShownURL.text(target.url)) is a token endpoint of the service, and its responses have secrets",
                advice: "Log in with oauth1 login"
            )
        }
        let reference = URLReference(target.path)
        // Servers disagree about what is left of such a path, so it could lead to a token endpoint after all.
        guard !ComparablePath(reference.base).hasDotSegments else { throw ProxyTarget.dotSegments }
        guard let query = reference.query else { return }
        try ProxyRules.checkParameters(OAuth1Parameters(formEncoded: query), of: "query")
    }

    /// Rejects parameters of a signature: the caller's would contradict the proxy's.
    static func checkParameters(_ parameters: OAuth1Parameters, of place: String) throws(ProxyRefusal) {
        let prefix = Array("oauth_".utf8)
        guard let parameter = parameters.first(where: { $0.nameBytes.starts(with: prefix) }) else { return }
        throw ProxyRefusal(
            .oauthParameters,
            "the \(place) has the parameter \(ShownURL.text(parameter.name)), which belongs to a signature",
            advice: "Send the request without a signature; the proxy adds one"
        )
    }
}
#endif
