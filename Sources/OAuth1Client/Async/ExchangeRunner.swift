//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Sends what the flow built, and whatever redirects, retries and corrections it leads to.
///
/// What comes next is decided by ``OAuth1Exchange``; this only signs, sends, waits and tells what happens.
struct ExchangeRunner: Sendable {
    let flow: OAuth1Flow
    let observation: Observation
    private let transport: any OAuth1Transport
    private let clocks: ServiceClocks

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
            let response = try await exchange(request, renewing: nil, nil, call) { signed, _ in
                let response = try await send(signed, flow.options.maximumTokenResponseBytes)
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
            try await exchange(request, renewing: renewable, lease, call) { signed, _ in
                let response = try await send(signed, flow.options.maximumResponseBytes)
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
            call.isStreamed()
            return try await exchange(request, renewing: renewable, lease, call) { signed, body in
                guard body == nil || signed.body == nil else {
                    throw OAuth1ClientError(
                        .invalidConfiguration,
                        "expected one body, got one that is sent piece by piece and one of the placement or of a hook"
                    )
                }
                let body = body ?? signed.body.map { OAuth1BodyStream($0, of: signed.request) }
                let answer = try await transport.stream(signed.request, body: body)
                guard answer.status.kind != .successful else { return (OAuth1Response(head: answer.head), answer) }
                // What a refusal says decides what comes next.
                let response = try await answer.collect(upTo: flow.options.maximumResponseBytes)
                return (response, OAuth1StreamedResponse(response))
            }
        }
    }

    /// Sends a request as often as it takes; an attempt returns the response by which that is decided, and the result.
    private func exchange<Answer>(
        _ request: OAuth1UnsignedRequest,
        renewing renewable: OAuth1RenewableToken?,
        _ lease: OAuth1RenewableToken.Lease?,
        _ call: Observation.Call,
        _ attempt: (OAuth1SignedRequest, OAuth1BodyStream?) async throws -> (response: OAuth1Response, answer: Answer)
    ) async throws -> Answer {
        let start = ContinuousClock.now
        var exchange = OAuth1Exchange(request, flow.options, isRenewable: renewable != nil)
        // The service's time as a refusal told it, until another answer shows whether it is right.
        var suspicion: ServiceClocks.Suspicion?
        while true {
            let (signed, host) = try await sign(exchange.request, suspecting: suspicion)
            call.attempt(signed.request, timestamp: signed.timestamp)
            let step: OAuth1Exchange.Step
            var answer: Answer?
            var isTimeInDoubt = false
            switch try await result(of: signed, { try await attempt(signed, exchange.request.stream) }) {
            case .success(let success):
                answer = success.answer
                call.answer(success.response)
                isTimeInDoubt = ServiceTime.mayBeRefused(success.response)
                if let tried = suspicion, tried.host == host, !isTimeInDoubt { clocks.learn(tried) }
                suspicion = nil
                step = try exchange.step(
                    after: success.response,
                    elapsed: .now - start,
                    now: signed.timestamp,
                    chance: .random(in: 0...1)
                )
            case .failure(let error):
                guard let next = exchange.stepAfterFailure(elapsed: .now - start, chance: .random(in: 0...1))
                else { throw error }
                step = next
            }
            call.next(step)
            switch step {
            case .send(let delay):
                if delay > .zero { try await Task.sleep(for: delay) }
            case .sendAtTime(let time):
                // A time that can't be believed is no reason to sign with it.
                suspicion = clocks.suspect(time, of: host)
                if let answer, suspicion == nil { return answer }
            case .sendWithNewToken:
                guard let renewable, let lease else { break }
                exchange.sign(with: flow.signer(for: try await renewable.renewed(after: lease).token))
            case .finish:
                guard let answer else { break }
                if isTimeInDoubt { clocks.doubt(host) }
                return answer
            }
        }
    }

    /// A request that somebody else sends, signed with the time of its service, and without hooks: only the signature goes.
    func signed(_ request: OAuth1UnsignedRequest) async throws -> OAuth1SignedRequest {
        var request = request
        request.options.timestamp = clocks.timestamp(for: request.request.hostName ?? "")
        return try await request.signedAsynchronously()
    }

    /// Signs a request, with the time of the host that it goes to once the hooks had it, and tells that host.
    private func sign(
        _ unsigned: consuming OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?
    ) async throws -> (OAuth1SignedRequest, host: String) {
        let hooks = flow.options.hooks
        if let willSign = hooks.willSign {
            var (request, body) = (unsigned.request, unsigned.body)
            try await willSign(&request, &body)
            unsigned.request = request
            unsigned.body = body
        }
        let host = unsigned.request.hostName ?? ""
        if unsigned.options.timestamp == nil {
            unsigned.options.timestamp = suspicion?.time(for: host) ?? clocks.timestamp(for: host)
        }
        var signed = try await unsigned.signedAsynchronously()
        try await hooks.didSign?(&signed)
        // Whatever the hooks did: a signature leaves this machine over TLS only.
        try flow.checkTransportSecurity(of: signed.request)
        return (signed, host)
    }

    private func send(_ signed: OAuth1SignedRequest, _ maximumResponseBytes: Int) async throws -> OAuth1Response {
        try await transport.send(signed.request, body: signed.body, maximumResponseBytes: maximumResponseBytes)
    }

    /// What came of one attempt: a response, or the error of a connection that failed.
    private func result<Answer>(
        of signed: OAuth1SignedRequest,
        _ attempt: () async throws -> Answer
    ) async throws -> Result<Answer, OAuth1ClientError> {
        do {
            return .success(try await attempt())
        } catch let error as OAuth1ClientError where error.code == .transport {
            // A body that is read piece by piece broke off, which it tells by itself.
            return .failure(error)
        } catch let error as OAuth1ClientError {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch let failure as BodyFailure {
            throw failure.cause
        } catch {
            // A cancelled task's request fails in the way of the HTTP library.
            try Task.checkCancellation()
            return .failure(
                OAuth1ClientError(
                    .transport,
                    "the request to \(signed.request.authority ?? "the service") got no complete response",
                    cause: error
                )
            )
        }
    }
}
