//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
package import OAuth1
public import OAuth1Client
public import OAuth1Server

/// Replicas of several services on one address of this machine, so that a real browser can see their pages.
///
/// `https://api.x.com/oauth/authorize?…` is at `http://127.0.0.1:9000/api.x.com/oauth/authorize?…`. A request is
/// answered as if it had gone to the service: what was signed for the service's URL is verified for that.
///
/// ```swift
/// let host = try OAuth1ReplicaHost(baseURL: "http://127.0.0.1:9000", replicas: [.x, .discogs])
/// let client = try AsyncOAuth1Client(
///     service: host.hosted(.x),
///     client: OAuth1ServiceReplica.x.client,
///     transport: OAuth1HostedTransport(to: transport, host: host)
/// )
/// ```
///
/// Have your server hand all its requests to ``respond(to:body:)``, with the target as it arrived.
public struct OAuth1ReplicaHost: Sendable {
    /// Where the replicas are, without a slash at the end.
    public let baseURL: String
    /// The replicas.
    public let replicas: [OAuth1ServiceReplica]
    private let base: HTTPRequest
    private let basePath: String
    private let verifiesOwnURLs: Bool

    /// Creates a host.
    ///
    /// - Parameters:
    ///   - baseURL: Where the host is seen: a URL with http on a loopback address, such as `http://127.0.0.1:9000`, with
    ///     or without a path.
    ///   - replicas: The replicas. If two of them have the same URL, the first one answers.
    /// - Throws: `OAuth1ClientError` if the URL is another one.
    public init(baseURL: String, replicas: [OAuth1ServiceReplica]) throws(OAuth1ClientError) {
        try self.init(baseURL: baseURL, replicas: replicas, verifiesOwnURLs: false)
    }

    /// Creates a host whose clients may know nothing of the services' URLs.
    ///
    /// - Parameters:
    ///   - baseURL: Where the host is seen.
    ///   - replicas: The replicas.
    ///   - verifiesOwnURLs: Whether requests are signed for their URLs on this host, and not for those of the services.
    /// - Throws: `OAuth1ClientError` if the URL is another one.
    package init(
        baseURL: String,
        replicas: [OAuth1ServiceReplica],
        verifiesOwnURLs: Bool
    ) throws(OAuth1ClientError) {
        let parts = URLReference(baseURL)
        guard let base = try? HTTPRequest(.get, wireURL: baseURL), base.scheme == "http", base.isConfidential,
            parts.query == nil, parts.fragment == nil, !parts.hasDotSegments
        else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "expected an http URL on a loopback address, without a query",
                recoverySuggestion: "Use a URL such as http://127.0.0.1:8080 for the replicas"
            )
        }
        let path = base.targetReference.base
        self.base = base
        self.basePath = path.hasSuffix("/") ? String(path.dropLast()) : path
        self.baseURL = "http://\(base.authority ?? "")\(basePath)"
        self.replicas = replicas
        self.verifiesOwnURLs = verifiesOwnURLs
    }

    /// Answers a request that arrived here.
    ///
    /// - Parameters:
    ///   - request: The request, its target as it arrived.
    ///   - body: The body.
    /// - Returns: The replica's response, or one with status 404 if there is no replica for it.
    public func respond(to request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await respond(to: request, body: body, signedAs: request)
    }

    /// Answers a request that arrived here, with a signature about another URL of this host.
    ///
    /// - Parameters:
    ///   - request: The request, its target that of a replica.
    ///   - body: The body.
    ///   - signed: The request as it arrived. It plays no part if requests are signed for the services' URLs.
    /// - Returns: The replica's response, or one with status 404 if there is no replica for it.
    package func respond(
        to request: HTTPRequest,
        body: [UInt8],
        signedAs signed: HTTPRequest
    ) async -> OAuth1ServerResponse {
        guard let original = original(of: request), let replica = replica(for: original) else {
            return OAuth1ServerResponse(
                HTTPResponse(status: .notFound, headerFields: [.contentType: "text/plain; charset=utf-8"]),
                body: Array("There is no replica at this URL.\n".utf8)
            )
        }
        return await replica.respond(to: original, body: body, signedAs: verifiesOwnURLs ? signed : original)
    }

    /// The endpoint that a request is for, or `nil` if there is none.
    package func endpoint(of request: HTTPRequest) -> OAuth1ServerEvent.Endpoint? {
        guard let original = original(of: request) else { return nil }
        return replica(for: original)?.endpoint(of: original)
    }

    /// The secrets or keys with which a request must have been signed, or `nil` if its client or token is unknown.
    ///
    /// - Parameters:
    ///   - incoming: The parameters of the request.
    ///   - request: The request, its target that of a replica.
    /// - Returns: The secrets.
    /// - Throws: The error of a store.
    package func verificationKey(
        of incoming: OAuth1IncomingRequest,
        _ request: HTTPRequest
    ) async throws -> OAuth1VerificationKey? {
        guard let original = original(of: request), let replica = replica(for: original),
            let endpoint = replica.endpoint(of: original)
        else {
            return nil
        }
        return try await replica.verificationKey(of: incoming, at: endpoint)
    }

    /// The replica that a request to the service would reach, the one with the longest URL if there are several.
    func replica(for request: HTTPRequest) -> OAuth1ServiceReplica? {
        let url = "\(request.scheme ?? "")://\(request.authority ?? "")\(request.targetReference.base)"
        var found: (replica: OAuth1ServiceReplica, length: Int)?
        for replica in replicas {
            let length = replica.quirks.longestMatch(of: url)
            if length > found?.length ?? 0 { found = (replica, length) }
        }
        return found?.replica
    }

    /// A request to a service as it is sent to this host.
    func hosted(_ request: HTTPRequest) -> HTTPRequest {
        var hosted = request
        hosted.scheme = base.scheme
        hosted.authority = base.authority
        hosted.path = "\(basePath)/\(request.authority ?? "")\(request.path ?? "/")"
        return hosted
    }

    /// A request that arrived here as it was signed, or `nil` if its target has no host in front.
    private func original(of request: HTTPRequest) -> HTTPRequest? {
        let target = (request.path ?? "").utf8
        guard target.starts(with: "\(basePath)/".utf8) else { return nil }
        let rest = target.dropFirst(basePath.utf8.count + 1)
        let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard !host.isEmpty else { return nil }
        let path = rest[host.endIndex...]
        var original = request
        original.authority = String(Substring(host))
        original.path = (path.first == UInt8(ascii: "/") ? "" : "/") + String(Substring(path))
        // Some services have no https. Only the replicas know which of the two it was.
        original.scheme = "http"
        if replica(for: original) == nil { original.scheme = "https" }
        return original
    }
}
