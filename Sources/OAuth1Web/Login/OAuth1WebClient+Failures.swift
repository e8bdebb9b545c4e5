//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Client

extension OAuth1WebClient {
    /// The user's refusal, or one that could be anybody's: that has nothing of a login.
    func denied(_ denial: OAuth1Denial, of login: PendingLogin?) -> OAuth1LoginFailure {
        OAuth1LoginFailure(
            .denied,
            serviceName: name,
            reason: reason(.denied),
            returnPath: login?.returnPath,
            state: login?.state,
            loginPath: loginPath(after: login?.returnPath),
            homePath: homePath,
            denial: denial
        )
    }

    func failure(
        _ code: OAuth1LoginFailure.Code,
        of login: PendingLogin? = nil,
        returnPath: OAuth1ReturnPath? = nil,
        cause: (any Error)? = nil
    ) -> OAuth1LoginFailure {
        let returnPath = login?.returnPath ?? returnPath
        return OAuth1LoginFailure(
            code,
            serviceName: name,
            reason: reason(code),
            returnPath: returnPath,
            state: login?.state,
            loginPath: loginPath(after: returnPath),
            homePath: homePath,
            cause: cause
        )
    }

    private func loginPath(after returnPath: OAuth1ReturnPath?) -> String {
        returnPath.map { loginPath(returnTo: $0) } ?? loginPath
    }

    /// What happened and what to do, in words for the user.
    private func reason(_ code: OAuth1LoginFailure.Code) -> String {
        switch code {
        case .expired: "The login at \(displayName) took too long. Please begin again."
        case .otherBrowser:
            "This login at \(displayName) began in another browser, or this one does not keep cookies. Please begin "
                + "again here."
        case .replayed: "This login at \(displayName) is done already. If you are not logged in, please begin again."
        case .noLogin: "There is no login at \(displayName) under way. Please begin again."
        case .unreadable:
            "What this browser remembers of the login at \(displayName) can't be read. Please begin again."
        case .invalidCallback: "\(displayName) came back with an answer that can't be understood. Please begin again."
        case .otherSite: "Another site began a login at \(displayName). If you want to log in, please begin here."
        case .unavailable: "No login at \(displayName) can begin at the moment. Please try again later."
        case .speculative:
            "This page was requested ahead of time, which logs nobody in at \(displayName). Please open it again."
        case .denied: "Access to \(displayName) was not given."
        default: "\(displayName) did not complete the login. Please try again later."
        }
    }
}
