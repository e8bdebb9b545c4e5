//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1

/// What `oauth1 proxy` prints when it is ready.
struct ProxyAnnouncement: Sendable {
    /// The profile or the key, for people.
    let login: String
    let baseURL: String
    let upstreams: Upstreams
    let metricsURL: String?
    let hasToken: Bool
    /// A token that was made for this run, which is shown once.
    let newToken: ProxyToken?

    func text(_ style: TerminalStyle) -> String {
        let width = upstreams.origins.map(\.description.count).max() ?? 0
        func value(_ name: String, _ value: String) -> String {
            let padding = String(repeating: " ", count: max(2, width - name.count + 2))
            return "   \(style.apply(.dim, name))\(padding)\(style.apply(.cyan, value))"
        }
        var lines = [style.apply(.bold, "Requests to \(baseURL) are signed with \(login)."), ""]
        for upstream in upstreams.origins {
            let isFirst = upstream == upstreams.first
            lines.append(value("\(upstream)", isFirst ? baseURL : "\(baseURL)/\(upstream)"))
        }
        if let metricsURL { lines.append(value("metrics", metricsURL)) }
        if let newToken {
            lines.append(value("token", newToken.secret.reveal()))
            lines += ["", "The token is shown only now. Callers send it as Authorization: Bearer TOKEN."]
        } else if hasToken {
            lines.append(value("token", "required"))
        } else {
            lines += [
                "", "Every user and program of this machine can use this login. To prevent that, add --require-token.",
            ]
        }
        lines += ["", "Press Ctrl-C to stop.", ""]
        return lines.joined(separator: "\n")
    }
}
#endif
