//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
public import Foundation

extension OAuth1GRDBError: LocalizedError {
    /// The description, for code that shows `localizedDescription`.
    public var errorDescription: String? { description }

    /// Advice for the provider's operator.
    public var recoverySuggestion: String? {
        switch code {
        case .invalidKeys: "Open the database with the keys that it was created with, the newest first."
        case .damaged: "Restore the database from a backup, or move it away and start with a new one."
        default: "Check the path, the permissions and the free space of the folder, then try again."
        }
    }
}
#endif
