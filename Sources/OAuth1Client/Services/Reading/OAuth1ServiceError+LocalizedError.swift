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

extension OAuth1ServiceError: LocalizedError {
    /// Which field is wrong, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(description) }
    /// The advice.
    public var recoverySuggestion: String? {
        field.isEmpty
            ? "Correct the description of the service."
            : "Correct the field \(field) in the description of the service."
    }
}
