//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Sends what the flow built, and whatever redirects, retries and corrections it leads to.
///
/// ``OAuth1Exchange`` decides the next step; this only signs, sends, waits and reports what happens. A class, as the
/// copies of a client share it, and each call has one reference to it in place of one to each thing that it needs.
final class ExchangeRunner: Sendable {
    let flow: OAuth1Flow
    let observation: Observation
    let clocks: ServiceClocks
    let transport: any OAuth1Transport
    /// Signs calls without a token, and replaces signers whose token has to be waited for.
    let tokenlessSigner: OAuth1Signer

    init(flow: OAuth1Flow, transport: any OAuth1Transport) {
        self.flow = flow
        self.transport = transport
        self.tokenlessSigner = flow.signer(for: nil)
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
            do {
                return try read(
                    await exchange(request, renewing: nil, nil, call) { sent in
                        try await self.whole(sent, flow.options.maximumTokenResponseBytes)
                    }
                )
            } catch let error as OAuth1ClientError {
                throw error.located(OAuth1ClientError.Step(operation), request.request)
            }
        }
    }

    /// Sends a call of a protected resource.
    func run(_ pending: PendingCall) async throws -> OAuth1Response {
        // Most calls are signed without waiting, are watched by nobody, and succeed: they end in these few lines. Code that
        // runs once between two waits has its price by its size, as the processor has forgotten it each time.
        guard let outgoing = try signAtOnce(pending) else { return try await runObserved(pending) }
        let start = ContinuousClock.now
        let result: Result<OAuth1Response, any Error>
        do {
            var response = try await send(outgoing, flow.options.maximumResponseBytes)
            if OAuth1Exchange.isEnd(response.status) {
                response.origin = .success(of: pending.request, outgoing, flow.resolved?.service.errorInBody)
                response.call = pending.answered
                return response
            }
            result = .success(response)
        } catch {
            result = .failure(error)
        }
        let sent = SentRequest(pending.request, outgoing, flow.resolved?.service.errorInBody)
        let first = Attempt<OAuth1Response>(
            sent: sent,
            result: result.map { response in
                var response = response
                response.origin = .sent(sent)
                return (response, response)
            },
            start: start
        )
        // Not observed either: anyone who starts to watch in the middle would count wrongly.
        return try await exchange(pending.request, renewing: nil, nil, nil, after: first) { sent in
            try await self.whole(sent, flow.options.maximumResponseBytes)
        }
    }

    /// Sends a call that may have to wait for a token, hooks or a signature, and that somebody may watch.
    private func runObserved(_ pending: PendingCall) async throws -> OAuth1Response {
        let (request, lease) = try await prepare(pending)
        return try await observation.observing(.resource, request.request) { call in
            try await exchange(request, renewing: pending.renewable, lease, call) { sent in
                try await self.whole(sent, flow.options.maximumResponseBytes)
            }
        }
    }

    /// Sends a request and reads the response whole.
    func send(_ outgoing: OutgoingRequest, _ maximumResponseBytes: Int) async throws -> OAuth1Response {
        try await transport.send(outgoing.request, body: outgoing.body, maximumResponseBytes: maximumResponseBytes)
    }
}
