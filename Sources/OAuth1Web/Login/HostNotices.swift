//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Logging
import OAuth1
import Synchronization

/// Logs that a login started at another host than that of the public URL, to which its cookie will not come back.
///
/// Anybody can send any Host field. So each host is logged once a minute, and no more than some of them.
final class HostNotices: Sendable {
    private struct State {
        var minute = Int64.min
        var hosts: Set<String> = []
    }

    private static let maximumHosts = 8
    /// The longest name of a host (RFC 1035 section 2.3.4).
    private static let maximumLength = 253

    private let publicHost: String
    private let state = Mutex(State())

    /// Creates notices.
    ///
    /// - Parameter publicHost: The host of the public URL, in lower case and without port.
    init(publicHost: String) {
        self.publicHost = publicHost
    }

    /// Looks at the host of a request that starts a login.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - now: The time, in seconds since 1970.
    ///   - service: The name of the service.
    ///   - logger: The logger for the notice.
    func check(_ request: HTTPRequest, at now: Int64, service: String, _ logger: Logger) {
        let hosts = Self.hosts(of: request)
        guard let host = hosts.first, !hosts.contains(publicHost), isNew(host, at: now) else { return }
        logger.warning(
            """
            A login started at the host \(host), but publicURL has the host \(publicHost): the browser will not send the \
            login's cookie to the callback. Open the application at the host of publicURL; if a proxy changes the Host \
            field, make the proxy forward the browser's Host
            """,
            metadata: ["oauth1.service": "\(service)"]
        )
    }

    private func isNew(_ host: String, at now: Int64) -> Bool {
        state.withLock { state in
            let minute = now / 60
            if state.minute != minute { state = State(minute: minute) }
            guard state.hosts.count < Self.maximumHosts else { return false }
            return state.hosts.insert(host).inserted
        }
    }

    /// The hosts that the request names, the one that the browser sees first; invalid names are left out.
    private static func hosts(of request: HTTPRequest) -> [String] {
        func field(_ name: String) -> String? {
            HTTPField.Name(name).flatMap { request.headerFields[$0] }
        }
        return [request.authority, field("Host"), field("X-Forwarded-Host")]
            .compactMap { authority in
                guard let authority, authority.utf8.count <= maximumLength + 6 else { return nil }
                return HTTPRequest(method: .get, scheme: "https", authority: authority, path: "/").hostName
            }
    }
}
