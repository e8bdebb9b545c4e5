//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// Scheme, host and port of a server that requests may go to.
struct UpstreamOrigin: Hashable, Sendable, CustomStringConvertible {
    let scheme: String
    /// In lower case; an IPv6 address has its brackets.
    let host: String
    let port: Int

    /// The origin of an absolute URL by the rules of the signer, or `nil` if it is not one that can be signed.
    init?(url: String) {
        guard let request = try? HTTPRequest(.get, wireURL: url) else { return nil }
        self.init(request)
    }

    /// The origin of a request.
    init?(_ request: HTTPRequest) {
        guard let scheme = request.scheme?.lowercased(), let host = request.hostName, let port = request.portNumber
        else { return nil }
        (self.scheme, self.host, self.port) = (scheme, host, port)
    }

    /// The same host and port with another scheme.
    init(scheme: String, host: String, port: Int) {
        (self.scheme, self.host, self.port) = (scheme, host, port)
    }

    /// The value of a Host field, without a default port.
    var authority: String { port == UpstreamOrigin.defaultPort(of: scheme) ? host : "\(host):\(port)" }

    var description: String { "\(scheme)://\(authority)" }

    /// Whether the host is this machine, written in a way that no resolver can take for another one.
    var isLoopback: Bool {
        HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/").isForThisMachine
    }

    static func defaultPort(of scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}
#endif
