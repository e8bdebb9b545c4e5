//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension ExchangeRunner {
    /// A response by which is decided what comes next, and what the caller gets if nothing does.
    typealias Outcome<Answer> = (response: OAuth1Response, answer: Answer)

    /// A request that was sent, and what came of it.
    struct Attempt<Answer> {
        let sent: SentRequest
        let result: Result<Outcome<Answer>, any Error>
        /// When it started.
        let start: ContinuousClock.Instant
    }

    /// Sends a request as often as it takes, or as often as it still takes after the first time.
    func exchange<Answer: AnswerOfCall>(
        _ request: OAuth1UnsignedRequest,
        renewing renewable: OAuth1RenewableToken?,
        _ lease: OAuth1RenewableToken.Lease?,
        _ call: Observation.Call?,
        after first: Attempt<Answer>? = nil,
        _ send: (SentRequest) async throws -> Outcome<Answer>
    ) async throws -> Answer {
        var exchange = OAuth1Exchange(request, flow.options, isRenewable: renewable != nil)
        do {
            var attempt: Attempt<Answer>
            if let first { attempt = first } else { attempt = try await sendOnce(request, suspecting: nil, call, send) }
            let start = attempt.start
            // The service's time from a rejection, until another response shows whether it is right.
            var suspicion: ServiceClocks.Suspicion?
            while true {
                let outgoing = attempt.sent.outgoing
                switch attempt.result {
                case .success(let outcome):
                    let verdict = ServiceTime.verdict(outcome.response)
                    if let tried = suspicion, tried.host == outgoing.host, verdict == .accepted { clocks.learn(tried) }
                    if verdict != .unknown { suspicion = nil }
                    let step = try exchange.step(
                        after: outcome.response,
                        elapsed: .now - start,
                        now: outgoing.timestamp,
                        chance: .random(in: 0...1)
                    )
                    call?.next(step)
                    switch step {
                    case .send(let delay):
                        if delay > .zero { try await Task.sleep(for: delay) }
                    case .sendAtTime(let time):
                        suspicion = clocks.suspect(time, of: outgoing.host)
                        // An implausible time is not used for signing.
                        if suspicion == nil { return outcome.answer.answering(PendingCall(exchange)) }
                    case .sendWithNewToken:
                        guard let renewable, let lease else { return outcome.answer.answering(PendingCall(exchange)) }
                        exchange.sign(with: flow.signer(for: try await renewable.renewed(after: lease).token))
                    case .finishAtTime(let time):
                        // No other request shows whether it is right; the next rejection would end it.
                        if let time = clocks.suspect(time, of: outgoing.host) { clocks.learn(time) }
                        return outcome.answer.answering(PendingCall(exchange))
                    case .finishWithNewToken:
                        // If that fails, the next call says so.
                        if let renewable, let lease { _ = try? await renewable.renewed(after: lease) }
                        return outcome.answer.answering(PendingCall(exchange))
                    case .finish:
                        if verdict == .inDoubt { clocks.doubt(outgoing.host) }
                        return outcome.answer.answering(PendingCall(exchange))
                    }
                case .failure(let error):
                    let failure = try failure(error, attempts: exchange.attempts)
                    guard let delay = exchange.delayAfterFailure(elapsed: .now - start, chance: .random(in: 0...1))
                    else { throw failure }
                    call?.next(.send(after: delay))
                    if delay > .zero { try await Task.sleep(for: delay) }
                }
                attempt = try await sendOnce(exchange.request, suspecting: suspicion, call, send)
            }
        } catch let error as OAuth1ClientError {
            throw error.located(PendingCall(exchange))
        }
    }

    /// Signs a request and sends it, and returns what was sent and the result.
    private func sendOnce<Answer>(
        _ unsigned: borrowing OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?,
        _ call: Observation.Call?,
        _ send: (SentRequest) async throws -> Outcome<Answer>
    ) async throws -> Attempt<Answer> {
        let start = ContinuousClock.now
        let sent = SentRequest(
            copy unsigned,
            try await sign(unsigned, suspecting: suspicion),
            flow.resolved?.service.errorInBody
        )
        call?.attempt(sent.outgoing.request, timestamp: sent.outgoing.timestamp)
        do {
            let outcome = try await send(sent)
            call?.answer(outcome.response)
            return Attempt(sent: sent, result: .success(outcome), start: start)
        } catch {
            return Attempt(sent: sent, result: .failure(error), start: start)
        }
    }

    /// Sends a request whose response is read whole, and so is the caller's, too.
    func whole(
        _ sent: SentRequest,
        _ maximumResponseBytes: Int
    ) async throws -> Outcome<OAuth1Response> {
        var response = try await send(sent.outgoing, maximumResponseBytes)
        let isSuccess = OAuth1Exchange.isEnd(response.status)
        response.origin =
            isSuccess ? .success(of: sent.unsigned, sent.outgoing, flow.resolved?.service.errorInBody) : .sent(sent)
        return (response, response)
    }

    /// The error of a connection that failed.
    ///
    /// - Throws: Errors that another attempt would not fix.
    private func failure(_ error: any Error, attempts: Int) throws -> OAuth1ClientError {
        switch error {
        case is OAuth1ClientError, is CancellationError:
            throw error
        case let failure as BodyFailure:
            throw failure.cause
        case let broken as BrokenAnswer:
            try Task.checkCancellation()
            return broken.error
        default:
            // A cancelled task's request fails in the way of the HTTP library.
            try Task.checkCancellation()
            return OAuth1ClientError(error, over: transport, attempts: attempts)
        }
    }
}

/// A rejection that broke off while it was read, and so is not an answer.
struct BrokenAnswer: Error {
    let error: OAuth1ClientError
}
