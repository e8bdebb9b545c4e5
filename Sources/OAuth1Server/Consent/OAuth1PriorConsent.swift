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
    /// - Parameter fields: The fields of that earlier decision (``OAuth1Grant/decisionFields``), which the access token gets
    ///   again. Scopes and realms are granted that are named in them: add ``OAuth1ConsentRequest/accessFields`` for all.
    case allowed(fields: OAuth1Parameters)

    /// The user allowed the same access before; that decision had no other fields, so that no scope and no realm is granted.
    public static var allowed: OAuth1PriorConsent { .allowed(fields: []) }
}
