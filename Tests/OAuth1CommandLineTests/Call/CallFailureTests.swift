//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import Testing

@testable import OAuth1CommandLine

@Suite("Failures of calls from the command line")
struct CallFailureTests {
    @Test(
        "The exit status says whether a call was rejected or may succeed later, and the body is still data",
        arguments: [
            ("/api/gone", 1, #"{"error":"no such note"}"#), ("/api/limited", 75, #"{"error":"slow down"}"#),
            ("/api/down", 75, "down"),
        ] as [(String, Int32, String)]
    )
    func statuses(path: String, status: Int32, body: String) async throws {
        try await CallService.withRunning { service in
            let result = try await service.call(["get", path])
            #expect(result.status == status, "\(result)")
            #expect(result.output == body)
            #expect(result.errors.contains(path))
            #expect(!result.errors.contains("Usage"))
        }
    }

    @Test("A rejected signature shows the library's advice, without secrets")
    func unauthorized() async throws {
        try await CallService.withRunning { service in
            let result = try await service.call(
                ["get", "/api/echo"],
                environment: ["OAUTH1_TOKEN_SECRET": "wrong-secret\n"]
            )
            #expect(result.status == 1, "\(result)")
            #expect(result.output.contains("signature_invalid"))
            #expect(result.errors.contains("OAUTH1_TOKEN_SECRET ends with a line break"), "\(result.errors)")
            #expect(result.errors.contains("status 401"))
            #expect(!result.errors.contains("wrong-secret"))
        }
    }

    @Test("Without a key and a profile the call exits with 4 and says how to log in")
    func notLoggedIn() async throws {
        try await ToolProcess.withFolder { folder in
            for arguments in [["get", "/me"], ["post", "https://h.example/x", "--profile", "nobody"]] {
                let result = try await ToolProcess.run(arguments, environment: ["XDG_CONFIG_HOME": folder.path])
                #expect(result.status == 4, "\(result)")
                #expect(result.errors.contains("oauth1 login"))
                #expect(result.output.isEmpty)
            }
        }
    }

    @Test("Key and token of the environment sign calls, unless only the key is set and a login is stored")
    func environmentCredentials() async throws {
        try await CallService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                var environment = [
                    "XDG_CONFIG_HOME": folder.path, "OAUTH1_CONSUMER_KEY": CallService.client.key,
                    "OAUTH1_CONSUMER_SECRET": CallService.client.secret.reveal(),
                    "OAUTH1_TOKEN": service.token.token, "OAUTH1_TOKEN_SECRET": service.token.secret.reveal(),
                ]
                let url = service.origin + "/api/echo"
                let called = try await ToolProcess.run(["get", url], environment: environment)
                #expect(called.status == 0, "\(called)")
                let signedToo = try await ToolProcess.run(["sign", "GET", url], environment: environment)
                #expect(signedToo.status == 0 && signedToo.output.contains("oauth_token="), "\(signedToo)")
                // A key in the arguments has no token but that of the arguments.
                let signed = try await ToolProcess.run(
                    ["sign", "GET", url, "--consumer-key", "k"],
                    environment: environment
                )
                #expect(signed.status == 0 && !signed.output.contains("oauth_token="), "\(signed)")
                let file = folder.appendingPathComponent("secrets")
                try Data(environment.map { "\($0)='\($1)'\n" }.filter { $0.hasPrefix("OAUTH1") }.joined().utf8)
                    .write(to: file)
                let fromFile = try await ToolProcess.run(
                    ["get", url, "--secrets-file", file.path],
                    environment: ["XDG_CONFIG_HOME": folder.path]
                )
                #expect(fromFile.status == 0, "\(fromFile)")
                environment["OAUTH1_PROFILE"] = "nobody"
                #expect(try await ToolProcess.run(["get", url], environment: environment).status == 0)
                environment["OAUTH1_TOKEN"] = nil
                let stored = try await ToolProcess.run(["get", url], environment: environment)
                #expect(stored.status == 4 && stored.errors.contains("nobody"), "\(stored)")
            }
        }
    }

    @Test("A server that is not there, and one that takes too long, are worth another attempt")
    func unreachable() async throws {
        try await CallService.withRunning { service in
            let late = try await service.call(["get", "/api/endless", "--max-time", "0.3"])
            #expect(late.status == 75 && late.errors.contains("0.3 seconds"), "\(late)")
            let gone = try await ToolProcess.run(
                ["get", "http://127.0.0.1:1/", "--consumer-key", "k", "--retry", "1"],
                environment: ["OAUTH1_CONSUMER_SECRET": "s"]
            )
            #expect(gone.status == 75 && gone.errors.contains("2 attempts"), "\(gone)")
        }
    }

    @Test("A proxy gets the request, and one with a password is rejected without showing it")
    func proxy() async throws {
        try await CallService.withRunning { service in
            // The service answers in place of the other host, which it is not.
            let result = try await service.call(
                ["get", "http://other.example/api/echo", "--allow-http", "--proxy", service.origin]
            )
            #expect(!result.errors.contains("could not be resolved"), "\(result)")
            let password = try await service.call(["get", "/api/echo", "--proxy", "http://me:pass-word@127.0.0.1:1"])
            #expect(password.status == 64 && password.errors.contains("https_proxy"), "\(password)")
            #expect(!password.errors.contains("pass-word"))
        }
    }

    @Test(
        "Wrong arguments exit with 64, show the wrong value and the usage of their command",
        arguments: [
            (["get", "h.example/x"], "got h.example/x without a scheme. Use https://h.example/x"),
            (["get", "/x"], "got the path /x"), (["get", ""], "empty"), (["get", "ftp://h.example/x"], "scheme ftp"),
            (["get", "https://h.example/", "--retry", "-1"], "--retry"),
            (["get", "https://h.example/", "--retry", "99"], "got 99"),
            (["get", "https://h.example/", "--max-time", "0"], "got 0"),
            (["get", "https://h.example/", "--max-time", "soon"], "soon"),
            (["get", "https://h.example/", "--max-pages", "3"], "--all"),
            (["post", "https://h.example/", "--all"], "got POST"),
            (["post", "https://h.example/", "-d", "novalue"], "Found: novalue"),
            (["get", "https://h.example/", "--query", "novalue"], "Found: novalue"),
            (["post", "https://h.example/", "-F", "novalue"], "Found: novalue"),
            (["post", "https://h.example/", "-F", "a=@"], "-F a=@"),
            (["post", "https://h.example/", "-d", "a=b", "--json", "{}"], "-d or --json"),
            (["post", "https://h.example/", "--json", "{a"], "not JSON: {a"),
            (["post", "https://h.example/", "--content-type", "a/b"], "--content-type"),
            (["get", "https://h.example/", "-H", "nocolon"], "Found: nocolon"),
            (["get", "https://h.example/", "-H", "Authorization: x"], "Authorization"),
            (["get", "https://h.example/", "-H", "A: b\nC: d"], "line break"),
            (["get", "https://h.example/", "--proxy", "nonsense"], "--proxy"),
            (["get", "https://h.example/", "--curl", "-o", "f"], "--curl"),
            (["get", "https://h.example/", "--profile", "p"], "--profile or --consumer-key"),
            (["request", "GE T", "https://h.example/"], "GE T"), (["request", "GET"], "<url>"),
        ]
    )
    func usage(arguments: [String], expected: String) async throws {
        let result = try await ToolProcess.run(
            arguments + ["--consumer-key", "k"],
            environment: ["OAUTH1_CONSUMER_SECRET": "s"]
        )
        #expect(result.status == 64, "\(result)")
        #expect(result.errors.contains(expected), "\(result)")
        #expect(result.errors.contains("Usage: oauth1 \(arguments[0])"), "\(result)")
        #expect(result.output.isEmpty)
    }

    @Test(
        "A file that can't be read exits with 66 and no usage",
        arguments: [
            ["--json", "@/missing/f"], ["-F", "a=@/missing/f"], ["--body-file", "/missing/f", "--content-type", "a/b"],
            ["--secrets-file", "/missing/f"], ["-H", "@/missing/f"],
            ["--signature-method", "RSA-SHA1", "--rsa-key", "/missing/f"],
        ]
    )
    func unreadable(arguments: [String]) async throws {
        let result = try await ToolProcess.run(
            ["post", "https://h.example/", "--consumer-key", "k"] + arguments,
            environment: ["OAUTH1_CONSUMER_SECRET": "s"]
        )
        #expect(result.status == 66, "\(result)")
        #expect(result.errors.contains("/missing/f") && !result.errors.contains("Usage"), "\(result)")
    }

    @Test("http to another machine needs --allow-http, and a form on a GET is warned of")
    func warnings() async throws {
        let http = try await ToolProcess.run(
            ["get", "http://h.example/x", "--consumer-key", " k"],
            environment: ["OAUTH1_CONSUMER_SECRET": "s"]
        )
        #expect(http.status == 64 && http.errors.contains("--allow-http"), "\(http)")
        #expect(http.errors.contains("--consumer-key starts with whitespace"))
        let form = try await ToolProcess.run(
            ["sign", "GET", "https://h.example/x", "--consumer-key", "k", "-d", "a=b"],
            environment: ["OAUTH1_CONSUMER_SECRET": "s"]
        )
        #expect(form.status == 0 && form.errors.contains("use --query"), "\(form)")
    }

    @Test("--version prints the version, and the help of a call lists the exit statuses")
    func help() async throws {
        #expect(try await ToolProcess.run(["--version"], environment: [:]).output == "\(OAuth1Command.version)\n")
        let help = try await ToolProcess.run(["get", "--help"], environment: [:])
        #expect(help.status == 0)
        for status in ["0 if", "1 if", "4 if", "64 for", "66 for", "75 if"] {
            #expect(help.output.replacing("\n", with: " ").contains(status), "\(status)")
        }
    }
}
#endif
