//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// The options of the user's decision on a page of the service.
struct LoginBrowserOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: "Print the URL and read the answer, instead of opening a browser. Default: over SSH without a display."
    )
    var headless: Bool?

    @Option(
        help: ArgumentHelp(
            "The callback that is registered with the service: a URL, or oob. One on this machine is listened to.",
            valueName: "url"
        )
    )
    var callback: String?

    @Option(help: "The port of the listener. Default: any free port.")
    var port: UInt16 = 0

    @Option(help: ArgumentHelp("How long to wait for the user's decision.", valueName: "seconds"))
    var timeout: Int = 300

    @Option(
        name: .customLong("request-parameter"),
        parsing: .singleValue,
        help: ArgumentHelp("A parameter of the request-token request. Can be repeated.", valueName: "name=value")
    )
    var requestParameters: [String] = []

    @Option(
        name: .customLong("authorize-parameter"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "A parameter of the authorization URL, such as scope. Can be repeated.",
            valueName: "name=value"
        )
    )
    var authorizeParameters: [String] = []

    @Option(help: ArgumentHelp("Another authorization page of the service, such as signIn.", valueName: "name"))
    var variant: String?

    func validate() throws {
        guard 1...86_400 ~= timeout else { throw ValidationError("--timeout must be 1 to 86400 seconds.") }
        _ = try NameValueOptions.parameters(requestParameters, option: "--request-parameter")
        _ = try NameValueOptions.parameters(authorizeParameters, option: "--authorize-parameter")
    }

    /// Logs in with request token, decision and access token.
    func logIn(_ session: LoginSession) async throws {
        let browser = Browser(environment: ProcessInfo.processInfo.environment)
        let isHeadless = headless ?? browser.isRemote
        let plan = try CallbackPlan(
            session.target.service.callback,
            isHeadless: isHeadless,
            callback: callback,
            port: port
        )
        let dialog = try LoginDialog(
            client: session.client(),
            service: session.target.service,
            browser: browser,
            isHeadless: isHeadless,
            timeout: timeout,
            requestParameters: NameValueOptions.parameters(requestParameters, option: "--request-parameter"),
            authorizeParameters: NameValueOptions.parameters(authorizeParameters, option: "--authorize-parameter"),
            variant: variant,
            explain: session.explain
        )
        try await dialog.run(plan) { try await session.complete($0, by: dialog.client) }
    }
}
#endif
