//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Why a text is not a callback; never repeats it, since it may come from outside.
package enum CallbackDefect: Error, Sendable, Hashable, CaseIterable {
    case empty
    case tooLong
    case whitespace
    case controlCharacter
    case notASCII
    case backslash
    case delimiter
    case relative
    case percentEncoded
    case noScheme
    case hostInsteadOfScheme
    case dangerousScheme
    case nothingAfterScheme
    case fragment
    case noAuthority
    case noHost
    case userInformation
    case invalidHost
    case invalidPort

    /// The problem and what to do, to be read after "the callback".
    package var reason: String {
        switch self {
        case .empty: "is empty: \(CallbackDefect.expectation)"
        case .tooLong: "is longer than \(CallbackURI.maximumLength) bytes"
        case .whitespace:
            "contains a space or a line break: remove it, or write %20 if the space belongs to the path or query"
        case .controlCharacter: "contains a control character: remove it"
        case .notASCII:
            "contains non-ASCII characters: percent-encode them in path and query, and write the host in "
                + "Punycode (xn--…)"
        case .backslash: "contains a backslash, which browsers read as a slash: use slashes"
        case .delimiter: "contains a quote or an angle bracket: percent-encode it"
        case .relative: "is a path without scheme and host: \(CallbackDefect.expectation)"
        case .percentEncoded: "is already percent-encoded: pass the plain URL, the library encodes it when it sends it"
        case .noScheme: "does not start with a scheme such as https://: \(CallbackDefect.expectation)"
        case .hostInsteadOfScheme:
            "starts with a host instead of a scheme: put https://, or http:// on loopback, in front"
        case .dangerousScheme:
            "has a scheme that browsers or operating systems run or open themselves instead of an application: "
                + CallbackDefect.expectation
        case .nothingAfterScheme: "has nothing after its scheme: \(CallbackDefect.expectation)"
        case .fragment: "has a fragment (#…), which an absolute URI can't have (RFC 3986 section 4.3): remove it"
        case .noAuthority: "has no // after its scheme: \(CallbackDefect.expectation)"
        case .noHost: "has no host: \(CallbackDefect.expectation)"
        case .userInformation: "has user information (user@host): remove it"
        case .invalidHost:
            "has a host that is neither a DNS name nor an IP address in its usual form: write it without "
                + "percent-encoding, spaces and special characters"
        case .invalidPort: "has a port that is not a number from 1 to 65535"
        }
    }

    private static let expectation =
        "expected an absolute URL such as https://app.example/callback or com.example.app:/callback "
        + "(RFC 5849 section 2.1)"
}
