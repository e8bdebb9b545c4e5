//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// A service for people: what to register, how to log in, and what differs from the standard.
struct ServiceDescription {
    private let service: OAuth1Service
    private let now: Int64

    init(_ service: OAuth1Service, now: Int64) {
        self.service = service
        self.now = now
    }

    /// All sections.
    var text: String {
        var sections = [head, section("Register", register), section("Log in", login)]
        sections.append(section("Endpoints", endpoints))
        if !quirks.isEmpty { sections.append(section("Quirks", quirks)) }
        if service.deprecation != nil { sections.append(section("Plans", service.deprecationLines(at: now))) }
        return sections.joined(separator: "\n\n")
    }

    private var head: String {
        "\(service.name) (\(service.id))" + (service.documentation.map { "\n\($0)" } ?? "")
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        ([title] + lines.map { "  \($0)" }).joined(separator: "\n")
    }

    private var register: [String] {
        var lines = ["An application, which gets a consumer key and a consumer secret (see the documentation)."]
        guard service.flow == .threeLegged else { return lines }
        switch (service.callback.oob, service.callback.sentAt) {
        case (.required, _): lines.append("No callback: the service shows a PIN.")
        case (_, .never):
            lines.append("The callback: the service always uses the registered one.")
            lines.append(
                "Register one on this machine, such as http://127.0.0.1:8484/callback, and pass it as --callback."
            )
        default:
            lines.append(
                "If the service compares callbacks: http://127.0.0.1:8484/callback, and use oauth1 login with --port 8484."
            )
        }
        return lines
    }

    private var login: [String] {
        let required = service.variables.filter { $0.derived == nil && $0.defaultValue == nil }
        let variables = required.map { " --variable \($0.name)=VALUE" }.joined()
        var lines = ["oauth1 login \(service.id)\(variables)", "Flow: \(service.flow.words)"]
        if !service.environments.isEmpty {
            lines.append("Environments (--environment): \(service.environments.keys.sorted().joined(separator: ", "))")
        }
        if let variants = service.authorize?.variants, !variants.isEmpty {
            lines.append("Other pages (--variant): \(variants.keys.sorted().joined(separator: ", "))")
        }
        lines += options("--request-parameter", service.requestToken?.parameters ?? [])
        lines += options("--authorize-parameter", service.authorize?.parameters ?? [])
        return lines
    }

    private func options(_ option: String, _ parameters: [OAuth1Service.Parameter]) -> [String] {
        parameters.compactMap { parameter in
            guard case .option = parameter.content else { return nil }
            return "Optional: \(option) \(parameter.name)=VALUE"
        }
    }

    private var endpoints: [String] {
        [
            ("request token", service.requestToken?.url), ("authorization", service.authorize?.url),
            ("access token", service.accessToken?.url), ("refresh", service.renewToken?.url),
            ("revocation", service.revokeToken?.url), ("token exchange", service.tokenExchange?.endpoint.url),
            ("API", service.apiBaseURL), ("check", service.probe?.url),
        ]
        .compactMap { name, url in url.map { "\(name): \($0)" } }
    }

    private var quirks: [String] {
        var lines: [String] = []
        let methods = service.signature.allowed.map(\.rawValue)
        if methods != ["HMAC-SHA1"] { lines.append("Signature methods: \(methods.joined(separator: ", "))") }
        if service.placement != .header { lines.append("OAuth parameters go into the \(service.placement.rawValue).") }
        if service.realm != nil { lines.append("The Authorization header has a realm.") }
        if service.bodyHash != .off { lines.append("Requests have a body hash.") }
        if service.callback.sentAt == .authorize { lines.append("The callback is part of the authorization URL.") }
        if service.callback.oob == .unsupported { lines.append("The callback oob (PIN) is not supported.") }
        if !service.callback.isConfirmed { lines.append("The callback is not confirmed.") }
        if service.verifier == .absent { lines.append("There is no verifier.") }
        if service.emptyToken == .sendEmpty { lines.append("Calls without a token have an empty oauth_token.") }
        if service.headers.requiresUserAgent { lines.append("Requests need a User-Agent.") }
        if service.tokenResponse.secret == .optional { lines.append("Tokens may have no secret.") }
        if service.errorInBody != nil { lines.append("Errors may have a status of success.") }
        if service.tokenUse != .signed { lines.append("Calls are not signed: they carry a token.") }
        return lines
    }
}
#endif
