//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Values that an application passes to a login when the login's route is opened.
public struct OAuth1LoginStart: Sendable {
    /// Where in the application the user goes afterwards.
    public var returnPath: OAuth1ReturnPath
    /// A text of the application's own, such as the user who connects an account; ``OAuth1Login/state`` brings it back.
    public var state: String?
    /// Choices for this login, in addition to those of the registration.
    public var parameters: OAuth1LoginParameters

    /// Creates a start.
    ///
    /// - Parameters:
    ///   - returnPath: Where in the application the user goes afterwards.
    ///   - state: A text of the application's own.
    ///   - parameters: Choices for this login.
    public init(
        returnPath: OAuth1ReturnPath = .root,
        state: String? = nil,
        parameters: OAuth1LoginParameters = OAuth1LoginParameters()
    ) {
        self.returnPath = returnPath
        self.state = state
        self.parameters = parameters
    }
}
