//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import AsyncHTTPClient
import OAuth1
import OAuth1AsyncHTTPClient

/// `oauth1 demo`: a whole login and signed calls between our client and our provider, over real sockets.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Watch a whole OAuth 1.0a login and signed calls, between this client and this provider.",
        discussion: """
            Starts the embedded provider on a free loopback port, logs in over real HTTP in three steps, calls its \
            resources, and then shows that a changed and a repeated request are refused. Needs no network and no \
            account. The exit status is 0 only if every step happened.
            """
    )

    func run() async throws {
        do {
            try await DemoCommand.runDemo { print($0) }
        } catch let failure as DemoFailure {
            Diagnostics.fail("demo: \(failure)")
            throw ExitCode.failure
        }
    }

    /// Runs the demo and passes its lines on.
    static func runDemo(tell: @escaping @Sendable (String) -> Void) async throws {
        let generator = OAuth1RandomNonceSource()
        let client = OAuth1ClientCredentials(
            key: "demo-app",
            secret: OAuth1Secret(generator.makeNonce().description)
        )
        let server = DemoServer(client: client)
        try await HTTPClient.withHTTPClient(configuration: .oauth1) { httpClient in
            try await server.withRunning { baseURL in
                let script = DemoScript(
                    baseURL: baseURL,
                    credentials: client,
                    transport: AsyncHTTPClientTransport(httpClient: httpClient, timeout: .seconds(10)),
                    tell: tell
                )
                try await script.run()
                try DemoScript.check(server.events.all)
            }
        }
        tell("\nEvery step happened: 3 steps of the login, 3 signed calls, 2 refusals.")
    }
}
#endif
