//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// The settings of each connection.
enum PostgresSession {
    /// Prepares a connection for use, and checks that the server keeps what it confirmed.
    static func start(_ connection: PostgresConnection, _ options: PostgresOptions) throws {
        let milliseconds = Int(options.statementTimeout / .milliseconds(1))
        try connection.execute(
            """
            SET statement_timeout = \(milliseconds);
            SET idle_in_transaction_session_timeout = \(milliseconds);
            SET default_transaction_isolation = 'read committed'
            """
        )
        // A commit that was confirmed must be on the disk, and on that of a synchronous standby.
        try connection.query(
            """
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')
            """
        )
        guard try connection.query("SELECT current_setting('fsync')").text(0, 0) == "on" else {
            throw OAuth1DatabaseError(
                .unsafe,
                "\(options.place) has the setting fsync = off, so that a crash loses confirmed requests: set fsync = on"
            )
        }
    }
}
#endif
