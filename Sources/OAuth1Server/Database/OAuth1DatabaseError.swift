//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// An error of opening or maintaining a database.
///
/// While the service runs, its stores throw `OAuth1ServerError` instead.
public struct OAuth1DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of an error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case invalidKeys
            case unavailable
            case denied
            case damaged
            case unsafe
            case otherSchema
        }

        private let backing: Backing

        /// The keys are too short, missing, or not those of the database.
        public static let invalidKeys = Code(backing: .invalidKeys)
        /// The database can't be opened, read or written.
        public static let unavailable = Code(backing: .unavailable)
        /// The database does not exist, or does not let this user or role in; another attempt has the same result.
        public static let denied = Code(backing: .denied)
        /// The database has content that this package did not write.
        public static let damaged = Code(backing: .damaged)
        /// The settings of the database server lose what it confirmed.
        public static let unsafe = Code(backing: .unsafe)
        /// The tables have another version, and may not be updated.
        public static let otherSchema = Code(backing: .otherSchema)

        /// The code's name.
        public var description: String { backing.rawValue }
    }

    /// The kind of error.
    public let code: Code
    /// What happened, and what to do.
    public let reason: String

    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The error for tables without a state, which only a process that may write creates.
    package static func neverUsed(_ place: String) -> OAuth1DatabaseError {
        OAuth1DatabaseError(
            .otherSchema,
            "\(place) can't be read: the tables were created but have not been used yet, or a restore has not finished: wait "
                + "for the restore, or run oauth1 provider migrate"
        )
    }

    /// Two errors are equal when their codes are.
    public static func == (lhs: OAuth1DatabaseError, rhs: OAuth1DatabaseError) -> Bool { lhs.code == rhs.code }

    /// The code and the reason.
    public var description: String { "\(code): \(reason)" }
}
