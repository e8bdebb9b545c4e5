//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1WebError: LocalizedError {
    /// The failure, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(reason) }

    /// Advice for this kind of failure.
    public var recoverySuggestion: String? {
        switch code {
        case .unknownService: "Register the service, or check the name in the URL."
        case .stateTooLarge: "Store less state with the login, or keep logins in a store."
        case .storeFull: "Wait until pending logins expire, or raise the store's limit."
        case .missingToken: "Send the user to this service's login first."
        default: "Correct the setting before the application starts."
        }
    }
}

extension OAuth1RegistryError: LocalizedError {
    /// Everything that is wrong, one line for each finding.
    public var errorDescription: String? { description }
    /// The advice.
    public var recoverySuggestion: String? { "Correct the services' settings before the application starts." }
}

extension OAuth1LoginFailure: LocalizedError {
    /// The failure, for the user; the service's message and the cause are for logs and are left out.
    public var errorDescription: String? { ErrorText.sentence(reason) }

    /// Advice for the user.
    public var recoverySuggestion: String? {
        switch code {
        case .denied: "Log in again and allow access, or continue without it."
        case .otherBrowser: "Log in again, in one browser with cookies enabled."
        case .replayed: "If you are not logged in, log in again."
        case .service, .unavailable: "Try again later."
        default: "Log in again."
        }
    }
}

extension OAuth1LoginHandlerError: LocalizedError {
    /// The description of the handler's error.
    public var errorDescription: String? {
        (cause as? any LocalizedError)?.errorDescription ?? ErrorText.sentence("\(cause)")
    }
    /// The advice of the handler's error.
    public var recoverySuggestion: String? {
        (cause as? any LocalizedError)?.recoverySuggestion ?? "See the error thrown by the application's handler."
    }
}
