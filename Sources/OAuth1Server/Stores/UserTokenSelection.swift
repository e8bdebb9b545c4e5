//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Selects the access tokens that a store returns for a user: valid ones, and not too many of one client.
package struct UserTokenSelection: Sendable {
    /// The selected tokens.
    package private(set) var tokens: [OAuth1IssuedAccessToken] = []
    private let userID: String
    private let second: Int64
    private let limit: Int
    private var counts: [[UInt8]: Int] = [:]

    /// Starts an empty selection.
    package init(of userID: String, endingAfter second: Int64, atMostPerClient limit: Int) {
        self.userID = userID
        self.second = second
        self.limit = limit
    }

    /// Adds a token, if it is one of the user's, has not ended, and its client has fewer than the limit.
    package mutating func add(_ token: OAuth1IssuedAccessToken) {
        guard token.userID.hasSameBytes(as: userID), token.endsAt.map({ $0 >= second }) ?? true else { return }
        let client = Array(token.clientKey.utf8)
        guard counts[client, default: 0] < limit else { return }
        counts[client, default: 0] += 1
        tokens.append(token)
    }
}

extension OAuth1IssuedAccessToken {
    /// Whether a user gave it to a client.
    package func isGrant(by userID: String, clientKey: String) -> Bool {
        self.userID.hasSameBytes(as: userID) && self.clientKey.hasSameBytes(as: clientKey)
    }
}

extension OAuth1IssuedRequestToken {
    /// Whether a user authorized it for a client.
    package func isAuthorized(by userID: String, clientKey: String) -> Bool {
        authorization?.userID.hasSameBytes(as: userID) == true && self.clientKey.hasSameBytes(as: clientKey)
    }
}
