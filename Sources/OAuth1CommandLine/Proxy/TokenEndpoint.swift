//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// Where a service issues or changes tokens, with responses that have secrets.
struct TokenEndpoint: Hashable, Sendable {
    /// Which hosts have the endpoint.
    private enum Hosts: Hashable {
        case one(String)
        /// Those with this end: the rest differs between accounts, and an empty end means installations anywhere.
        case ending(String)
    }

    private let hosts: Hosts
    private let path: ComparablePath
    /// Whether the query decides what the path does, so that servers ignore what follows the path.
    private let hasQuery: Bool
    /// Values of the query that look like paths, such as the title of a wiki's page, in lower case.
    private let pages: [String]

    /// An endpoint with a known URL, or `nil` if that can't be signed.
    init?(url: String) {
        guard let request = try? HTTPRequest(.get, wireURL: url), let host = request.hostName else { return nil }
        self.init(.one(host), URLReference(request.path ?? "/"))
    }

    private init(_ hosts: Hosts, _ target: URLReference) {
        self.hosts = hosts
        path = ComparablePath(target.base)
        hasQuery = target.query != nil
        pages = OAuth1Parameters(formEncoded: target.query ?? "").map { $0.value.lowercased() }
            .filter { $0.contains("/") }
    }

    /// An endpoint whose URL has variables without values, in the host alone or in place of scheme and host.
    private init?(template: String) {
        guard let end = template.lastIndex(of: "}") else { return nil }
        let rest = template[template.index(after: end)...]
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        self.init(.ending(rest[..<slash].lowercased()), URLReference(String(rest[slash...])))
    }

    /// Whether a request would reach it.
    ///
    /// - Parameters:
    ///   - target: Path and query.
    ///   - host: The host, in lower case; the port does not matter, nor does the scheme.
    /// - Returns: Whether it would.
    func isReached(by target: String, at host: String) -> Bool {
        let reference = URLReference(target)
        let path = ComparablePath(reference.base)
        switch hosts {
        case .one(let name):
            guard host == name || host == name + "." else { return false }
            if hasQuery, !self.path.segments.isEmpty, path.starts(with: self.path) { return true }
            if !pages.isEmpty {
                let text = String(decoding: ComparablePath.decoded(Array(target.utf8)), as: UTF8.self).lowercased()
                if pages.contains(where: { text.contains($0) }) { return true }
            }
            return path.matches(self.path)
        case .ending(let end):
            // An installation can be in a folder.
            return (host.hasSuffix(end) || host.hasSuffix(end + ".")) && path.ends(with: self.path)
        }
    }

    /// The endpoints of all presets, for credentials whose service is not known.
    static let ofPresets: [TokenEndpoint] = OAuth1Service.presets.flatMap { service in
        [
            service.requestToken, service.accessToken, service.renewToken, service.revokeToken,
            service.tokenExchange?.endpoint,
        ]
        .flatMap { $0.map { endpoints(of: service, $0.url) } ?? [] }
    }

    /// An endpoint by the template of its URL, with the values of the variables that are known.
    private static func endpoints(of service: OAuth1Service, _ template: String) -> Set<TokenEndpoint> {
        var found: Set<TokenEndpoint> = []
        // A path alone identifies an endpoint anywhere; a path that is the same for all pages does not.
        if !template.contains("?"), let any = TokenEndpoint(template: template) { found.insert(any) }
        for environment in [[:]] + service.environments.values {
            var url = template
            for variable in service.variables {
                guard let value = environment[variable.name] ?? variable.defaultValue else { continue }
                url = url.replacing("{\(variable.name)}", with: value)
            }
            if !url.contains("{"), let known = TokenEndpoint(url: url) { found.insert(known) }
        }
        return found
    }
}
#endif
