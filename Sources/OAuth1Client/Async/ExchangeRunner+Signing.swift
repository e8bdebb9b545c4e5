//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension ExchangeRunner {
    /// The request of a call, with a token that is worth something yet.
    func prepare(
        _ call: PendingCall
    ) async throws -> (request: OAuth1UnsignedRequest, lease: OAuth1RenewableToken.Lease?) {
        let request = call.request
        guard let lease = try await call.renewable?.current() else { return (request, nil) }
        let signer = flow.signer(for: lease.token)
        let renewed = try flow.resourceRequest(
            request.request,
            body: request.body,
            signer: signer,
            options: request.options
        )
        return (renewed, lease)
    }

    /// Signs a call as it was made, or returns `nil` if that takes waiting, or somebody watches.
    ///
    /// Its transport security was checked when it was made, and nothing has changed it.
    func signAtOnce(_ call: PendingCall) throws -> OutgoingRequest? {
        guard call.renewable == nil, !mayWait(for: call.request.signer), !observation.isListenedTo else { return nil }
        return try signWithoutHooks(call.request, suspecting: nil)
    }

    /// Whether a signature may take waiting: for a hook, or for the signer itself.
    private func mayWait(for signer: OAuth1Signer) -> Bool {
        flow.options.hooks.changesRequests || signer.signsAsynchronously
    }

    /// Signs a request, with the time of the host that it goes to once the hooks had it.
    func sign(
        _ unsigned: borrowing OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?
    ) async throws -> OutgoingRequest {
        let outgoing =
            if mayWait(for: unsigned.signer) {
                try await signWithHooks(copy unsigned, suspecting: suspicion)
            } else {
                try signWithoutHooks(unsigned, suspecting: suspicion)
            }
        // Even after hooks and redirects, a signature leaves this machine only over TLS.
        try flow.checkTransportSecurity(of: outgoing.request)
        return outgoing
    }

    private func signWithoutHooks(
        _ unsigned: borrowing OAuth1UnsignedRequest,
        suspecting suspicion: ServiceClocks.Suspicion?
    ) throws -> OutgoingRequest {
        try unsigned.outgoing(
            at: clocks.timestamp(for: unsigned.request.signedHostName ?? "", suspecting: suspicion)
        )
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
        return OutgoingRequest(
            request: signed.request,
            body: signed.body,
            timestamp: signed.timestamp,
            signedHost: host,
            baseString: signed.baseString
        )
    }

    /// A request that somebody else sends, signed with the time of its service, and without hooks: only the signature goes.
    func signed(_ request: OAuth1UnsignedRequest) async throws -> OAuth1SignedRequest {
        var request = request
        request.options.timestamp = clocks.timestamp(for: request.request.signedHostName ?? "")
        return try await request.signedAsynchronously()
    }
}
