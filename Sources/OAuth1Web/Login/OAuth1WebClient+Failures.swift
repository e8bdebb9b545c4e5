//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Client

extension OAuth1WebClient {
    /// The user's denial, or one without a token: that could come from anybody, so it contains nothing of a login.
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

    /// The failure and what to do, for the user.
    private func reason(_ code: OAuth1LoginFailure.Code) -> String {
        switch code {
        case .expired: "The login with \(displayName) took too long. Please try again."
        case .otherBrowser:
            "This login with \(displayName) started in another browser, or this browser blocks cookies. Please log in "
                + "again here."
        case .replayed:
            "This login with \(displayName) is already complete. If you are not logged in, please try again."
        case .noLogin: "There is no login with \(displayName) in progress. Please try again."
        case .unreadable:
            "The login cookie for \(displayName) in this browser can't be read. Please try again."
        case .invalidCallback: "The response from \(displayName) is invalid. Please try again."
        case .otherSite: "Another site started a login with \(displayName). If you want to log in, please start here."
        case .unavailable: "Login with \(displayName) is currently unavailable. Please try again later."
        case .speculative:
            "The browser loaded this page in advance, which does not log you in with \(displayName). Please open it "
                + "again."
        case .denied: "Access to \(displayName) was denied."
        default: "\(displayName) did not complete the login. Please try again later."
        }
    }
}
