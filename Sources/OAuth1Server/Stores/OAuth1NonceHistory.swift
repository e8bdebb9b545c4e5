//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What may have happened before a nonce store was created.
public enum OAuth1NonceHistory: Sendable, Hashable {
    /// Requests may have been accepted that the store does not know: by this service before a restart, or with a database
    /// that was lost.
    ///
    /// The store rejects what was stamped before it was created, or up to as many seconds later as timestamps may be ahead.
    case unknown
    /// No request was accepted before, so all timestamps are accepted from the start.
    ///
    /// - Important: For tests, for development, and for the first start of a service. After a restart, requests could be
    ///   accepted a second time.
    case empty
}
