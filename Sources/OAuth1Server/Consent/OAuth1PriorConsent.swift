//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The application's answer about a user's earlier consent, before the consent page is shown.
public enum OAuth1PriorConsent: Sendable, Hashable {
    /// The user is asked.
    case ask
    /// The user allowed the same access before, and is sent back to the client without being asked again.
    ///
    /// - Parameter fields: The fields of that earlier decision, which the access token gets again.
    case allowed(fields: OAuth1Parameters)

    /// The user allowed the same access before; that decision had no other fields.
    public static var allowed: OAuth1PriorConsent { .allowed(fields: []) }
}
