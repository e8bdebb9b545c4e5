//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import CPostgreSQL
import OAuth1

/// A connection, which one thread uses.
///
/// All waiting has a deadline, so that a server that vanished does not hold the thread.
final class PostgresConnection {
    private let connection: OpaquePointer
    private let options: PostgresOptions
    /// The names of the statements that were prepared.
    private var statements: [String: String] = [:]
    /// Whether the connection must not be used again.
    private(set) var isBroken = false
    /// How long a statement may take.
    ///
    /// The server ends it a second earlier.
    var timeout: Duration

    /// Opens a connection.
    ///
    /// - Throws: ``PostgresError``.
    init(_ options: PostgresOptions) throws {
        guard let connection = Self.open(options) else {
            throw PostgresError.unreachable(reason: "out of memory")
        }
        self.options = options
        self.connection = connection
        timeout = options.statementTimeout + .seconds(1)
        // By default, libpq prints notices to standard error.
        _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
        guard PQstatus(connection) == CONNECTION_OK else { throw failure }
        PQsetnonblocking(connection, 1)
    }

    /// Connects, and waits until that succeeds or fails.
    ///
    /// libpq applies the timeout to each host of a list, which `PQconnectPoll` does not. The last option with a name
    /// counts, so that a timeout in the connection string does not.
    private static func open(_ options: PostgresOptions) -> OpaquePointer? {
        // libpq takes whole seconds, and at least two.
        let seconds = Int(max(2, (options.connectTimeout / .seconds(1)).rounded(.up)))
        return "dbname"
            .withCString { database in
                "connect_timeout"
                    .withCString { timeout in
                        options.connection.reveal()
                            .withCString { text in
                                "\(seconds)"
                                    .withCString { limit -> OpaquePointer? in
                                        let names: [UnsafePointer<CChar>?] = [database, timeout, nil]
                                        let values: [UnsafePointer<CChar>?] = [text, limit, nil]
                                        return PQconnectdbParams(names, values, 1)
                                    }
                            }
                    }
            }
    }

    deinit { PQfinish(connection) }

    /// Whether an idle connection can be used.
    var isAlive: Bool {
        !isBroken && PQstatus(connection) == CONNECTION_OK && !Socket.hasInput(PQsocket(connection))
    }

    /// Why no connection was opened, and whether another attempt may succeed.
    private var failure: PostgresError {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        let advice = PostgresDenial.advice(
            text,
            needsPassword: PQconnectionNeedsPassword(connection) == 1,
            role: role
        )
        guard let advice else { return .unreachable(reason: failureText) }
        return .denied(reason: "\(advice) (\(failureText))")
    }

    /// The role of the connection, unless its name contains the password.
    private var role: String? {
        let role = PQuser(connection).map { String(cString: $0) } ?? ""
        let password = PQpass(connection).map { String(cString: $0) } ?? ""
        return role.isEmpty || (!password.isEmpty && role.contains(password)) ? nil : role
    }

    /// Why no connection was opened: libpq's text in one line, unless it contains the password.
    private var failureText: String {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        let password = PQpass(connection).map { String(cString: $0) } ?? ""
        guard password.isEmpty || !text.contains(password) else { return "the server rejected the connection" }
        let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
            .joined(separator: "; ")
        return String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.value >= 0x20 }).prefix(400))
    }

    // MARK: - Statements

    /// Executes statements without parameters.
    ///
    /// - Throws: ``PostgresError``.
    func execute(_ sql: String) throws {
        try send { PQsendQuery(connection, sql) }
        _ = try receive()
    }

    /// Executes a statement that is prepared once for each connection.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    func query(_ sql: String, _ values: [PostgresValue] = []) throws -> PostgresRows {
        let name = try prepare(sql)
        // One buffer, with a byte at its end so that empty values have an address.
        var buffer: [CChar] = []
        var places: [(offset: Int, count: Int)?] = []
        for value in values {
            guard let bytes = value.encoded else {
                places.append(nil)
                continue
            }
            places.append((buffer.count, bytes.count))
            buffer.append(contentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
        }
        buffer.append(0)
        try buffer.withUnsafeBufferPointer { bytes in
            let pointers = places.map { place in place.flatMap { bytes.baseAddress?.advanced(by: $0.offset) } }
            let lengths = places.map { CInt(clamping: $0?.count ?? 0) }
            let formats = [CInt](repeating: 1, count: values.count)
            try send {
                PQsendQueryPrepared(connection, name, CInt(clamping: values.count), pointers, lengths, formats, 1)
            }
        }
        guard let rows = try receive() else { throw PostgresError.lost }
        return rows
    }

    /// Executes statements in a transaction.
    func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try execute("BEGIN")
        do {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            if !isBroken {
                do { try execute("ROLLBACK") } catch { isBroken = true }
            }
            throw error
        }
    }

    private func prepare(_ sql: String) throws -> String {
        if let name = statements[sql] { return name }
        let name = "oauth1_\(statements.count)"
        try send { PQsendPrepare(connection, name, sql, 0, nil) }
        _ = try receive()
        statements[sql] = name
        return name
    }

    // MARK: - Input and output

    private func send(_ call: () -> CInt) throws {
        guard !isBroken, call() == 1 else {
            isBroken = true
            throw PostgresError.lost
        }
    }

    /// Waits for the results of what was sent, and returns the last one.
    private func receive() throws -> PostgresRows? {
        let deadline = ContinuousClock.now + timeout
        do {
            try flush(until: deadline)
            var last: PostgresRows?
            var failure: PostgresError?
            while let result = try nextResult(until: deadline) {
                switch PQresultStatus(result) {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                    last = PostgresRows(result)
                default:
                    failure = failure ?? rejection(of: result)
                    PQclear(result)
                }
            }
            if PQstatus(connection) != CONNECTION_OK { isBroken = true }
            if let failure { throw failure }
            return last
        } catch let error as PostgresError {
            switch error {
            case .lost, .timedOut: isBroken = true
            default: break
            }
            throw error
        }
    }

    /// Field 67 is the SQLSTATE.
    private func rejection(of result: OpaquePointer) -> PostgresError {
        PQresultErrorField(result, 67).map { .rejected(state: String(cString: $0), role: role) } ?? .lost
    }

    private func flush(until deadline: ContinuousClock.Instant) throws {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1:
                guard Socket.wait(PQsocket(connection), Socket.input | Socket.output, until: deadline) else {
                    throw PostgresError.timedOut
                }
                guard PQconsumeInput(connection) == 1 else { throw PostgresError.lost }
            default: throw PostgresError.lost
            }
        }
    }

    private func nextResult(until deadline: ContinuousClock.Instant) throws -> OpaquePointer? {
        while PQisBusy(connection) == 1 {
            guard Socket.wait(PQsocket(connection), Socket.input, until: deadline) else {
                throw PostgresError.timedOut
            }
            guard PQconsumeInput(connection) == 1 else { throw PostgresError.lost }
        }
        return PQgetResult(connection)
    }
}
#endif
