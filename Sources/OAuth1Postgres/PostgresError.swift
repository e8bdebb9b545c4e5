//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
/// A failure of a statement or a connection.
///
/// The server's texts are not part of it: they may contain values of a statement.
enum PostgresError: Error, Sendable {
    /// The server rejected a statement with this SQLSTATE.
    case rejected(state: String, role: String?)
    /// The connection was lost in the middle of a statement, whose effect is not known.
    case lost
    /// The server did not answer in time.
    case timedOut
    /// No connection could be opened.
    case unreachable(reason: String)
    /// The server accepts no connection until somebody changes a setting.
    case denied(reason: String)
    /// The pool was closed.
    case closed
    /// Too many requests wait.
    case tooManyWaiting
    /// No connection was free in time.
    case waitedTooLong

    /// Whether the transaction was undone because of another one, and may be repeated.
    var mayBeRepeated: Bool {
        guard case .rejected(let state, _) = self else { return false }
        return ["40001", "40P01", "55P03"].contains(state)
    }

    /// Whether another attempt has the same result until somebody changes a setting.
    var isDenial: Bool {
        switch self {
        case .denied: true
        case .rejected(let state, _): PostgresDenial.states.contains(state)
        default: false
        }
    }

    /// Whether a statement was rejected with a SQLSTATE.
    func isRejected(_ state: String) -> Bool {
        guard case .rejected(state, _) = self else { return false }
        return true
    }
}
#endif
