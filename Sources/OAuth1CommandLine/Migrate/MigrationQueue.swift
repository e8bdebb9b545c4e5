//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// Hands out the tokens that are still to be exchanged, in the order of the input, and counts what became of each.
actor MigrationQueue {
    /// What the user chose.
    struct Choices: Sendable {
        /// Whether tokens are sent again whose earlier exchange may have succeeded.
        var repeatsUncertain: Bool
        /// Whether tokens are sent again that the service rejected in an earlier run.
        var retriesRejected: Bool
        /// The most tokens.
        var limit: Int?
    }

    /// A token to exchange.
    struct Item: Sendable {
        let row: TokenRow
        /// Whether an earlier exchange of the token may have succeeded.
        let repeats: Bool
        /// Whether the audit file has to say so first.
        let isUnnoted: Bool
    }

    /// The most rows: their hashes are in memory.
    private static let maximumRows = 5_000_000
    /// Rejections one after the other, with no success before, after which the credentials are doubted.
    private static let maximumRejections = 50
    /// Requests one after the other whose outcome is not known, after which the service counts as not reachable.
    private static let maximumUnanswered = 3

    private var rows: TokenRows
    private let history: MigrationHistory
    private let choices: Choices
    /// The lines of the tokens that were read.
    private var lines: [TokenFingerprint: Int] = [:]
    private var handedOut = 0
    private var unanswered = 0
    private(set) var tally = MigrationTally()
    private(set) var stop: MigrationStop?
    /// Why it stopped before the end, once the rest was read.
    var reason: MigrationStop? {
        if case .limit? = stop, tally.pending == 0 { return nil }
        return stop
    }

    init(_ rows: TokenRows, _ history: MigrationHistory, _ choices: Choices) {
        (self.rows, self.history, self.choices) = (rows, history, choices)
    }

    /// The next token, or `nil` at the end and after a stop.
    ///
    /// - Returns: The token, which nobody else gets.
    /// - Throws: ``CommandFailure`` if the input can't be read.
    func next() throws -> Item? {
        guard stop == nil else { return nil }
        if let limit = choices.limit, handedOut >= limit {
            stop = .limit(limit)
            return nil
        }
        guard let item = try read() else { return nil }
        handedOut += 1
        return item
    }

    /// Reads the rest of the input, to count what is left.
    ///
    /// - Parameter visit: Sees each token that is left.
    /// - Throws: ``CommandFailure``, or what `visit` throws.
    func drain(_ visit: (Item) throws -> Void = { _ in }) throws {
        while let item = try read() {
            tally.pending += 1
            try visit(item)
        }
    }

    /// Tokens for which an audit file still lacks the line that their outcome is not known.
    private(set) var unnoted: [TokenRow] = []

    /// Forgets the tokens of ``unnoted``.
    func takeUnnoted() -> [TokenRow] {
        defer { unnoted = [] }
        return unnoted
    }

    private func read() throws -> Item? {
        while let element = try element() {
            tally.rows += 1
            guard tally.rows <= MigrationQueue.maximumRows else {
                throw CommandFailure(
                    .unreadableInput,
                    "--input: there are more than \(MigrationQueue.maximumRows) rows",
                    advice: "Split the file"
                )
            }
            switch element {
            case .malformed(let line, let reason): tally.malformed.add(.init(line: line, reason: reason))
            case .row(let row):
                if let item = item(row) { return item }
            }
        }
        return nil
    }

    private func element() throws -> TokenRows.Element? {
        do {
            return try rows.next()
        } catch {
            throw CommandFailure(.unreadableInput, "--input: the rest of the input can't be read: \(error)")
        }
    }

    private func item(_ row: TokenRow) -> Item? {
        if let first = lines[row.fingerprint] {
            tally.duplicates.add(.init(row, "the token is that of line \(first)"))
            return nil
        }
        lines[row.fingerprint] = row.line
        switch history.states[row.fingerprint] {
        case nil: return Item(row: row, repeats: false, isUnnoted: false)
        case .exchanged:
            tally.exchangedEarlier += 1
            return nil
        case .rejected(let reason):
            if choices.retriesRejected { return Item(row: row, repeats: false, isUnnoted: false) }
            tally.rejected.add(.init(row, "\(reason) (in an earlier run)"))
            return nil
        case .uncertain(let isNoted):
            if choices.repeatsUncertain { return Item(row: row, repeats: true, isUnnoted: !isNoted) }
            let crashed = "an earlier run ended before the response was stored"
            tally.uncertain.add(.init(row, isNoted ? "the outcome of an earlier exchange is not known" : crashed))
            if !isNoted { unnoted.append(row) }
            return nil
        }
    }

    // MARK: Outcomes

    func exchanged(_ item: Item) {
        tally.exchanged += 1
        if item.repeats { tally.repeated += 1 }
        unanswered = 0
    }

    func rejected(_ item: Item, _ reason: String) {
        tally.rejected.add(.init(item.row, reason))
        unanswered = 0
        guard tally.exchanged == 0, tally.rejected.count >= MigrationQueue.maximumRejections else { return }
        end(
            .failed(
                CommandFailure(
                    .failed,
                    "the first \(tally.rejected.count) tokens were all rejected: \(reason)",
                    advice: "Check the consumer key and secret, then run the command again with --retry-rejected"
                )
            )
        )
    }

    /// The service answered.
    func answered() { unanswered = 0 }

    func uncertain(_ item: Item, _ reason: String) {
        tally.uncertain.add(.init(item.row, reason))
        unanswered += 1
        guard unanswered >= MigrationQueue.maximumUnanswered else { return }
        end(.temporary("the outcome of \(unanswered) requests is not known: \(reason)", retryAfter: nil))
    }

    /// The token is left for the next run.
    func postponed() { tally.pending += 1 }

    /// Hands out no more tokens; the first reason counts.
    func end(_ stop: MigrationStop) {
        if self.stop == nil { self.stop = stop }
    }
}
#endif
