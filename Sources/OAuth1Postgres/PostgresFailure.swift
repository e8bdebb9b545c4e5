//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

/// What a failure of the database means, and what an operator can do.
enum PostgresFailure {
    /// The reason for an error, with the place of the database.
    static func reason(_ error: any Error, place: String) -> String {
        guard let error = error as? PostgresError else {
            return "\(place) can't be used: an error of type \(type(of: error)) was thrown"
        }
        return switch error {
        case .rejected(let state, let role): "\(place) can't be used: \(meaning(ofState: state, role))"
        case .lost: "\(place) closed the connection: check that the server runs"
        case .timedOut: "\(place) did not answer in time: check the load of the server and the network"
        case .unreachable(let reason): "\(place) can't be reached: \(reason)"
        case .denied(let reason): "\(place) can't be used: \(reason)"
        case .closed: "\(place) was closed by this process"
        case .tooManyWaiting: "too many requests wait for \(place)"
        case .waitedTooLong:
            "no connection to \(place) was free in time: check the load of the server, or raise maximumConnections"
        }
    }

    private static func meaning(ofState state: String, _ role: String?) -> String {
        switch state {
        case "53100": "its disk is full: free space on its volume"
        case "53300": "it has too many connections: lower maximumConnections, or raise max_connections of the server"
        case "57P01", "57P02", "57P03": "the server is stopping or starting"
        case "57014": "a statement took longer than the statement timeout"
        case "25006", "55000":
            "it is a standby, or was opened for reading: connect to the primary, for example with "
                + "target_session_attrs=read-write, or open it with the purpose .serving"
        case "42501":
            "\(PostgresDenial.name(of: role)) lacks privileges on the schema or its tables: connect with the role of the "
                + "servers, which owns them"
        case "42P01", "42703": "tables are missing: check the search path and the schema"
        case "3F000":
            "\(PostgresDenial.name(of: role)) may use no schema of the search path: check the search path and the privileges of "
                + "the role"
        case "42P10": "a table has no unique index: wait until the restore has finished, or restore it again"
        case "55P03": "another transaction holds a lock on its tables: look for it in pg_stat_activity"
        case "XX001", "XX002": "the server reports damaged data: restore a backup"
        default: "the server reports SQLSTATE \(state)"
        }
    }

    /// The error of opening a database.
    static func opening(_ error: any Error, place: String) -> OAuth1DatabaseError {
        if let error = error as? OAuth1DatabaseError { return error }
        let isDenial = (error as? PostgresError)?.isDenial == true
        let reason = (error as? OAuth1ServerError)?.reason ?? reason(error, place: place)
        return OAuth1DatabaseError(isDenial ? .denied : .unavailable, reason)
    }

    /// The rejection of a request that the database could not answer.
    static func rejection(_ error: any Error, place: String) -> any Error {
        if error is OAuth1ServerError { return error }
        if let error = error as? OAuth1DatabaseError, error.code != .unavailable { return error }
        let reason = (error as? OAuth1DatabaseError)?.reason ?? reason(error, place: place)
        return OAuth1ServerError(.storeUnavailable, reason)
    }
}
#endif
