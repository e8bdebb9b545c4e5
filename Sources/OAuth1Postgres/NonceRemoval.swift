//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// What the database has noted about the removal of old nonces, for all processes.
struct NonceRemoval {
    /// The wait after the first failure, in seconds; it doubles with each additional one.
    private static let firstWait: Int64 = 120
    /// How often the wait doubles: to about an hour.
    private static let maximumDoublings: Int64 = 5

    /// How far into the past timestamps may be, in seconds, in the longest window of the providers that used the database.
    let pastWindow: Int64
    /// The last failure since a removal succeeded.
    let failure: OAuth1DatabaseStatus.RemovalFailure?

    init(_ connection: PostgresConnection) throws {
        let rows = try connection.query(
            "SELECT past_window, removal_failures, removal_failed_at, removal_failure FROM oauth1_state"
        )
        guard let pastWindow = rows.first else { throw NonceState.missing }
        self.pastWindow = pastWindow
        guard let count = rows.int(0, 1), count > 0, let time = rows.int(0, 2), let reason = rows.text(0, 3) else {
            failure = nil
            return
        }
        failure = OAuth1DatabaseStatus.RemovalFailure(reason: reason, time: time, count: Int(count))
    }

    /// Whether parts may be removed, or the wait after a failure is not over.
    func isDue(at now: Int64) -> Bool {
        guard let failure else { return true }
        let wait = Self.firstWait << min(Int64(failure.count) - 1, Self.maximumDoublings)
        // Also if the clock was put back.
        return !(failure.time..<failure.time + wait).contains(now)
    }

    /// Notes that removing parts succeeded.
    func noteSuccess(_ connection: PostgresConnection) throws {
        guard failure != nil else { return }
        try connection.execute(
            "UPDATE oauth1_state SET removal_failures = 0, removal_failed_at = NULL, removal_failure = NULL"
        )
    }

    /// Notes that removing parts failed.
    static func note(_ error: any Error, at now: Int64, _ connection: PostgresConnection) throws {
        let reason =
            (error as? OAuth1DatabaseError)?.reason ?? PostgresFailure.reason(error, place: "the table oauth1_nonce")
        try connection.query(
            """
            UPDATE oauth1_state
            SET removal_failures = removal_failures + 1, removal_failed_at = $1::int8, removal_failure = $2::text
            """,
            [.int(now), .text(reason)]
        )
    }
}
#endif
