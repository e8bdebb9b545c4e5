//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1URLSession

/// `oauth1 demo`: a complete login and signed calls between our client and our provider, over real sockets.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show a complete OAuth 1.0a login and signed calls.",
        discussion: """
            Starts the provider of this package on a free loopback port, completes the three-legged flow over HTTP with \
            the client of this package, and calls an API with the access token. Then it sends a tampered request and a \
            replayed one, which the provider rejects.

            Needs no network and no account. The keys and secrets that it prints are made up for each run.

            Exits with 0 only if every step succeeded. Set NO_COLOR to turn colors off.
            """
    )

    func run() async throws {
        let style = TerminalStyle(
            isTerminal: isatty(STDOUT_FILENO) != 0,
            environment: ProcessInfo.processInfo.environment
        )
        do {
            try await DemoCommand.runDemo(DemoReport(style: style) { print($0) })
        } catch let failure as DemoFailure {
            Diagnostics.fail("demo: \(failure)")
            throw ExitCode.failure
        }
    }

    /// Runs the demo and reports each step.
    static func runDemo(_ report: DemoReport) async throws {
        let secret = OAuth1RandomNonceSource().makeNonce().description
        let client = OAuth1ClientCredentials(key: "demo-app", secret: OAuth1Secret(secret))
        let server = DemoServer(client: client)
        try await server.withRunning { baseURL in
            let script = DemoScript(
                baseURL: baseURL,
                credentials: client,
                transport: URLSessionTransport(),
                report: report
            )
            try await script.run()
            try DemoScript.check(server.events.all)
        }
        report.done("Done: the login took 3 steps, 3 signed calls succeeded, and 2 bad requests were rejected.")
    }
}
#endif
