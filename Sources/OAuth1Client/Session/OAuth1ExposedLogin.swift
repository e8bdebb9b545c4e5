//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A login with its secrets in clear, in a form that can be encoded.
///
/// For a store that encrypts what it is given, or that nobody else can read. ``OAuth1LoginState`` itself can't be encoded, so
/// that no secret gets into a log, a cache or a backup by accident: a use of this type is what a review should look for.
public struct OAuth1ExposedLogin: Sendable, Codable {
    private enum Step: String, Codable {
        case loggedOut
        case waitingForUser
        case authorized
        case loggedIn
    }

    private let step: Step
    private let token: String?
    private let secret: String?
    private let verifier: String?
    private let isCallbackConfirmed: Bool?
    /// Other values of the service's response, as a form: names may repeat, and their order is kept.
    private let parameters: String?

    /// Exposes a login.
    ///
    /// - Parameter state: The login. A login that the user declined is stored as none.
    public init(_ state: OAuth1LoginState) {
        if let accessToken = state.accessToken {
            self.init(.loggedIn, accessToken, parameters: accessToken.parameters)
        } else if let requestToken = state.requestToken {
            let verifier = try? state.authorization().verifier
            self.init(
                state.step == .authorized ? .authorized : .waitingForUser,
                requestToken,
                parameters: requestToken.parameters,
                verifier: verifier,
                isCallbackConfirmed: requestToken.isCallbackConfirmed
            )
        } else {
            self.init(.loggedOut, nil, parameters: [])
        }
    }

    private init(
        _ step: Step,
        _ token: (any OAuth1Token)?,
        parameters: OAuth1Parameters,
        verifier: String? = nil,
        isCallbackConfirmed: Bool? = nil
    ) {
        self.step = step
        self.token = token?.token
        self.secret = token?.secret.reveal()
        self.verifier = verifier
        self.isCallbackConfirmed = isCallbackConfirmed
        self.parameters = parameters.isEmpty ? nil : parameters.formEncodedString
    }

    /// The login, its secrets hidden again.
    public var state: OAuth1LoginState {
        guard let token, let secret else { return OAuth1LoginState() }
        let others = OAuth1Parameters(formEncoded: parameters ?? "")
        if case .loggedIn = step {
            return OAuth1LoginState(
                accessToken: OAuth1AccessToken(token: token, secret: OAuth1Secret(secret), parameters: others)
            )
        }
        let requestToken = OAuth1RequestToken(
            token: token,
            secret: OAuth1Secret(secret),
            isCallbackConfirmed: isCallbackConfirmed ?? false,
            parameters: others
        )
        var state = OAuth1LoginState(requestToken: requestToken)
        if case .authorized = step {
            let authorization = OAuth1Authorization(requestToken: requestToken, verifier: verifier)
            state.decide(.authorized(authorization), for: requestToken)
        }
        return state
    }
}

extension OAuth1ExposedLogin: CustomStringConvertible, CustomReflectable {
    /// Shows what the state's description shows.
    public var description: String { "OAuth1ExposedLogin(\(state.step))" }
    /// A mirror that shows the step.
    public var customMirror: Mirror { Mirror(self, children: ["step": state.step]) }
}
