//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1PageTemplates.Missing: LocalizedError {
    /// The description, for code that shows `localizedDescription`.
    public var errorDescription: String? { description }

    /// Advice for the developer of the provider.
    public var recoverySuggestion: String? { "Register the template in the library, under this name." }
}
#endif
