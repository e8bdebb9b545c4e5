//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What a launch verifier accepts that platforms and browsers make of launches; nothing unless an option says so.
///
/// A launch is always verified by the letter first, and then with each deviation that is allowed. None of them lets an attacker
/// change a value.
public struct OAuth1LTITolerance: OptionSet, Sendable, Hashable {
    /// The options as bits.
    public let rawValue: UInt8

    /// Creates a set of options.
    ///
    /// - Parameter rawValue: The options as bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Parameters of the launch URL's query that the form repeats may be signed once, and count once.
    public static let repeatedQuery = OAuth1LTITolerance(rawValue: 1)
    /// Values may be signed with line feeds where the form has carriage returns and line feeds.
    ///
    /// Browsers send every line break of a form as both. A platform that signs a description as it is in its database needs
    /// this. The values then have line feeds.
    public static let convertedLineBreaks = OAuth1LTITolerance(rawValue: 2)
}
