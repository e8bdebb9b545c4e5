//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A setting of a fixed client that is missing or wrong.
public struct OAuth1ClientSettingsError: LocalizedError, Sendable, Hashable, CustomStringConvertible {
    /// The key of the setting, such as `printer.clientKey`, in the scope of the reader.
    public let key: String
    /// What is wrong with it, and what to do; never its value.
    public let reason: String

    init(_ key: String, _ reason: String) {
        self.key = key
        self.reason = reason
    }

    /// The key and the reason.
    public var description: String { "the client setting \(key) \(reason)" }

    /// The description, for code that shows `localizedDescription`.
    public var errorDescription: String? { ErrorText.sentence(description) }

    /// Advice for the operator of the provider.
    public var recoverySuggestion: String? {
        "Set the key in a source of swift-configuration that the service reads, such as its environment."
    }
}
#endif
