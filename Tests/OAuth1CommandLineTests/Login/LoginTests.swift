//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1URLSession
import Synchronization
import Testing

@testable import OAuth1CommandLine

@Suite("Logins from the command line")
struct LoginTests {
    /// Logs in without a browser; `answer` gets the URL and returns the line to enter.
    private func logIn(
        _ user: UserFolder,
        _ arguments: [String],
        environment: [String: String] = CallService.consumer,
        answer: @escaping @Sendable (String) async throws -> String
    ) async throws -> Tool.Result {
        let process = Process()
        process.executableURL = try Tool.executable()
        process.arguments = arguments
        process.environment = user.environment(environment)
        let input = Pipe()
        let (output, errors) = (try user.emptyFile(), try user.emptyFile())
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        var page = ""
        while process.isRunning {
            let text = try String(contentsOf: output, encoding: .utf8)
            if page.isEmpty, let end = text.firstIndex(of: "\n") {
                page = String(text[..<end])
                input.fileHandleForWriting.write(Data((try await answer(page) + "\n").utf8))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return Tool.Result(
            status: process.terminationStatus,
            output: page,
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }

    @Test("Without a browser, the user enters the PIN, and the login is stored for this user only")
    func pin() async throws {
        try await CallService.withRunning { service in
            try await UserFolder.with { user in
                let result = try await logIn(user, ["login", "mine", "--headless", "-v"] + service.endpoints) { url in
                    try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(url)
                }
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output.hasPrefix(service.origin + "/oauth/authorize?oauth_token="))
                #expect(result.errors.contains("Step 1 of 3") && result.errors.contains("Step 3 of 3"))
                #expect(try user.mode(user.storeFile) == 0o600)
                #expect(try user.mode(user.storeFile.deletingLastPathComponent()) == 0o700)
                let profile = try ProfileStore(environment: user.environment()).profile()
                let token = try #require(profile.token)
                for secret in [CallService.client.secret.reveal(), token.secret.reveal()] {
                    #expect(!(result.errors + result.output).contains(secret))
                }

                let status = try await user.run(["auth", "status"])
                #expect(status.status == 0, "\(status)")
                #expect(status.output.contains("works") && status.output.contains("oauth1 get"))
                let header = try await user.run(["token", "--header", "GET", "/api/note"])
                #expect(header.output.hasPrefix("Authorization: OAuth oauth_consumer_key=\"call-app\""))
                let answer = try Tool.shell(
                    "curl -s -H '\(header.output.dropLast())' \(service.origin)/api/note"
                )
                #expect(answer.hasPrefix("GET\n/api/note"))
                let call = try await user.run(["get", "/api/note"])
                #expect(call.status == 0 && call.output.hasPrefix("GET\n/api/note"), "\(call)")
            }
        }
    }

    @Test("The name of a user has no control characters of the service, when it is shown and when it is stored")
    func userName() async throws {
        try await CallService.withRunning { service in
            try await UserFolder.with { user in
                let description = OAuth1Service(
                    id: "odd",
                    name: "Odd",
                    flow: .staticToken,
                    apiBaseURL: service.origin,
                    probe: OAuth1Service.Probe(service.origin + "/api/user", nameField: "name")
                )
                let file = user.folder.appendingPathComponent("odd.json")
                try JSONEncoder().encode(description).write(to: file, options: .atomic)
                let login = try await user.run(
                    ["login", file.path, "--with-token", "-v"],
                    input: """
                        OAUTH1_CONSUMER_KEY=\(CallService.client.key)
                        OAUTH1_CONSUMER_SECRET=\(CallService.client.secret.reveal())
                        OAUTH1_TOKEN=\(service.token.token)
                        OAUTH1_TOKEN_SECRET=\(service.token.secret.reveal())

                        """
                )
                #expect(
                    login.status == 0 && login.errors.contains(" as al\u{FFFD}[2Jice\u{FFFD}\u{FFFD}x."),
                    "\(login)"
                )
                #expect(try user.document().profiles.first?.user == "al\u{FFFD}[2Jice\u{FFFD}\u{FFFD}x")
                for arguments in [["auth", "list"], ["auth", "status"]] {
                    let result = try await user.run(arguments)
                    #expect(result.status == 0 && result.output.contains("[2Jice"), "\(result)")
                    #expect(!(result.output + result.errors).contains("\u{1B}"))
                }
                #expect(!login.errors.contains("\u{1B}"))
            }
        }
        #expect(Profile.userName(nil) == nil && Profile.userName("") == nil)
        #expect(Profile.userName(String(repeating: "a", count: 5_000))?.count == 101)
    }

    @Test("The steps of a login are shown without control characters, secrets and keys")
    func narration() async throws {
        let lines = Mutex<[String]>([])
        let transport = NarratingTransport(
            transport: OAuth1RecordingTransport { _, _ in
                OAuth1Response(
                    head: HTTPResponse(status: .ok),
                    body: Array("oauth_token=%1B%5B2J&oauth_token_secret=hidden1&oauth_callback_confirmed=true".utf8)
                )
            }
        ) { line in lines.withLock { $0.append(line) } }
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "hidden2"),
            options: OAuth1FlowOptions(headerFields: [HTTPField.Name("X-Api-Key")!: "hidden3"]),
            transport: transport
        )
        let token = try await client.fetchRequestToken("https://h.example/a", callback: .outOfBand)
        _ = try await client.fetchAccessToken("https://h.example/b", requestToken: token, verifier: "hidden4")
        let text = lines.withLock { $0.joined(separator: "\n") }
        #expect(text.contains("token \u{FFFD}[2J…") && text.contains("X-Api-Key: <redacted>"), "\(text)")
        #expect(!text.contains("\u{1B}") && !text.contains("hidden"), "\(text)")
    }

    @Test("A pasted callback URL is read, and a wrong PIN is rejected with status 1 and stores nothing")
    func pasted() async throws {
        try await CallService.withRunning { service in
            try await UserFolder.with { user in
                let wrong = try await logIn(user, ["login", "mine", "--headless"] + service.endpoints) { url in
                    _ = try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(url)
                    return "wrong-pin"
                }
                #expect(wrong.status == 1, "\(wrong)")
                #expect(!FileManager.default.fileExists(atPath: user.storeFile.path))
                let pasted = try await logIn(
                    user,
                    ["login", "mine", "--headless", "--callback", "https://app.example/done"] + service.endpoints
                ) { url in
                    try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(url)
                }
                #expect(pasted.status == 0, "\(pasted.errors)")
                // The consumer key and secret are known from the login before.
                let again = try await logIn(user, ["login", "mine", "--headless"], environment: [:]) { url in
                    try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(url)
                }
                #expect(again.status == 0, "\(again.errors)")
                let declined = try await logIn(
                    user,
                    ["login", "mine", "--headless", "--callback", "https://app.example/done"]
                ) { url in
                    try await OAuth1TestBrowser(transport: URLSessionTransport()).deny(url)
                }
                #expect(declined.status == 1 && declined.errors.contains("declined"), "\(declined)")
                #expect(try user.document().profiles.count == 1)
            }
        }
    }

    @Test(
        "The browser ends on a page that says what happened, and does not get the credentials",
        arguments: [("allow", 0, "<h1>Logged in</h1>"), ("deny", 1, "<h1>Not logged in</h1>")]
            as [(String, Int32, String)]
    )
    func browser(decision: String, status: Int32, title: String) async throws {
        try await CallService.withRunning { service in
            try await UserFolder.with { user in
                let browser = ["BROWSER": try user.browser(decision)]
                let result = try await user.run(
                    ["login", "mine", "--timeout", "300", "--no-headless"] + service.endpoints,
                    environment: CallService.consumer.merging(browser) { $1 }
                )
                #expect(result.status == status, "\(result)")
                #expect(result.output.isEmpty)
                let page = try await user.eventually("page")
                #expect(page.contains(title), "\(page)")
                #expect(page.contains("You can close this page"))
                let variables = try await user.eventually("browser.environment")
                #expect(!variables.contains("OAUTH1_"))
                #expect(FileManager.default.fileExists(atPath: user.storeFile.path) == (status == 0))
            }
        }
    }

    @Test("A browser that never comes back ends the login after the timeout, with status 1")
    func timeout() async throws {
        try await CallService.withRunning { service in
            try await UserFolder.with { user in
                let result = try await user.run(
                    ["login", "mine", "--timeout", "1", "--no-headless"] + service.endpoints,
                    environment: CallService.consumer.merging(["BROWSER": "true"]) { $1 }
                )
                #expect(result.status == 1 && result.errors.contains("did not come back"), "\(result)")
            }
        }
    }

    @Test("The secret is asked for on the terminal without echo")
    func terminal() async throws {
        try await UserFolder.with { user in
            // A terminal that is the controlling one, as only a new session has it.
            let script = """
                import os, pty, sys
                pid, terminal = pty.fork()
                if pid == 0:
                    os.execv(sys.argv[1], ["oauth1", "login", sys.argv[2]])
                shown = b""
                answers = [(b"Consumer key", b"typed-key"), (b"Consumer secret", b"typed-consumer-secret"),
                    (b"Access token", b"typed-token"), (b"Token secret", b"typed-token-secret")]
                while True:
                    try:
                        part = os.read(terminal, 4096)
                    except OSError:
                        break
                    if not part:
                        break
                    shown += part
                    if answers and answers[0][0] in shown and shown.endswith(b": "):
                        os.write(terminal, answers.pop(0)[1] + b"\\n")
                sys.stdout.buffer.write(shown)
                sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                """
            let executable = try Tool.executable()
            let file = try user.serviceFile()
            let result = try await ToolProcess.blocking {
                try ToolProcess.launch(
                    URL(fileURLWithPath: "/usr/bin/env"),
                    ["python3", "-c", script, executable.path, file],
                    environment: user.environment()
                )
            }
            #expect(result.status == 0, "\(result)")
            #expect(result.output.contains("typed-key"))
            #expect(!result.output.contains("typed-consumer-secret") && !result.output.contains("typed-token-secret"))
            let profile = try ProfileStore(environment: user.environment()).profile(named: "notes")
            #expect(profile.client == OAuth1ClientCredentials(key: "typed-key", secret: "typed-consumer-secret"))
            #expect(profile.token == OAuth1AccessToken(token: "typed-token", secret: "typed-token-secret"))
        }
    }

    @Test(
        "Bad arguments of the login exit with 64 and say what is wrong",
        arguments: [
            (["nosuch"], "oauth1 services list"), (["x", "--request-token-url", "https://h/"], "--authorize-url"),
            (["x", "--timeout", "0"], "--timeout"), (["netsuite-tba", "--with-token"], "--variable account"),
            (["x", "--variable", "a"], "name=value"), (["x", "--signature-method", "RSA-SHA1"], "--rsa-key"),
            (["x", "--account", "a b", "--with-token"], "--account"), (["x", "--headless"], "OAUTH1_CONSUMER_KEY"),
        ]
    )
    func badUsage(arguments: [String], expected: String) async throws {
        try await UserFolder.with { user in
            let result = try await user.runWithoutTerminal(["login"] + arguments)
            #expect(result.status == 64, "\(result)")
            #expect(result.errors.contains(expected), "\(result)")
        }
    }
}
#endif
