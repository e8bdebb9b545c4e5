//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keeps one user's login in a file of mode 0600, as JSON.
///
/// The file is replaced as a whole, so that a crash leaves either the old login or the new one. A file that other users can
/// read is rejected. The secrets in it are not encrypted: anyone who can read the files of this user can read them.
public struct OAuth1FileSessionStore: OAuth1SessionStore {
    private let file: PrivateFile

    /// Creates a store; nothing is read or written yet.
    ///
    /// - Parameter path: The path of the file. Its folder is created with mode 0700 if it is missing.
    public init(path: String) {
        file = PrivateFile(path: path)
    }

    /// Loads the login.
    ///
    /// - Returns: The login, or `nil` if there is no file.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/credentialStorage`` if the file can't be read, is
    ///   not what this type writes, or can be read by others.
    public func load() async throws -> OAuth1LoginState? {
        do {
            guard let bytes = try file.read() else { return nil }
            return try JSONDecoder().decode(OAuth1ExposedLogin.self, from: Data(bytes)).state
        } catch let error as PrivateFile.Failure {
            throw failure(error)
        } catch {
            // The decoder's error could quote the file.
            throw OAuth1ClientError(
                .credentialStorage,
                "\(file.path) does not contain a login stored by this library",
                recoverySuggestion: "Remove the file and log in again"
            )
        }
    }

    /// Saves a login, or removes the file when the user is logged out.
    ///
    /// - Parameter state: The login.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/credentialStorage``.
    public func save(_ state: OAuth1LoginState) async throws {
        do {
            guard state.requestToken != nil || state.accessToken != nil else { return try file.remove() }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try file.replace(with: Array(encoder.encode(OAuth1ExposedLogin(state))))
        } catch let error as PrivateFile.Failure {
            throw failure(error)
        }
    }

    private func failure(_ error: PrivateFile.Failure) -> OAuth1ClientError {
        OAuth1ClientError(.credentialStorage, error.reason, recoverySuggestion: error.advice)
    }
}
