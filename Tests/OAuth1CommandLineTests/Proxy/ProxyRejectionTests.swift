//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import Foundation
import Testing

@testable import OAuth1CommandLine

@Suite("Requests that oauth1 proxy rejects")
struct ProxyRejectionTests {
    @Test("Requests to other servers, of other sites and with other protocols are rejected and logged, and counted")
    func rejections() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service, ["--log-failed", "--metrics", "127.0.0.1:0"])
            func expect(_ arguments: [String], _ status: Int, _ text: String) async throws {
                let answer = try await proxy.curl(arguments)
                #expect(answer.status == status && answer.body.contains(text), "\(arguments): \(answer)")
            }
            let other = "http://other.example/x?secret=value"
            try await expect(["-x", proxy.baseURL, other], 403, "start the proxy with --upstream http://other.example")
            try await expect(["--path-as-is", "/" + other], 403, "not an allowed upstream")
            try await expect(["/me", "-H", "Host: evil.example"], 403, "Use http://127.0.0.1")
            try await expect(["/me", "-H", "Origin: http://evil.example"], 403, "--require-token")
            try await expect(["/me", "-H", "Sec-Fetch-Site: cross-site"], 403, "another site")
            try await expect(["/me", "-X", "TRACE"], 405, "TRACE")
            try await expect(
                ["/me", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket"],
                501,
                "WebSocket connections are not forwarded"
            )
            try await expect(["/me?oauth_token=x"], 400, "belongs to a signature")
            try await expect(["/me", "-d", "a=1&oauth_nonce=x"], 400, "the form has the parameter oauth_nonce")
            try await expect(["--path-as-is", "/a/../b"], 400, "segments")
            try await expect(["/me", "-d", "a=1", "-H", "Content-Encoding: gzip"], 415, "without compression")
            let form = Data("a=".utf8) + Data(repeating: 0x61, count: 9_000_000)
            let large = try await proxy.curl(["/me", "--data-binary", "@-"], input: form)
            #expect(large.status == 413 && large.body.contains("multipart/form-data"), "\(large.head)")
            let json = try await proxy.curl(["/me", "-H", "Host: evil.example", "-H", "Accept: application/json"])
            #expect(json.field("content-type") == "application/json" && json.body.contains(#""error":"host""#))
            let tunnel = try await proxy.run(["-s", "-v", "-x", proxy.baseURL, "https://api.example.com/"])
            #expect(tunnel.status != 0 && tunnel.errors.contains("405"), "\(tunnel)")
            #expect(try await proxy.curl(["/me"]).status == 200)
            // Each is one line, without the query.
            #expect(try await proxy.error("CONNECT"))
            #expect(proxy.errors.contains("GET http://other.example/x 403 upstream: "))
            #expect(!proxy.errors.contains("secret=value"))
            #expect(proxy.errors.split(separator: "\n").count == 14, "\(proxy.errors)")
            let metrics = try #require(proxy.output.firstRange(of: "/metrics"))
            let address = try #require(proxy.output[..<metrics.lowerBound].split(separator: " ").last)
            // A request is counted after its response was sent, so the last one may be missing for a moment.
            var text = ""
            for _ in 0..<6_000 where !text.contains("_in_progress 0\n") {
                text = try await proxy.run(["-s", String(address) + "/metrics"]).output
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(text.contains(#"oauth1_proxy_requests_total{cause="upstream",status="4xx"} 2"#), "\(text)")
            #expect(text.contains(#"oauth1_proxy_requests_total{cause="forwarded",status="2xx"} 1"#))
            #expect(text.contains(#"oauth1_proxy_requests_total{cause="tunnel",status="4xx"} 1"#))
            // A page whose name leads to this machine reads no metrics.
            let foreign = try await proxy.run(["-s", "-H", "Host: evil.example", String(address) + "/metrics"]).output
            #expect(foreign.contains("the Host field names evil.example") && !foreign.contains("oauth1_proxy_"))
        }
    }

    @Test("A rejection's log line has no value of --header, and a rejection of more than 1 MB is not kept")
    func rejectionsOfTheService() async throws {
        try await PlainService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                let file = folder.appendingPathComponent("fields")
                try Data("X-Other: value-in-a-file\n".utf8).write(to: file)
                let proxy = try await ProxyProcess.start(
                    service,
                    ["--log-failed", "--header", "X-Note: Scheme value-of-an-option", "--header", "@\(file.path)"]
                )
                #expect(proxy.output.contains("Every user and program of this machine can use this login."))
                #expect(try await proxy.curl(["/rejection"]).body.contains("value-in-a-file"))
                #expect(try await proxy.error("400 the service rejected it"))
                #expect(!proxy.errors.contains("value-in-a-file") && !proxy.errors.contains("value-of-an-option"))
                let large = try await proxy.curl(["/large-rejection"])
                #expect(large.status == 502 && large.body.count < 1_000, "\(large.head)")
            }
        }
    }

    @Test("A token that was made is printed once, and every request needs it")
    func newToken() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service, ["--require-token", "--log-failed"])
            let line = try #require(proxy.output.split(separator: "\n").first { $0.hasPrefix("   token") })
            let token = String(try #require(line.split(separator: " ").last))
            #expect(proxy.output.split(separator: token, omittingEmptySubsequences: false).count == 2)
            let missing = try await proxy.curl(["/me"])
            #expect(missing.status == 401 && missing.field("www-authenticate") == "Bearer realm=\"oauth1 proxy\"")
            #expect(try await proxy.curl(["/me", "-H", "Authorization: Bearer \(token)x"]).status == 401)
            let right = try await proxy.curl(["/me", "-H", "Authorization: Bearer \(token)"])
            #expect(right.status == 200 && !right.body.contains(token))
            // As the password in http_proxy.
            let absolute = try await proxy.curl(["-x", proxy.baseURL, service.origin + "/me"])
            #expect(absolute.status == 407 && absolute.field("proxy-authenticate") == "Basic realm=\"oauth1 proxy\"")
            let address = "http://proxy:\(token)@" + proxy.baseURL.dropFirst(7)
            let signed = try await proxy.curl(["-x", address, service.origin + "/me"])
            #expect(signed.status == 200 && !signed.body.contains(token))
            #expect(!proxy.errors.contains(token) && proxy.errors.contains("401 token: "))
        }
    }

    @Test("A token that was chosen is read from the environment or a file, and not printed")
    func chosenToken() async throws {
        try await PlainService.withRunning { service in
            let token = "token-of-the-callers-1"
            let first = try await ProxyProcess.start(
                service,
                ["--require-token"],
                environment: [ProxyToken.variable: token]
            )
            #expect(try await first.curl(["/me", "-H", "Proxy-Authorization: Bearer \(token)"]).status == 200)
            #expect(!first.output.contains(token))
            try await ToolProcess.withFolder { folder in
                let file = folder.appendingPathComponent("token")
                try Data((token + "\n").utf8).write(to: file)
                let second = try await ProxyProcess.start(service, ["--require-token-file", file.path])
                #expect(try await second.curl(["/me"]).status == 401)
                #expect(try await second.curl(["/me", "-u", "any:\(token)"]).status == 200)
            }
        }
    }

    @Test("A service that is not there is 502 and one that is silent is 504, with the reason")
    func unreachable() async throws {
        try await PlainService.withRunning { service in
            let gone = try await ProxyProcess(
                ["--upstream", "http://127.0.0.1:9", "--log-failed"],
                environment: PlainService.environment
            )
            let answer = try await gone.curl(["/me"])
            #expect(
                answer.status == 502 && answer.field("proxy-status") == "oauth1; error=destination_unavailable",
                "\(answer)"
            )
            #expect(try await gone.error("502 unreachable: "))
            let silent = try await ProxyProcess.start(service, ["--timeout", "1"])
            #expect(try await silent.curl(["/never"]).status == 504)
        }
    }

    /// A name of this machine that is not localhost.
    private static let hostName =
        (try? Tool.shell("getent hosts \"$(hostname)\" | grep -q '^127\\.' && hostname"))?
        .trimmingCharacters(in: .whitespacesAndNewlines) ?? ""

    @Test(
        "A service whose name leads to a private address is not called, unless it is named",
        .enabled(if: !hostName.isEmpty)
    )
    func privateName() async throws {
        try await PlainService.withRunning { service in
            try await UserFolder.with { user in
                let origin = service.origin.replacing("127.0.0.1", with: ProxyRejectionTests.hostName)
                let file = user.folder.appendingPathComponent("local.json")
                try Data(
                    #"{"id":"notes","name":"Notes","flow":"staticToken","signature":{"default":"HMAC-SHA1","allowed":["HMAC-SHA1"]},"apiBaseURL":"\#(origin)"}"#
                        .utf8
                )
                .write(to: file)
                try await user.store(file.path)
                let proxy = try await ProxyProcess(["--allow-http"], environment: user.environment())
                let answer = try await proxy.curl(["/me"])
                #expect(answer.status == 502 && answer.body.contains("the private address 127."), "\(answer)")
                #expect(answer.field("proxy-status") == "oauth1; error=destination_ip_prohibited")
                let named = try await ProxyProcess(
                    ["--allow-http", "--upstream", origin],
                    environment: user.environment()
                )
                #expect(try await named.curl(["/me"]).status == 200)
            }
        }
    }

    @Test(
        "Bad usage exits with 64, 66 or 4 and says what to do",
        arguments: [
            (["--listen", "8484"], 64, "--listen"), (["--listen", "0.0.0.0:0"], 64, "Add --require-token"),
            (["--upstream", "api.example.com"], 64, "--upstream needs scheme and host"),
            (["--upstream", "https://api.example.com/v1"], 64, "Use https://api.example.com instead"),
            (["--upstream", "https://u:p@api.example.com"], 64, "--upstream"),
            (["--upstream", "http://api.example.com"], 64, "--allow-http"),
            (["--upstream", "http://127.0.0.1:8484"], 64, "the address of the proxy itself"),
            (["--metrics", "127.0.0.1:8484"], 64, "another port"),
            (["--header", "x"], 64, "--header needs a field"),
            (["--header", "Host: x"], 64, "--header can't set Host"),
            (["--strip", "a b"], 64, "--strip"), (["--sign-host", "a/b"], 64, "--sign-host"),
            (
                ["--sign-host", "a", "--upstream", "https://a.example", "--upstream", "https://b.example"], 64,
                "one upstream"
            ),
            (["--timeout", "0"], 64, "--timeout"), (["--consumer-key", "k"], 64, "--upstream https://api.example.com"),
            (["--require-token-file", "/does/not/exist"], 66, "can't read"),
            (["--require-token-file", "/dev/null"], 64, "openssl rand"),
            (["--profile", "nobody"], 4, "oauth1 login nobody"),
        ]
    )
    func usage(arguments: [String], status: Int32, expected: String) async throws {
        var environment = PlainService.environment
        if arguments.contains("--profile") { environment = [:] }
        let upstream = arguments.contains { ["--upstream", "--consumer-key", "--profile"].contains($0) }
        let all = ["proxy"] + arguments + (upstream ? [] : ["--upstream", "https://api.example.com"])
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)").path
        let result = try await ToolProcess.run(
            all,
            environment: environment.merging(["HOME": folder, "XDG_CONFIG_HOME": folder]) { $1 }
        )
        #expect(result.status == status && result.errors.contains(expected), "\(result)")
        #expect(result.output.isEmpty)
        for secret in PlainService.secrets { #expect(!result.errors.contains(secret)) }
    }

    @Test("A port in use is an error with a way out")
    func portInUse() async throws {
        try await PlainService.withRunning { service in
            let port = try #require(service.origin.split(separator: ":").last)
            let result = try await ToolProcess.run(
                ["proxy", "--listen", "127.0.0.1:\(port)", "--upstream", "https://api.example.com"],
                environment: PlainService.environment
            )
            #expect(result.status == 1 && result.errors.contains("is already in use"), "\(result)")
            #expect(result.errors.contains("--listen 127.0.0.1:"))
        }
    }
}
#endif
