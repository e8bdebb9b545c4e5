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

/// `oauth1 auth status`: whether the stored logins still work, and the command to type next.
struct AuthStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Check whether the stored logins still work.",
        discussion: """
            Makes the call with which a login of the service can be checked, if its description has one.

            Exits with 0 if every login works or can't be checked, with 4 if a login is needed, with 75 if a service was \
            not reached, and with 1 if a service answered something else.
            """
    )

    @Argument(help: "The name of a login. Default: all of them.")
    var name: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show the requests without secrets.")
    var verbose = false

    func run() async throws {
        let store = try ProfileStore()
        let document = try store.document()
        let inUse = store.variable ?? document.inUse?.name
        let profiles: [Profile]
        if let name {
            profiles = [try store.profile(named: name)]
        } else {
            guard !document.profiles.isEmpty else {
                _ = try StoredProfile.find(nil, in: document)
                return
            }
            profiles = try store.profiles()
        }
        var reports: [LoginReport] = []
        for profile in profiles {
            let check = await check(profile, store)
            reports.append(LoginReport(profile, check, isInUse: profile.name == inUse, now: profile.clock.now()))
        }
        if json {
            try JSONOutput.write(reports)
        } else {
            let style = TerminalStyle(
                isTerminal: isatty(STDOUT_FILENO) != 0,
                environment: ProcessInfo.processInfo.environment
            )
            print(reports.map { $0.text(style) }.joined(separator: "\n\n"))
        }
        let status = LoginReport.status(reports)
        if status != .success { throw status.code }
    }

    /// A token whose time is over is not sent, unless it can be refreshed.
    private func check(_ profile: Profile, _ store: ProfileStore) async -> LoginCheck {
        let canRefresh = (try? profile.service.resolve().renewToken) != nil
        if let end = profile.endsAt, end <= profile.clock.now(), !canRefresh {
            return .rejected("the token ended on \(UTCTime.text(end))")
        }
        let secrets = try? CommandLineSecrets(file: nil)
        let show: @Sendable (String) -> Void = { Diagnostics.say($0) }
        return await LoginCheck.run(
            profile,
            keyPassphrase: secrets?.keyPassphrase,
            show: verbose ? show : nil,
            store: store
        )
    }
}
#endif
