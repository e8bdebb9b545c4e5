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

extension OAuth1DatabaseError: LocalizedError {
    /// The description, for code that shows `localizedDescription`.
    public var errorDescription: String? { description }

    /// Advice for the provider's operator.
    public var recoverySuggestion: String? {
        switch code {
        case .invalidKeys: "Open the database with the keys that it was created with, the newest first."
        case .denied: "Check the credentials of the database, or the user that the process runs as."
        case .damaged: "Restore the database from a backup, or move it away and start with a new one."
        case .otherSchema: "Update the tables with `oauth1 provider migrate`, or use the version that made them."
        case .unsafe: "Change the setting of the database server, and restart it."
        default: "Check the database: whether it can be reached, its permissions and its free space. Then try again."
        }
    }
}
