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
            try await exchange(request, renewing: renewable, lease, call) { signed, body in
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
        while true {
            let host = exchange.request.request.hostName ?? ""
            let signed = try await sign(exchange.request.defaultingTimestamp(clocks.timestamp(for: host)))
            call.attempt(signed.request, timestamp: signed.timestamp)
            let step: OAuth1Exchange.Step
            var answer: Answer?
            switch try await result(of: signed, { try await attempt(signed, exchange.request.stream) }) {
            case .success(let success):
                answer = success.answer
                call.answer(success.response)
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
                if let answer, !clocks.learn(time, for: host) { return answer }
            case .sendWithNewToken:
                guard let renewable, let lease else { break }
                exchange.sign(with: flow.signer(for: try await renewable.renewed(after: lease).token))
            case .finish:
                if let answer { return answer }
            }
        }
    }

    private func sign(_ unsigned: consuming OAuth1UnsignedRequest) async throws -> OAuth1SignedRequest {
        if let willSign = flow.options.hooks.willSign {
            var (request, body) = (unsigned.request, unsigned.body)
            try await willSign(&request, &body)
            try flow.checkTransportSecurity(of: request)
            unsigned = unsigned.replacing(request, body: body)
        }
        var signed = try await unsigned.signedAsynchronously()
        try await flow.options.hooks.didSign?(&signed)
        return signed
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
        } catch let error as OAuth1ClientError {
            throw error
        } catch is CancellationError {
            throw CancellationError()
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

extension OAuth1UnsignedRequest {
    /// The same with another request and body, and nothing else changed.
    fileprivate func replacing(_ request: HTTPRequest, body: [UInt8]?) -> OAuth1UnsignedRequest {
        OAuth1UnsignedRequest(
            request: request,
            body: body,
            signer: signer,
            options: options,
            stream: stream,
            isBearer: isBearer
        )
    }

    /// The same with a timestamp, unless the application gave one.
    fileprivate consuming func defaultingTimestamp(_ timestamp: Int64) -> OAuth1UnsignedRequest {
        options.timestamp = options.timestamp ?? timestamp
        return self
    }
}
