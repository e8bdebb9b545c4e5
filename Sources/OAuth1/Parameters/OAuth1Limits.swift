//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How much of what comes from outside is read, for requests that are signed and requests that are verified.
public struct OAuth1Limits: Sendable, Hashable {
    /// The most parameters in one request, all sources together; never negative.
    public var parameterCount: Int {
        didSet { parameterCount = max(0, parameterCount) }
    }

    /// The most bytes that the URL, the OAuth header and a form body may have together, at most 256 MiB.
    public var byteCount: Int {
        didSet { byteCount = OAuth1Limits.clamped(byteCount) }
    }

    /// Creates limits; a value out of range becomes the nearest that is allowed.
    ///
    /// - Parameters:
    ///   - parameterCount: The most parameters in one request, 1,024 by default.
    ///   - byteCount: The most bytes of URL, OAuth header and form body together, 1 MiB by default, at most 256 MiB.
    public init(parameterCount: Int = 1_024, byteCount: Int = 1_048_576) {
        self.parameterCount = max(0, parameterCount)
        self.byteCount = OAuth1Limits.clamped(byteCount)
    }

    /// The limits of a signer unless others are given: the bytes are the application's own, so only their numbers are
    /// limited, by what a base string can hold.
    public static let signing = OAuth1Limits(byteCount: .max)

    /// Encoding multiplies bytes, and the places of parameters are numbers of 32 bits.
    private static func clamped(_ byteCount: Int) -> Int { min(max(0, byteCount), 268_435_456) }
}
