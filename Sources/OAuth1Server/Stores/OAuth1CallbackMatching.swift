//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How a callback may differ from those that a client registered; not at all unless an option says so.
///
/// Everything that no option names is compared byte for byte. A fragment is never an option.
public struct OAuth1CallbackMatching: OptionSet, Sendable, Hashable {
    /// The options as bits.
    public let rawValue: UInt8

    /// Creates a set of options.
    ///
    /// - Parameter rawValue: The options as bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Callbacks are compared byte for byte.
    public static let exact: OAuth1CallbackMatching = []
    /// The port of an `http` callback at `127.0.0.1` or `[::1]` may be any (RFC 8252 section 7.3).
    ///
    /// Not that of `localhost`, which need not be this machine.
    public static let anyLoopbackPort = OAuth1CallbackMatching(rawValue: 1)
    /// The query may be any that has no protocol parameter, also where none is registered.
    ///
    /// Names after a semicolon count, escaped ones as well, and spellings that some libraries take for `oauth_`, such as `oauth.`.
    ///
    /// - Important: An attacker who can choose the query can make a page of the client redirect elsewhere, if it has such a page.
    public static let anyQuery = OAuth1CallbackMatching(rawValue: 2)
    /// The path may continue below the registered one: `/cb` represents `/cb` and `/cb/x`, not for `/cbx`.
    ///
    /// Paths with dot segments, empty segments, backslashes, semicolons or escapes of these are not accepted, and nothing
    /// that could be decoded twice.
    public static let pathPrefix = OAuth1CallbackMatching(rawValue: 4)
}
