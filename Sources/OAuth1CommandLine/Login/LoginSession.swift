//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// One login: the client of its requests, and what happens with the token.
struct LoginSession: Sendable {
    let target: LoginTarget
    let profile: Profile
    /// The login that is replaced, if there was one with this name.
    let replaced: Profile?
    let keyPassphrase: OAuth1Secret?
    let isVerbose: Bool
    let save: @Sendable (Profile) throws -> Void

    /// Explains a step, if the user asked for it.
    var explain: @Sendable (String) -> Void {
        let isVerbose = isVerbose
        return { text in
            if isVerbose { Diagnostics.say(text) }
        }
    }

    /// Creates a client for the requests of the login.
    func client() throws -> AsyncOAuth1Client {
        try client(of: profile)
    }

    private func client(of profile: Profile) throws -> AsyncOAuth1Client {
        var options = OAuth1FlowOptions()
        options.headerFields[.userAgent] = ToolVersion.userAgent
        guard isVerbose else {
            return try profile.makeClient(transport: .urlSession, options: options, keyPassphrase: keyPassphrase)
        }
        return try profile.makeClient(
            transport: NarratingTransport(transport: .urlSession, show: explain),
            options: options,
            keyPassphrase: keyPassphrase
        )
    }

    /// Stores the login.
    ///
    /// - Parameters:
    ///   - token: The access token, or `nil` for services without one.
    ///   - client: The client that got the token, which may know the service's clock.
    /// - Returns: The page for the browser.
    /// - Throws: ``CommandFailure`` if the login can't be stored.
    @discardableResult
    func complete(_ token: OAuth1AccessToken?, by client: AsyncOAuth1Client? = nil) async throws -> CallbackPage {
        var profile = profile
        if let client, let url = target.service.accessToken?.url,
            let offset = profile.learnedClockOffset(of: url, client)
        {
            profile.clockOffset = offset
        }
        if let token { profile.replaceToken(token, at: profile.clock.now()) }
        let found = await findUser(&profile)
        try save(profile)
        if let old = replaced?.user, let new = profile.user, old != new {
            Diagnostics.warn(
                "this replaces the login of \(old) by that of \(new). Use --account to keep both"
            )
        }
        let user = profile.user.map { " as \($0)" } ?? ""
        Diagnostics.say("Logged in with \(target.service.name)\(user). The login is stored as \(profile.name).")
        if let problem = found { Diagnostics.warn(problem) }
        return .loggedIn(profile: profile.name, user: profile.user, service: target.service.name)
    }

    /// Finds the user's name, and checks the token by doing so; returns a warning if the service rejects it.
    private func findUser(_ profile: inout Profile) async -> String? {
        let service = target.service
        if let token = profile.token {
            profile.user = Profile.userName(
                service.value(.screenName, of: token) ?? service.value(.userID, of: token)
            )
        }
        guard profile.user == nil, service.probe != nil, service.tokenUse != .oauth2 else { return nil }
        explain("Checks the login with a call, which names the user.")
        switch await LoginCheck.run(profile, keyPassphrase: keyPassphrase, show: isVerbose ? explain : nil) {
        case .works(let user):
            profile.user = user
            return nil
        case .rejected(let reason), .unclear(let reason), .unreachable(let reason):
            return "the login is stored, but could not be checked: \(reason)"
        case .unchecked:
            return nil
        }
    }
}
#endif
