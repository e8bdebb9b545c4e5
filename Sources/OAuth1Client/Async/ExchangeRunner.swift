//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Sends what the flow built, and whatever redirects, retries and corrections it leads to.
///
/// What comes next is decided by ``OAuth1Exchange``; this only signs, sends, waits and tells what happens. A class, as the
/// copies of a client share it, and each call has one reference to it in place of one to each thing that it needs.
final class ExchangeRunner: Sendable {
    let flow: OAuth1Flow
    let observation: Observation
    let clocks: ServiceClocks
    let transport: any OAuth1Transport

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
            try read(
                await exchange(request, renewing: nil, nil, call) { outgoing, _ in
                    try await self.whole(outgoing, flow.options.maximumTokenResponseBytes)
                }
            )
        }
    }

    /// Sends a call of a protected resource.
    func run(_ pending: PendingCall) async throws -> OAuth1Response {
        // Most calls are signed without waiting, are watched by nobody, and succeed: they end in these few lines. Code that
        // runs once between two waits has its price by its size, as the processor has forgotten it each time.
        guard let outgoing = try signedAtOnce(pending) else { return try await run(pending, after: nil) }
        let start = ContinuousClock.now
        let result: Result<OAuth1Response, any Error>
        do {
            let response = try await send(outgoing, flow.options.maximumResponseBytes)
            if OAuth1Exchange.isEnd(response.status) { return response }
            result = .success(response)
        } catch {
            result = .failure(error)
        }
        return try await run(pending, after: Attempt(outgoing: outgoing, result: result.map { ($0, $0) }, start: start))
    }

    private func run(_ pending: PendingCall, after first: Attempt<OAuth1Response>?) async throws -> OAuth1Response {
        let (request, lease) = try await prepare(pending)
        func goOn(_ call: Observation.Call?) async throws -> OAuth1Response {
            try await exchange(request, renewing: pending.renewable, lease, call, after: first) { outgoing, _ in
                try await self.whole(outgoing, flow.options.maximumResponseBytes)
            }
        }
        // Whoever begins to watch in the middle would count wrongly.
        guard first == nil else { return try await goOn(nil) }
        return try await observation.observing(.resource, request.request) { try await goOn($0) }
    }

    /// Sends a request and reads the response whole.
    func send(_ outgoing: OutgoingRequest, _ maximumResponseBytes: Int) async throws -> OAuth1Response {
        try await transport.send(outgoing.request, body: outgoing.body, maximumResponseBytes: maximumResponseBytes)
    }
}
