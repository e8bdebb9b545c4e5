//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// `oauth1 auth remove`: removes a stored login.
struct AuthRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a stored login.",
        discussion: """
            The token stays valid at the service until it is revoked: with --revoke, if the service has a call for that, \
            or else on its website.
            """
    )

    @Argument(help: "The name of the login, as oauth1 auth list shows it.")
    var name: String

    @Flag(help: "Revoke the token at the service first. The login is kept if that fails.")
    var revoke = false

    func run() async throws {
        let store = try ProfileStore()
        let found = try StoredProfile.find(name, in: store.document())
        if revoke {
            let profile = try store.profile(named: name)
            var options = OAuth1FlowOptions()
            options.headerFields[.userAgent] = ToolVersion.userAgent
            guard let token = profile.token else {
                throw CommandFailure(.failed, "\(name) has no token to revoke", advice: "Remove it without --revoke")
            }
            try await profile.makeClient(transport: .urlSession, options: options).revoke(token)
        }
        try store.change { document in
            document.profiles.removeAll { $0.name == name }
        }
        let next = try store.document()
        Diagnostics.say("Removed \(name)." + (revoke ? " The token was revoked." : ""))
        if found.hasToken, !revoke {
            Diagnostics.say("Its token stays valid until it is revoked on the website of the service.")
        }
        if next.inUse == nil, !next.profiles.isEmpty {
            Diagnostics.say(
                "No login is in use now. Run oauth1 auth use with one of: "
                    + next.profiles.map(\.name).joined(separator: ", ")
            )
        }
    }
}
#endif
