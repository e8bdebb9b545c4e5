//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1

/// What `oauth1 serve` prints when it is ready: everything that a client needs.
struct ServeAnnouncement: Sendable, Encodable {
    /// The name of a URL and the URL.
    struct NamedURL: Sendable, Encodable {
        let name: String
        let url: String
    }

    let event = "listening"
    let service: String
    let baseURL: String
    let hasIPv6: Bool
    let urls: [NamedURL]
    let consumerKey: String
    /// The consumer secret, or `nil` if it was read from a file and may be that of something else.
    let consumerSecret: String?
    let secretFile: String?
    var token: String?
    var tokenSecret: String?

    /// The lines for a shell.
    var exports: [String] {
        var lines = ["export OAUTH1_CONSUMER_KEY=\(CurlCommand.quoted(consumerKey))"]
        if let consumerSecret {
            lines.append("export \(CommandLineSecrets.consumerSecretName)=\(CurlCommand.quoted(consumerSecret))")
        } else if let secretFile {
            lines.append("export \(CommandLineSecrets.consumerSecretName)=\"$(cat \(CurlCommand.quoted(secretFile)))\"")
        }
        if let token, let tokenSecret {
            lines.append("export OAUTH1_TOKEN=\(CurlCommand.quoted(token))")
            lines.append("export \(CommandLineSecrets.tokenSecretName)=\(CurlCommand.quoted(tokenSecret))")
        }
        return lines
    }

    /// The text for people.
    func text(_ style: TerminalStyle) -> String {
        func value(_ name: String, _ value: String) -> String {
            let padding = String(repeating: " ", count: max(1, 24 - name.count))
            return "   \(style.apply(.dim, name))\(padding)\(style.apply(.cyan, value))"
        }
        var lines = [
            style.apply(.bold, "\(service), for this machine only: \(baseURL)"),
            "",
        ]
        lines += urls.map { value($0.name, $0.url) }
        lines.append(value("consumer key", consumerKey))
        lines.append(value("consumer secret", consumerSecret ?? "from \(secretFile ?? "a file")"))
        if let token, let tokenSecret {
            lines.append(value("token", token))
            lines.append(value("token secret", tokenSecret))
        }
        lines += [
            "",
            "The secrets above give access to nothing but this sandbox, so it is safe to print them. Never print real ones.",
            "For another terminal:",
            "",
        ]
        lines += exports.map { "   \($0)" }
        lines += ["", "Requests are shown here as they arrive. Press Ctrl-C to stop.", ""]
        return lines.joined(separator: "\n") + "\n"
    }
}
#endif
