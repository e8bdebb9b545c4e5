//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client

/// Exchanges the tokens of a queue, several at the same time.
struct Migration: Sendable {
    /// The wait after the first temporary failure; it doubles with each one, up to the limit.
    private static let baseDelay: Duration = .seconds(1)
    private static let maximumDelay: Duration = .seconds(60)

    let target: MigrationTarget
    let journal: MigrationJournal
    let queue: MigrationQueue
    let pace: MigrationPace
    let maximumAttempts: Int
    let maximumWait: Duration

    /// Exchanges all tokens, or stops.
    ///
    /// - Parameters:
    ///   - concurrency: How many exchanges at the same time.
    ///   - progress: Shows how far it is.
    /// - Returns: Why it stopped, or `nil` at the end of the input.
    /// - Throws: ``CommandFailure`` if a file can't be read or written.
    func run(concurrency: Int, _ progress: MigrationProgress) async throws -> MigrationStop? {
        let client = try target.makeClient(transport: target.connection.makeTransport())
        var record = AuditRecord(.run)
        (record.service, record.url) = (target.service.id, target.exchange.endpoint.url)
        try await journal.note(record)
        let shutdown = await ShutdownSignal()
        // Exchanges in progress are completed: their tokens would be lost.
        let signals = shutdown.signals
        let listener = Task {
            for await _ in signals { await stop(.interrupted) }
        }
        let display = progress.start { await queue.tally }
        defer {
            listener.cancel()
            shutdown.cancel()
        }
        let failures = await withTaskGroup(of: (any Error)?.self) { group in
            for _ in 0..<concurrency { group.addTask { await work(client) } }
            return await group.reduce(into: []) { failures, failure in failures += [failure].compactMap(\.self) }
        }
        await display.finish()
        rememberClock(client)
        if let failure = failures.first { throw failure }
        try await queue.drain()
        await noteUncertain()
        let reason = await queue.reason
        if let reason {
            var record = AuditRecord(.stopped)
            record.reason = reason.text
            try await journal.note(record)
        }
        return reason
    }

    /// Exchanges tokens until there are none left, and returns the failure that ended it.
    private func work(_ client: AsyncOAuth1Client) async -> (any Error)? {
        do {
            while !pace.isStopped, let item = try await queue.next() { try await exchange(item, client) }
            return nil
        } catch {
            // The others are not cancelled: they complete what they have sent.
            await stop(.failed(CommandFailure(running: error)))
            return error
        }
    }

    private func stop(_ reason: MigrationStop) async {
        await queue.end(reason)
        pace.stop()
    }

    // MARK: One token

    private func exchange(_ item: MigrationQueue.Item, _ client: AsyncOAuth1Client) async throws {
        if item.isUnnoted { try await journal.note(Migration.uncertain(item.row)) }
        for attempt in 1...maximumAttempts {
            guard await pace.wait() else { return await queue.postponed() }
            try await journal.note(AuditRecord(.started, item.row, attempt: attempt, repeats: item.repeats))
            let outcome: ExchangeOutcome
            do {
                outcome = .token(try await target.exchange(item.row.token, with: client))
            } catch let error as OAuth1ClientError {
                outcome = ExchangeOutcome(error)
            }
            guard try await isRepeated(outcome, item, attempt) else { return }
        }
    }

    /// Stores the outcome, and returns whether to send the token again.
    private func isRepeated(
        _ outcome: ExchangeOutcome,
        _ item: MigrationQueue.Item,
        _ attempt: Int
    ) async throws -> Bool {
        switch outcome {
        case .token(let token):
            try await journal.store(token, of: item.row)
            try await journal.note(AuditRecord(.exchanged, item.row, attempt: attempt))
            await queue.exchanged(item)
            return false
        case .rejected(let error):
            try await note(.rejected, item, attempt, error)
            await queue.rejected(item, Migration.reason(error))
            if await queue.stop != nil { pace.stop() }
            return false
        case .unusable(let error):
            try await note(.postponed, item, attempt, error)
            await queue.postponed()
            await stop(.failed(CommandFailure(ExitStatus(error), error.errorDescription ?? error.reason)))
            return false
        case .unreadable(let error):
            try await note(.uncertain, item, attempt, error)
            await queue.uncertain(item, Migration.reason(error))
            await stop(.failed(CommandFailure(.failed, error.errorDescription ?? error.reason)))
            return false
        case .unanswered(let error) where target.exchange.repetition != .replaces:
            try await note(.uncertain, item, attempt, error)
            await queue.uncertain(item, Migration.reason(error))
            if await queue.stop != nil { pace.stop() }
            return false
        case .unanswered(let error):
            try await note(.uncertain, item, attempt, error)
            return await waits(for: error, attempt)
        case .temporary(let error):
            try await note(.postponed, item, attempt, error)
            return await waits(for: error, attempt)
        }
    }

    /// Waits before the next attempt, or stops the run if that makes no sense.
    private func waits(for error: OAuth1ClientError, _ attempt: Int) async -> Bool {
        let delay = error.retryAfter ?? Migration.delay(after: attempt)
        guard attempt < maximumAttempts, delay <= maximumWait, !pace.isStopped else {
            await queue.postponed()
            await stop(.temporary(error.errorDescription ?? error.reason, retryAfter: error.retryAfter))
            return false
        }
        if error.retryAfter != nil || error.status?.code == 429 {
            pace.pause(for: delay)
        } else {
            await pace.wait(for: delay)
        }
        return true
    }

    /// The wait after an attempt, with jitter.
    private static func delay(after attempt: Int) -> Duration {
        min(baseDelay * (1 << min(attempt - 1, 10)), maximumDelay) * Double.random(in: 0.5...1)
    }

    // MARK: Records

    private func note(
        _ event: AuditRecord.Event,
        _ item: MigrationQueue.Item,
        _ attempt: Int,
        _ error: OAuth1ClientError
    ) async throws {
        var record = AuditRecord(event, item.row, attempt: attempt)
        (record.status, record.reason) = (error.status?.code, Migration.reason(error))
        try await journal.note(record)
    }

    /// What happened, and what the service reports.
    private static func reason(_ error: OAuth1ClientError) -> String {
        guard let problem = error.problem else { return error.reason }
        return "\(error.reason): \(problem)"
    }

    private static func uncertain(_ row: TokenRow) -> AuditRecord {
        var record = AuditRecord(.uncertain, row)
        record.reason = "an earlier run ended before the response was stored"
        return record
    }

    private func noteUncertain() async {
        for row in await queue.takeUnnoted() { try? await journal.note(Migration.uncertain(row)) }
    }

    private func rememberClock(_ client: AsyncOAuth1Client) {
        guard let profile = target.profile else { return }
        SigningLogin.profile(profile, keyPassphrase: nil).rememberClock(of: target.exchange.endpoint.url, client)
    }
}
#endif
