//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Sends what the flow built, and whatever redirects, retries and corrections it leads to.
///
/// What comes next is decided by ``OAuth1Exchange``; this only signs, sends, waits and tells what happens. A class, as the
/// copies of a client share it, and each call has one reference to it in place of one to each thing that it needs.
final class ExchangeRunner: Sendable {
    let flow: OAuth1Flow
    let observation: Observation
    let clocks: ServiceClocks
    private let transport: any OAuth1Transport

    init(flow: OAuth1Flow, transport: any OAuth1Transport) {
        self.flow = flow
        self.transport = transport
        self.observation = Observation(logger: flow.options.logger)
        self.clocks = ServiceClocks(clock: flow.configuration.clock, policy: flow.options.clockSkew)
    }

    /// Sends a request for a token and reads the response.
    func run<Token>(
        _ request: OAuth1UnsignedRequest,
        _ operation: Operation,
        reading read: (OAuth1Response) throws -> Token
    ) async throws -> Token {
        try await observation.observing(operation, request.request) { call in
            let response = try await exchange(request, renewing: nil, nil, call) { outgoing, _ in
                let response = try await self.send(outgoing, flow.options.maximumTokenResponseBytes)
                return (response, response)
            }
            return try read(response)
        }
    }

    /// Sends a call of a protected resource.
    func run(
        _ request: OAuth1UnsignedRequest,
        renewing renewable: OAuth1RenewableToken?,
        _ lease: OAuth1RenewableToken.Lease?
    ) async throws -> OAuth1Response {
        try await observation.observing(.resource, request.request) { call in
            try await exchange(request, renewing: renewable, lease, call) { outgoing, _ in
                let response = try await self.send(outgoing, flow.options.maximumResponseBytes)
                return (response, response)
            }
        }
    }

    /// Sends a call of a protected resource whose bodies are not in memory.
    func stream(
        _ request: OAuth1UnsignedRequest,
        renewing renewable: OAuth1RenewableToken?,
        _ lease: OAuth1RenewableToken.Lease?
    ) async throws -> OAuth1StreamedResponse {
        guard let transport = transport as? any OAuth1StreamingTransport else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "expected a transport that can stream, such as AsyncHTTPClientTransport"
            )
        }
        return try await observation.observing(.resource, request.request) { call in
            try await exchange(request, renewing: renewable, lease, call) { outgoing, body in
                guard body == nil || outgoing.body == nil else {
                    throw OAuth1ClientError(
                        .invalidConfiguration,
                        "expected one body, got one that is sent piece by piece and one of the placement or of a hook"
                    )
                }
                let body = body ?? outgoing.body.map { OAuth1BodyStream($0, of: outgoing.request) }
                let answer = try await transport.stream(outgoing.request, body: body)
                guard answer.status.kind != .successful else {
                    call?.streamsAnswer()
                    return (OAuth1Response(head: answer.head), answer)
                }
                // What a refusal says decides what comes next.
                let response = try await self.collect(answer)
                return (response, OAuth1StreamedResponse(response))
            }
        }
    }

    /// Reads a refusal to its end.
    private func collect(_ answer: OAuth1StreamedResponse) async throws -> OAuth1Response {
        do {
            return try await answer.collect(upTo: flow.options.maximumResponseBytes)
        } catch let error as OAuth1ClientError {
            throw error.code == .transport ? BrokenAnswer(error: error) : error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The request's body failed while its refusal was on its way already.
            throw BodyFailure(error)
        }
    }

    /// A response by which is decided what comes next, and what the caller gets if nothing does.
    private typealias Outcome<Answer> = (response: OAuth1Response, answer: Answer)

    /// Sends a request as often as it takes.
    private func exchange<Answer>(
        _ request: OAuth1UnsignedRequest,
        renewing renewable: OAuth1RenewableToken?,
        _ lease: OAuth1RenewableToken.Lease?,
        _ call: Observation.Call?,
        _ send: (OutgoingRequest, OAuth1BodyStream?) async throws -> Outcome<Answer>
    ) async throws -> Answer {
        let start = ContinuousClock.now
        var (outgoing, result) = try await attempt(request, suspecting: nil, call, send)
        // Most calls end here, and nothing has to be kept for more attempts.
        if case .success(let outcome) = result, OAuth1Exchange.isEnd(outcome.response.status) { return outcome.answer }

        var exchange = OAuth1Exchange(request, flow.options, isRenewable: renewable != nil)
        // The service's time as a refusal told it, until another answer shows whether it is right.
        var suspicion: ServiceClocks.Suspicion?
        while true {
            switch result {
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
                    // A time that can't be believed is no reason to sign with it.
                    if suspicion == nil { return outcome.answer }
                case .sendWithNewToken:
                    guard let renewable, let lease else { return outcome.answer }
                    exchange.sign(with: flow.signer(for: try await renewable.renewed(after: lease).token))
                case .finish:
                    if verdict == .inDoubt { clocks.doubt(outgoing.host) }
                    return outcome.answer
                }
            case .failure(let error):
                let failure = try ExchangeRunner.failure(error, of: outgoing.request)
                guard let delay = exchange.delayAfterFailure(elapsed: .now - start, chance: .random(in: 0...1))
                else { throw failure }
                call?.next(.send(after: delay))
                if delay > .zero { try await Task.sleep(for: delay) }
            }
            (outgoing, result) = try await attempt(exchange.request, suspecting: suspicion, call, send)
        }
    }

    /// Signs a request and sends it, and tells what went out and what came of it.
    private func attempt<Answer>(
        _ unsigned: borrowing OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?,
        _ call: Observation.Call?,
        _ send: (OutgoingRequest, OAuth1BodyStream?) async throws -> Outcome<Answer>
    ) async throws -> (OutgoingRequest, Result<Outcome<Answer>, any Error>) {
        let outgoing = try await sign(unsigned, suspecting: suspicion)
        call?.attempt(outgoing.request, timestamp: outgoing.timestamp)
        do {
            let outcome = try await send(outgoing, unsigned.stream)
            call?.answer(outcome.response)
            return (outgoing, .success(outcome))
        } catch {
            return (outgoing, .failure(error))
        }
    }

    private func send(_ outgoing: OutgoingRequest, _ maximumResponseBytes: Int) async throws -> OAuth1Response {
        try await transport.send(outgoing.request, body: outgoing.body, maximumResponseBytes: maximumResponseBytes)
    }

    /// The error of a connection that failed.
    ///
    /// - Throws: What no further attempt would mend.
    private static func failure(
        _ error: any Error,
        of request: HTTPRequest
    ) throws -> OAuth1ClientError {
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
            return OAuth1ClientError(
                .transport,
                "the request to \(request.authority ?? "the service") got no complete response",
                cause: error
            )
        }
    }
}

/// A refusal that broke off while it was read, and so is no answer.
private struct BrokenAnswer: Error {
    let error: OAuth1ClientError
}
