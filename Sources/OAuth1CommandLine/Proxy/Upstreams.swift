//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// The servers that requests may go to.
///
/// Nothing else is ever contacted, whatever a caller names.
struct Upstreams: Sendable {
    /// The server of requests that name none.
    let first: UpstreamOrigin
    /// All of them, in the order of the options.
    let origins: [UpstreamOrigin]

    /// Creates the list, or returns `nil` if it is empty.
    init?(_ origins: [UpstreamOrigin]) {
        guard let first = origins.first else { return nil }
        (self.first, self.origins) = (first, origins)
    }

    init(first: UpstreamOrigin) {
        (self.first, origins) = (first, [first])
    }

    /// The server that a caller means with an origin, or `nil` if it is not allowed.
    ///
    /// A program that uses this proxy for `http://` URLs reaches a server over https: `http://` with the default port or
    /// the server's port means `https://` if only that is allowed.
    func find(_ named: UpstreamOrigin) -> UpstreamOrigin? {
        if origins.contains(named) { return named }
        guard named.scheme == "http" else { return nil }
        let port = named.port == 80 ? 443 : named.port
        let secure = UpstreamOrigin(scheme: "https", host: named.host, port: port)
        return origins.contains(secure) ? secure : nil
    }

    /// The list for messages.
    var text: String { origins.map(\.description).joined(separator: ", ") }
}
#endif
