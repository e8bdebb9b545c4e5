//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto

/// A consumer secret or token secret, which no description, dump or interpolation shows.
///
/// Comparison takes the same time wherever two secrets differ.
public struct OAuth1Secret: Sendable, Equatable {
    private let storage: String

    /// Creates a secret.
    ///
    /// - Parameter value: The secret as the service gave it. It may be empty, and may have any characters.
    public init(_ value: String) {
        self.storage = value
    }

    /// The secret itself, for the place where it has to be stored.
    ///
    /// A call of this method is what a review should look for.
    ///
    /// - Returns: The secret in clear.
    public func reveal() -> String { storage }

    /// Returns whether the secret is empty.
    public var isEmpty: Bool { storage.isEmpty }

    /// Returns whether two secrets are equal, in constant time.
    public static func == (lhs: OAuth1Secret, rhs: OAuth1Secret) -> Bool {
        ConstantTime.areEqual(lhs.storage, rhs.storage)
    }
}

extension OAuth1Secret: ExpressibleByStringLiteral {
    /// Creates a secret from a literal, for tests and examples.
    ///
    /// - Parameter value: The secret.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension OAuth1Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that a secret is here, and nothing of it.
    public var description: String { "<redacted>" }
    /// Says that a secret is here, and nothing of it.
    public var debugDescription: String { "<redacted>" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// Comparisons whose time says nothing of where two texts differ.
enum ConstantTime {
    /// Compares by way of SHA-256, whose digests swift-crypto compares in constant time whatever the lengths were.
    static func areEqual(_ lhs: String, _ rhs: String) -> Bool {
        SHA256.hash(data: Array(lhs.utf8)) == SHA256.hash(data: Array(rhs.utf8))
    }

    /// Compares bytes of which only the number may be known: every byte is looked at, wherever the first differs.
    static func areEqual(_ lhs: Span<UInt8>, _ rhs: Span<UInt8>) -> Bool {
        guard lhs.count == rhs.count else { return false }
        var difference: UInt8 = 0
        for index in lhs.indices { difference |= lhs[index] ^ rhs[index] }
        return difference == 0
    }
}
