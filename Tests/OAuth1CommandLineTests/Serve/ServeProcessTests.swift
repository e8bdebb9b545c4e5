//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1URLSession
import Testing

@testable import OAuth1CommandLine

@Suite("oauth1 serve as a process")
struct ServeProcessTests {
    @Test("A login with the client of this package works over 127.0.0.1 and localhost")
    func login() async throws {
        let service = try ServeProcess()
        let announcement = service.announcement
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(
                key: announcement.consumerKey,
                secret: OAuth1Secret(announcement.consumerSecret ?? "")
            ),
            transport: .urlSession
        )
        let port = try #require(announcement.baseURL.split(separator: ":").last)
        let origins = [announcement.baseURL, "http://localhost:\(port)"]
        for origin in origins {
            let requestToken = try await client.fetchRequestToken(
                origin + "/oauth/request_token",
                callback: .url("http://127.0.0.1:7777/callback")
            )
            let page = client.authorizationURL(origin + "/oauth/authorize", for: requestToken)
            let callback = try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(page)
            let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
            let token = try await client.fetchAccessToken(
                origin + "/oauth/access_token",
                authorization: answer.authorization()
            )
            #expect(try await client.using(token).get(origin + "/api/me").text == #"{"user_id":"alice"}"#)
        }
        #expect(service.stop() == 0)
        #expect(!service.output.contains("rejection"))
    }

    @Test("The service is at ::1, too, and at no address of the network")
    func addresses() throws {
        let service = try ServeProcess(["--token"])
        let port = try #require(service.announcement.baseURL.split(separator: ":").last)
        if service.announcement.hasIPv6 {
            let signed = try Tool.run(
                [
                    "sign", "GET", "http://[::1]:\(port)/api/me", "--consumer-key", "app", "--output", "curl",
                    "--token",
                    service.announcement.token ?? "",
                ],
                environment: service.announcement.environment
            )
            let text = try Tool.shell(signed.output.trimmingCharacters(in: .newlines) + " -s")
            #expect(text == #"{"user_id":"alice"}"#)
        }
        let other = try Tool.shell("curl -s -o /dev/null 'http://127.0.0.2:\(port)/api/me'; echo $?")
        #expect(other == "7\n")
    }

    @Test("A plain HTTP client logs in with what oauth1 sign prints")
    func plainClient() throws {
        let service = try ServeProcess(["--auto-approve"])
        let base = service.announcement.baseURL
        func sign(_ method: String, _ path: String, _ arguments: [String], secret: String = "") throws -> String {
            let result = try Tool.run(
                ["sign", method, base + path, "--consumer-key", service.announcement.consumerKey, "--output", "curl"]
                    + arguments,
                environment: [
                    "OAUTH1_CONSUMER_SECRET": service.announcement.consumerSecret ?? "", "OAUTH1_TOKEN_SECRET": secret,
                ]
            )
            return result.output.trimmingCharacters(in: .newlines) + " --silent"
        }
        func parameters(_ text: String) -> OAuth1Parameters { OAuth1Parameters(formEncoded: text) }
        let request = parameters(
            try Tool.shell(sign("POST", "/oauth/request_token", ["--callback", "http://127.0.0.1:7777/cb"]))
        )
        let token = try #require(request["oauth_token"])
        let location = try Tool.shell(
            "curl --silent --output /dev/null --write-out '%{redirect_url}' '\(base)/oauth/authorize?oauth_token=\(token)'"
        )
        let query = try #require(URLComponents(string: location)?.percentEncodedQuery)
        let verifier = try #require(parameters(query)["oauth_verifier"])
        let access = parameters(
            try Tool.shell(
                sign(
                    "POST",
                    "/oauth/access_token",
                    ["--token", token, "--verifier", verifier],
                    secret: request["oauth_token_secret"] ?? ""
                )
            )
        )
        #expect(access["user_id"] == "alice")
        let me = try Tool.shell(
            sign(
                "GET",
                "/api/me",
                ["--token", access["oauth_token"] ?? ""],
                secret: access["oauth_token_secret"] ?? ""
            )
        )
        #expect(me == #"{"user_id":"alice"}"#)
        // The secrets that were issued are not in the log.
        for secret in [request["oauth_token_secret"], access["oauth_token_secret"]] {
            #expect(!service.output.contains(try #require(secret)))
        }
    }

    @Test("A rejected request is printed with its base string and the diagnosis, a signed one without")
    func rejection() throws {
        let service = try ServeProcess(["--token"])
        let announcement = service.announcement
        let arguments = [
            "sign", "GET", announcement.baseURL + "/api/me?a=b", "--consumer-key", announcement.consumerKey, "--token",
            announcement.token ?? "", "--output", "curl",
        ]
        let right = try Tool.run(arguments, environment: announcement.environment)
        #expect(try Tool.shell(right.output.trimmingCharacters(in: .newlines) + " -s") == #"{"user_id":"alice"}"#)
        let wrong = try Tool.run(
            arguments,
            environment: ["OAUTH1_CONSUMER_SECRET": "hunter2", "OAUTH1_TOKEN_SECRET": "hunter2"]
        )
        _ = try Tool.shell(wrong.output.trimmingCharacters(in: .newlines) + " -s")
        let lines = service.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { !$0.contains("hunter2") })
        #expect(!lines[1].contains("diagnosis") && lines[1].contains("GET&http%3A%2F%2F127.0.0.1"))
        #expect(lines[2].contains(#""problem":"signature_invalid""#) && lines[2].contains("check the secrets"))
    }

    @Test("--env-file does not replace a file of something else")
    func foreignEnvironmentFile() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("serve-\(UUID().uuidString).env")
        defer { try? FileManager.default.removeItem(at: file) }
        for (text, mode) in [("export PATH=/bin\n", 0o600), ("", 0o644)] {
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
            let result = try Tool.run(["serve", "--port", "0", "--env-file", file.path])
            #expect(result.status == 1 && result.errors.contains("was not written by oauth1 serve"), "\(result)")
            #expect(try Data(contentsOf: file) == Data(text.utf8))
        }
        for text in ["", "export OAUTH1_CONSUMER_KEY='old'\n"] {
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            let written = try EnvironmentFile(path: file.path)
            try written.write(["export OAUTH1_CONSUMER_KEY='new'"])
            #expect(try String(decoding: Data(contentsOf: file), as: UTF8.self).contains("new"))
            try Data("mine".utf8).write(to: file)
            written.remove()
            #expect(FileManager.default.fileExists(atPath: file.path))
            try FileManager.default.removeItem(at: file)
        }
    }

    @Test("The text for people has everything to copy, and lines for a shell that work as they are")
    func text() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("serve-\(UUID().uuidString).env")
        let service = try ServeProcess(["--token", "--env-file", file.path, "--client-key", "it's"])
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let names = ["CONSUMER_KEY", "CONSUMER_SECRET", "TOKEN", "TOKEN_SECRET"].map { "\"$OAUTH1_\($0)\"" }
        let values = try Tool.shell(". '\(file.path)'; printf '%s\\n' \(names.joined(separator: " "))")
        let announcement = service.announcement
        let expected = [
            "it's", announcement.consumerSecret ?? "", announcement.token ?? "", announcement.tokenSecret ?? "",
        ]
        #expect(values == expected.joined(separator: "\n") + "\n")
        #expect(service.stop(SIGINT) == 0)
        #expect(!FileManager.default.fileExists(atPath: file.path))

        let shown = ServeAnnouncement(
            service: "OAuth 1.0a sandbox",
            baseURL: "http://127.0.0.1:1",
            hasIPv6: true,
            urls: [.init(name: "API", url: "http://127.0.0.1:1/api/")],
            consumerKey: "app",
            consumerSecret: "made-up",
            secretFile: nil
        )
        .text(TerminalStyle(isTerminal: false, environment: [:]))
        #expect(shown.contains("so it is safe to print them"))
        #expect(shown.contains("   export OAUTH1_CONSUMER_KEY='app'\n   export OAUTH1_CONSUMER_SECRET='made-up'\n"))
    }

    @Test("A secret from a file signs, and is printed nowhere")
    func secretFile() throws {
        try Tool.withFile("a secret of somebody\n") { path in
            let service = try ServeProcess(["--client-secret-file", path])
            #expect(service.announcement.consumerSecret == nil)
            let signed = try Tool.run(
                [
                    "sign", "GET", service.announcement.baseURL + "/api/app", "--consumer-key", "app", "--output",
                    "curl",
                ],
                environment: ["OAUTH1_CONSUMER_SECRET": "a secret of somebody"]
            )
            #expect(try Tool.shell(signed.output.trimmingCharacters(in: .newlines) + " -s") == #"{"client":"app"}"#)
            #expect(service.stop() == 0)
            #expect(!service.output.contains("a secret of"))
            #expect(service.output.contains("$(cat ") || service.output.contains(path))
        }
    }

    @Test("RSA signatures are accepted from a client with a public key")
    func rsa() throws {
        let key = try Tool.rsaKey()
        try Tool.withFile(key.pem) { path in
            let publicKey = try Tool.shell("openssl rsa -in '\(path)' -pubout 2>/dev/null")
            try Tool.withFile(publicKey) { publicPath in
                let service = try ServeProcess(["--client-public-key", publicPath])
                let signed = try Tool.run([
                    "sign", "GET", service.announcement.baseURL + "/api/app", "--consumer-key", "app", "--output",
                    "curl",
                    "--rsa-key", path, "--signature-method", "RSA-SHA256",
                ])
                let text = try Tool.shell(signed.output.trimmingCharacters(in: .newlines) + " -s")
                #expect(text == #"{"client":"app"}"#, "\(service.output)")
            }
        }
    }

    @Test(
        "A signal stops the service and leaves nothing",
        arguments: [SIGTERM, SIGINT]
    )
    func stopping(signal: Int32) throws {
        let service = try ServeProcess()
        let base = service.announcement.baseURL
        #expect(service.stop(signal) == 0)
        // The port is free again.
        let port = try #require(base.split(separator: ":").last)
        let again = try ServeProcess(["--port", String(port)])
        #expect(again.announcement.baseURL == base)
    }

    @Test("A response that breaks off is an error of the connection")
    func truncated() throws {
        let service = try ServeProcess(["--fault", "truncated"])
        let status = try Tool.shell("curl -s -o /dev/null '\(service.announcement.baseURL)/api/me'; echo $?")
        #expect(status == "18\n")
    }

    @Test("Bodies are limited, and the connection survives")
    func bodies() throws {
        let service = try ServeProcess()
        let url = service.announcement.baseURL + "/api/photos"
        let statuses = try Tool.shell(
            "head -c 11000000 /dev/zero | curl -s -o /dev/null -w '%{http_code} ' -H 'Expect:' -H 'Content-Type: image/png' "
                + "--data-binary @- '\(url)' --next -s -o /dev/null -w '%{http_code}' '\(url)'"
        )
        #expect(statuses == "413 401")
    }
}
#endif
