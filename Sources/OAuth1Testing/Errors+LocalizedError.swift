//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1TestBrowser.Failure: LocalizedError {
    /// The failure, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(description) }
    /// The advice.
    public var recoverySuggestion: String? {
        "Check the authorization URL and the provider that the browser connects to."
    }
}

extension OAuth1LoginStoreConformance.Failure: LocalizedError {
    /// The expected behavior of the store, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(description) }
    /// The advice.
    public var recoverySuggestion: String? { "Fix the store: the documentation of OAuth1LoginStore lists its rules." }
}
