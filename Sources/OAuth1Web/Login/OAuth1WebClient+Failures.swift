//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Client

extension OAuth1WebClient {
    func denied(_ login: PendingLogin, _ denial: OAuth1Denial) -> OAuth1LoginFailure {
        OAuth1LoginFailure(
            .denied,
            at: self,
            "Access to \(displayName) was not given.",
            of: login,
            denial: denial
        )
    }

    func failure(
        _ code: OAuth1LoginFailure.Code,
        of login: PendingLogin? = nil,
        cause: (any Error)? = nil
    ) -> OAuth1LoginFailure {
        OAuth1LoginFailure(code, at: self, reason(code), of: login, cause: cause)
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
        case .denied: "Access to \(displayName) was not given."
        default: "\(displayName) did not complete the login. Please try again later."
        }
    }
}
