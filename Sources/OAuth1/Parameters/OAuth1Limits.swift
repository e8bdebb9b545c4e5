//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How much of what comes from outside is read, for requests that are signed and requests that are verified.
public struct OAuth1Limits: Sendable, Hashable {
    /// The most parameters in one request, all sources together.
    public var parameterCount: Int
    /// The most bytes that the URL, the OAuth header and a form body may have together.
    public var byteCount: Int

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - parameterCount: The most parameters in one request, 1,024 unless given.
    ///   - byteCount: The most bytes of URL, OAuth header and form body together, 1 MiB unless given.
    public init(parameterCount: Int = 1_024, byteCount: Int = 1_048_576) {
        self.parameterCount = parameterCount
        self.byteCount = byteCount
    }
}
