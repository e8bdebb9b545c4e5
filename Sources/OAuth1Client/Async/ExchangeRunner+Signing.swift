//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension ExchangeRunner {
    /// Signs a request, with the time of the host that it goes to once the hooks had it.
    func sign(
        _ unsigned: borrowing OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?
    ) async throws -> OutgoingRequest {
        let outgoing: OutgoingRequest
        if flow.options.hooks.changesRequests || unsigned.signer.signsAsynchronously {
            outgoing = try await signWithHooks(copy unsigned, suspecting: suspicion)
        } else {
            let host = unsigned.request.signedHostName ?? ""
            outgoing = try unsigned.outgoing(to: host, at: clocks.timestamp(for: host, suspecting: suspicion))
        }
        // Whatever was changed since the request was made: a signature leaves this machine over TLS only.
        try flow.checkTransportSecurity(of: outgoing.request)
        return outgoing
    }

    private func signWithHooks(
        _ unsigned: consuming OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?
    ) async throws -> OutgoingRequest {
        let hooks = flow.options.hooks
        if let willSign = hooks.willSign {
            var (request, body) = (unsigned.request, unsigned.body)
            try await willSign(&request, &body)
            unsigned.request = request
            unsigned.body = body
        }
        let host = unsigned.request.signedHostName ?? ""
        unsigned.options.timestamp = unsigned.options.timestamp ?? clocks.timestamp(for: host, suspecting: suspicion)
        var signed = try await unsigned.signedAsynchronously()
        try await hooks.didSign?(&signed)
        return OutgoingRequest(request: signed.request, body: signed.body, timestamp: signed.timestamp, host: host)
    }

    /// A request that somebody else sends, signed with the time of its service, and without hooks: only the signature goes.
    func signed(_ request: OAuth1UnsignedRequest) async throws -> OAuth1SignedRequest {
        var request = request
        request.options.timestamp = clocks.timestamp(for: request.request.signedHostName ?? "")
        return try await request.signedAsynchronously()
    }
}
