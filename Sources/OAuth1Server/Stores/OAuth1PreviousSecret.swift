//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A consumer secret that was replaced, and is still accepted so that its client can change to the new one.
///
/// While it is accepted, verifying a wrong signature of that client takes twice the time.
public struct OAuth1PreviousSecret: Sendable, Equatable {
    /// The secret.
    public var secret: OAuth1Secret
    /// The last second in which it is accepted, since 1970.
    public var validUntil: Int64

    /// Creates a previous secret.
    ///
    /// - Parameters:
    ///   - secret: The secret.
    ///   - validUntil: The last second in which it is accepted, since 1970.
    public init(_ secret: OAuth1Secret, validUntil: Int64) {
        self.secret = secret
        self.validUntil = validUntil
    }
}
