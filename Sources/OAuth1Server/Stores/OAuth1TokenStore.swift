//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where the provider keeps request tokens and access tokens.
///
/// Tokens that are looked up have up to 1,024 bytes of any UTF-8 and are compared byte for byte; those that are saved come from
/// ``OAuth1ServerConfiguration/tokenGenerator``. The article <doc:WritingAStore> has more, and
/// `OAuth1ServerStoreConformance` in `OAuth1Testing` checks a store.
///
/// Several requests with the same token may come at once, to several processes: what is called atomic here must be so
/// for all of them, for example one `UPDATE … WHERE` whose count of rows is the answer. A request token is kept with all
/// its properties, the parameters and the fields of the authorization included; these are bytes, at most as many as
/// ``OAuth1ServerConfiguration/keptParameterLimits`` allows. A store that can't answer throws, and the request is answered with status 500, or 503 for
/// ``OAuth1ServerError/Code/storeFull``.
public protocol OAuth1TokenStore: Sendable {
    /// Keeps a new request token.
    ///
    /// - Parameter requestToken: The request token, which nobody has authorized yet.
    /// - Throws: The error that kept the store from keeping it.
    func save(_ requestToken: OAuth1IssuedRequestToken) async throws

    /// Finds a request token that was neither exchanged nor removed.
    ///
    /// - Parameter token: The token, which anybody may have sent.
    /// - Returns: The request token, or `nil` if there is none. It may be expired: the provider looks at the time.
    /// - Throws: The error that kept the store from answering.
    func requestToken(_ token: String) async throws -> OAuth1IssuedRequestToken?

    /// Notes atomically that a user authorized a request token, if nobody has authorized or denied it before.
    ///
    /// Of several calls with the same token, exactly one returns `true`; anyone who gets `false` must find its authorization
    /// with ``requestToken(_:)`` at once, so that a form that was sent twice is answered twice with the same verifier.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - authorization: The user, the verifier, and the fields of the consent form.
    /// - Returns: Whether the token was there, and neither authorized nor denied.
    /// - Throws: The error that kept the store from noting it.
    func authorizeRequestToken(
        _ token: String,
        _ authorization: OAuth1IssuedRequestToken.Authorization
    ) async throws -> Bool

    /// Notes atomically that a user denied a request token, if nobody has authorized or denied it before.
    ///
    /// The token is kept until it expires: so a form that was sent twice is answered twice with the denial, and nobody can
    /// authorize the token anymore. Unless a store has this method, the token is removed, and the second form is answered
    /// that it was answered already.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - userID: The user, for ``OAuth1IssuedRequestToken/deniedBy``.
    /// - Returns: Whether the token was there, and neither authorized nor denied.
    /// - Throws: The error that kept the store from noting it.
    func denyRequestToken(_ token: String, userID: String) async throws -> Bool

    /// Counts atomically that a client is about to show a verifier for a request token.
    ///
    /// - Parameter token: The token.
    /// - Returns: How many times it was counted, this time included, or `nil` if the token is not there.
    /// - Throws: The error that kept the store from counting.
    func countVerification(ofRequestToken token: String) async throws -> Int?

    /// Replaces a request token by an access token, atomically and at most once.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token to keep in its place.
    /// - Returns: Whether the request token was still there. If not, the access token is not kept.
    /// - Throws: The error that kept the store from replacing it; the request token must still be there then.
    func exchangeRequestToken(_ token: String, for accessToken: OAuth1IssuedAccessToken) async throws -> Bool

    /// Removes a request token, atomically and at most once, as its client gets an access token that is there already.
    ///
    /// Unless a store has this method, ``exchangeRequestToken(_:for:)`` is called with that token, which must keep it in
    /// the place of the one that is there. Nothing need be kept if the access token was revoked meanwhile.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token that the application found for the same client and user.
    /// - Returns: Whether the request token was still there.
    /// - Throws: The error that kept the store from removing it; the request token must still be there then.
    func exchangeRequestToken(_ token: String, forExisting accessToken: OAuth1IssuedAccessToken) async throws -> Bool

    /// Removes a request token, if it is there.
    ///
    /// - Parameter token: The token.
    /// - Throws: The error that kept the store from removing it.
    func removeRequestToken(_ token: String) async throws

    /// Finds an access token.
    ///
    /// - Parameter token: The token, which anybody may have sent.
    /// - Returns: The access token, or `nil` if there is none. It may be expired: the provider looks at the time.
    /// - Throws: The error that kept the store from answering.
    func accessToken(_ token: String) async throws -> OAuth1IssuedAccessToken?

    /// Removes an access token, atomically and at most once: the user takes the authorization back.
    ///
    /// - Parameter token: The token.
    /// - Returns: Whether it was there. A client that learns that it was not, as it was refreshed at the same time, can revoke
    ///   the new one.
    /// - Throws: The error that kept the store from removing it.
    @discardableResult
    func revokeAccessToken(_ token: String) async throws -> Bool

    /// Replaces an access token by another one of the same client and user, atomically and at most once.
    ///
    /// A token is refreshed so. Of several calls with the same token, exactly one returns `true`. In a database, update the
    /// row and don't delete and insert: so a concurrent ``revokeAccessTokens(ofUser:clientKey:)`` that waits for the row
    /// removes the new token.
    ///
    /// - Parameters:
    ///   - token: The token, expired or not, which is not found afterwards.
    ///   - accessToken: The access token to keep in its place, whatever the limits of the store.
    /// - Returns: Whether the token was still there. If not, the other one is not kept.
    /// - Throws: The error that kept the store from replacing it; the token must still be there then.
    func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async throws -> Bool

    /// Finds the access tokens of a user, for a page that lists the applications that the user gave access to.
    ///
    /// All clients must be found, however many tokens one of them has, and however many have expired. An access token that the
    /// store can't read must not keep it from returning the others.
    ///
    /// - Parameters:
    ///   - userID: The user, compared byte for byte.
    ///   - second: The time, in seconds since 1970: tokens whose ``OAuth1IssuedAccessToken/endsAt`` is earlier are left out.
    ///   - limit: How many to return at most of each client; which ones if there are more is up to the store.
    /// - Returns: The access tokens, in any order.
    /// - Throws: The error that kept the store from answering.
    func accessTokens(
        ofUser userID: String,
        endingAfter second: Int64,
        atMostPerClient limit: Int
    ) async throws -> [OAuth1IssuedAccessToken]

    /// Removes the request tokens of a client that a user authorized and that were not exchanged.
    ///
    /// - Parameters:
    ///   - userID: The user, compared byte for byte.
    ///   - clientKey: The consumer key of the client, compared byte for byte.
    /// - Returns: How many there were.
    /// - Throws: The error that kept the store from removing them; some may be removed then.
    @discardableResult
    func removeRequestTokens(authorizedBy userID: String, clientKey: String) async throws -> Int

    /// Removes all access tokens that a client has for a user, however many.
    ///
    /// An access token that the store can't read must not keep it from removing the others.
    ///
    /// - Parameters:
    ///   - userID: The user, compared byte for byte.
    ///   - clientKey: The consumer key of the client, compared byte for byte.
    /// - Returns: How many there were.
    /// - Throws: The error that kept the store from removing them; some may be removed then.
    @discardableResult
    func revokeAccessTokens(ofUser userID: String, clientKey: String) async throws -> Int

    /// Checks that the store can answer, for ``OAuth1ServerStores/checkReadiness()``.
    ///
    /// Unless a store has this method, an access token that does not exist is looked up.
    ///
    /// - Throws: The error that keeps the store from answering.
    func checkReadiness() async throws
}

extension OAuth1TokenStore {
    /// Looks up an access token that does not exist.
    ///
    /// - Throws: The store's errors.
    public func checkReadiness() async throws {
        _ = try await accessToken("readiness check")
    }

    /// Removes the request token if nobody authorized it.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - userID: The user, who is not kept.
    /// - Returns: Whether the token was there and had not been authorized.
    /// - Throws: The store's errors.
    public func denyRequestToken(_ token: String, userID: String) async throws -> Bool {
        guard let requestToken = try await requestToken(token), requestToken.authorization == nil else { return false }
        try await removeRequestToken(token)
        return true
    }

    /// Replaces the request token by the access token, which takes the place of itself.
    ///
    /// - Parameters:
    ///   - token: The request token.
    ///   - accessToken: The access token that is there already.
    /// - Returns: Whether the request token was still there.
    /// - Throws: The store's errors.
    public func exchangeRequestToken(
        _ token: String,
        forExisting accessToken: OAuth1IssuedAccessToken
    ) async throws -> Bool {
        try await exchangeRequestToken(token, for: accessToken)
    }

    /// Finds the access tokens of a user, expired ones included, up to 1,000 of each client.
    ///
    /// - Parameter userID: The user.
    /// - Returns: The access tokens, in any order.
    /// - Throws: The store's errors.
    public func accessTokens(ofUser userID: String) async throws -> [OAuth1IssuedAccessToken] {
        try await accessTokens(ofUser: userID, endingAfter: .min, atMostPerClient: AccessTokenSearch.maximumPerClient)
    }
}

/// What the access tokens of a user are searched with.
enum AccessTokenSearch {
    /// How many access tokens of each client are looked through at most.
    static let maximumPerClient = 1_000
}
