//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1Diagnosis {
    /// Why a text is not a request that can be diagnosed.
    ///
    /// It shows the names of fields and files, and no values.
    public struct CaptureError: Error, Sendable, Equatable, CustomStringConvertible {
        /// The failure, as a sentence without a capital letter and a period.
        public let reason: String

        init(_ reason: String) {
            self.reason = reason
        }

        /// The reason.
        public var description: String { reason }
    }
}

extension OAuth1Diagnosis.CaptureError: LocalizedError {
    /// The failure, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(reason) }
}
