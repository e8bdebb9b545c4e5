//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What a provider's database is opened for.
public enum OAuth1DatabasePurpose: Sendable, Hashable {
    /// To serve requests and to change clients.
    ///
    /// A list of keys without one that any row was encrypted with is an error, and a restored database raises the replay floor.
    case serving
    /// To remove what has expired, to raise the replay floor, and to remove rows whose key is lost.
    ///
    /// The list of keys may be incomplete: a row of another key looks as if it were not there. A restored database raises the
    /// replay floor, and the next start of a server raises it again: the database may not have been in its place yet.
    ///
    /// - Important: Never serve requests or change clients with it: a client could be registered twice. Registering one throws.
    case maintenance
    /// To show the status and the clients: no row is written, and calls that write throw.
    ///
    /// Tables are not created or updated, and the list of keys may be incomplete. A restored database does not raise the replay
    /// floor, so that the next start of a server still notices it. Tables that were never used are an error.
    ///
    /// A SQLite file must be writable, and its bytes may change: SQLite moves what was committed from the log into the file.
    case reading
}

extension OAuth1DatabasePurpose {
    /// Fails for maintenance: with an incomplete list of keys, a client with the same consumer key would not be found.
    package func checkRegistering() throws(OAuth1ServerError) {
        guard self == .maintenance else { return }
        throw OAuth1ServerError(
            .storeUnavailable,
            "the database was opened for maintenance: to register clients, open it with the purpose .serving"
        )
    }
}
