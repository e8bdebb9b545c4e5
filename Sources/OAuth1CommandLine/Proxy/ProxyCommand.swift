//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client

/// `oauth1 proxy`: adds a signature to the requests of programs that can't sign.
struct ProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Run a proxy on this machine that signs requests for programs that can't.",
        discussion: """
            Programs send plain HTTP to the proxy. It signs each request with the login of the profile and sends it to \
            the service. The programs get no secret. Requests to other servers are rejected, with the reason in the \
            body of the response.

            A path goes to the first upstream:        http://127.0.0.1:8484/2/users/me
            Another upstream can be in the path:      http://127.0.0.1:8484/https://upload.example.com/photos
            As http_proxy, for URLs with http://:     http_proxy=http://127.0.0.1:8484
            (http:// means https:// if the upstream is allowed with https)

            Examples:
              oauth1 proxy --profile x
              oauth1 proxy --profile x --require-token --log-failed
              oauth1 proxy --upstream https://api.example.com --consumer-key KEY --token TOKEN
            """
    )

    @Option(help: ArgumentHelp("The address to listen at. Port 0 is one that is free.", valueName: "address:port"))
    var listen = ListenAddress(host: "127.0.0.1", port: 8_484)

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A server to which requests may go, also one of a private network. Can be repeated. Default: the server of "
                + "the profile's service.",
            valueName: "url"
        )
    )
    var upstream: [String] = []

    @Flag(
        help: """
            Accept only requests with a token, as a bearer token or as the password in http_proxy. It is read from \
            OAUTH1_PROXY_TOKEN, or made and printed.
            """
    )
    var requireToken = false

    @Option(
        help: ArgumentHelp("A file with the token for --require-token. Use - for standard input.", valueName: "file"),
        completion: .file()
    )
    var requireTokenFile: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A header field for each request, in place of the caller's, or @ and a file with one per line. Can be "
                + "repeated.",
            valueName: "name: value|@file"
        )
    )
    var header: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A header field of the callers that is not forwarded. Can be repeated.", valueName: "name")
    )
    var strip: [String] = []

    @Option(
        help: ArgumentHelp(
            "The host that is signed, if the service knows itself by another name than the upstream's.",
            valueName: "host"
        )
    )
    var signHost: String?

    @Flag(help: "Write requests that failed to standard error, without secrets.")
    var logFailed = false

    @Option(
        help: ArgumentHelp("Serve metrics for Prometheus at /metrics of this address.", valueName: "address:port")
    )
    var metrics: ListenAddress?

    @Option(help: ArgumentHelp("How long to wait for the service, each time it is silent.", valueName: "seconds"))
    var timeout = 60

    @Flag(help: "Send over http to other machines than this one. Others on the network can read and change everything.")
    var allowHTTP = false

    @OptionGroup(title: "Credentials")
    var credentials: CredentialOptions

    func validate() throws {
        let origins = try upstream.map { try origin(of: $0) }
        guard listen.isLoopback || requiresToken else {
            throw ValidationError(
                "--listen \(listen) can be reached from other machines, which could use the login. Add --require-token, or "
                    + "listen at 127.0.0.1."
            )
        }
        let own = UpstreamOrigin(
            scheme: "http",
            host: listen.host.contains(":") ? "[\(listen.host)]" : listen.host,
            port: listen.port
        )
        if origins.contains(own) { throw ValidationError("--upstream \(own) is the address of the proxy itself.") }
        if metrics == listen, listen.port != 0 { throw ValidationError("--metrics needs another port than --listen.") }
        for name in strip where HTTPField.Name(name) == nil {
            throw ValidationError("--strip needs the name of a header field, such as Cookie. Found: \(name)")
        }
        if let signHost {
            guard UpstreamOrigin(url: "https://\(signHost)") != nil, !signHost.contains("/") else {
                throw ValidationError(
                    "--sign-host needs a host such as api.example.com or localhost:8080. Found: \(signHost)"
                )
            }
            if Set(origins).count > 1 {
                throw ValidationError("--sign-host can only be used with one upstream, got \(Set(origins).count).")
            }
        }
        guard (1...86_400).contains(timeout) else {
            throw ValidationError("--timeout must be between 1 and 86400 seconds, got \(timeout).")
        }
        if credentials.consumerKey != nil, upstream.isEmpty {
            throw ValidationError("--consumer-key has no service. Name its server: --upstream https://api.example.com.")
        }
        if requireTokenFile == "-", credentials.secretsFile == "-" {
            throw ValidationError(
                "--require-token-file and --secrets-file can't both read standard input. Use a file for one of them."
            )
        }
    }

    func run() async throws {
        #if Proxy
        let plan = try ProxyPlan(self)
        try await ProxyServer(plan).run()
        #else
        throw CommandFailure(
            .usage,
            "this build of oauth1 has no proxy, which needs libraries that the other commands don't",
            advice: "Build it with the trait Proxy: swift run --traits Proxy oauth1 proxy"
        )
        #endif
    }

    // MARK: Options

    var requiresToken: Bool { requireToken || requireTokenFile != nil }

    /// An origin of `--upstream`.
    func origin(of url: String) throws -> UpstreamOrigin {
        guard let request = try? HTTPRequest(.get, wireURL: url), let origin = UpstreamOrigin(request) else {
            throw ValidationError(
                "--upstream needs scheme and host, such as https://api.example.com. Found: \(ShownURL.text(url))"
            )
        }
        guard request.path == "/", !url.contains("#") else {
            throw ValidationError(
                "--upstream can't have a path: callers send the whole path. Use \(origin) instead of \(ShownURL.text(url))."
            )
        }
        try check(origin, option: "--upstream")
        return origin
    }

    /// Checks that requests may be sent there at all.
    func check(_ origin: UpstreamOrigin, option: String) throws {
        guard origin.scheme == "http", !origin.isLoopback, !allowHTTP else { return }
        throw ValidationError(
            "\(option): expected an https URL, got \(origin). Over http, an attacker on the network can read and change the "
                + "request. If the service has nothing else, add --allow-http."
        )
    }

    /// The token that callers have to show.
    func token() throws -> (token: ProxyToken, isNew: Bool)? {
        guard requiresToken else { return nil }
        if let requireTokenFile {
            let bytes = try InputFile.read(requireTokenFile, option: "--require-token-file", limit: 4_096)
            let text = String(decoding: bytes, as: UTF8.self)
            return (try ProxyToken(chosen: text, in: "--require-token-file"), false)
        }
        let variable = ProcessInfo.processInfo.environment[ProxyToken.variable] ?? ""
        if variable.isEmpty { return (.random(), true) }
        return (try ProxyToken(chosen: variable, in: ProxyToken.variable), false)
    }
}
#endif
