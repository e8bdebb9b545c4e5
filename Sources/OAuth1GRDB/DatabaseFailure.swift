//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

/// What a failure of the database means, and what an operator can do.
///
/// Texts of SQLite are not passed on: they may contain values of a statement.
enum DatabaseFailure {
    /// The reason for an error, with the path of the database.
    static func reason(_ error: any Error, path: String) -> String {
        guard let error = error as? DatabaseError else {
            return "the database \(path) can't be used: an error of type \(type(of: error)) was thrown"
        }
        let code = error.resultCode
        let text =
            switch code {
            case .SQLITE_FULL: "the disk is full: free space on its volume"
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                "another process has locked it: end tools that write to it, such as a backup or the sqlite3 shell"
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                "it is damaged or not a database: restore a backup, and the replay floor rises automatically"
            case .SQLITE_CANTOPEN:
                "it can't be opened: check that its folder exists, and the owner and permissions of folder and files, and run "
                    + "it as the user of the servers"
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                "it may not be written to: run it as the user of the servers, or check the permissions of the file and its folder"
            case .SQLITE_IOERR: "reading or writing failed: check its volume"
            default: "SQLite reports code \(error.extendedResultCode.rawValue)"
            }
        return "the database \(path) can't be used: \(text)"
    }

    /// Whether a file is damaged or not a database, which another attempt does not change.
    private static func isDamage(_ error: any Error) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }

    /// The error of opening a database.
    static func opening(_ error: any Error, path: String) -> OAuth1DatabaseError {
        if let error = error as? OAuth1DatabaseError { return error }
        let code: OAuth1DatabaseError.Code =
            if isDamage(error) { .damaged } else if isDenial(error, path: path) { .denied } else { .unavailable }
        return OAuth1DatabaseError(code, reason(error, path: path))
    }

    /// Whether the user of this process may not use the files, which another attempt does not change.
    private static func isDenial(_ error: any Error, path: String) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return switch code {
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: true
        case .SQLITE_CANTOPEN:
            // Without the folder, it may be a volume that is not there yet.
            FileManager.default.fileExists(atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        default: false
        }
    }

    /// The rejection of a request when too many others wait.
    static func tooManyWaiting(path: String) -> OAuth1ServerError {
        OAuth1ServerError(.storeUnavailable, "too many requests wait for the database \(path)")
    }

    /// The rejection of a request that the database could not answer.
    static func rejection(_ error: any Error, path: String) -> any Error {
        if error is OAuth1ServerError { return error }
        if let error = error as? OAuth1DatabaseError {
            return error.code == .unavailable ? OAuth1ServerError(.storeUnavailable, error.reason) : error
        }
        return OAuth1ServerError(.storeUnavailable, reason(error, path: path))
    }
}
#endif
