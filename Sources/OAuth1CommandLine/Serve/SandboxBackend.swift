//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Server
import OAuth1Testing

/// The service that answers: the sandbox's own, or the replica of a real one.
protocol SandboxBackend: Sendable {
    /// The endpoint that a request is for, or `nil` if there is none.
    func endpoint(of request: HTTPRequest) -> OAuth1ServerEvent.Endpoint?

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request, with a target of this service.
    ///   - body: The whole body.
    ///   - arrived: The request as it arrived and was signed.
    /// - Returns: The response.
    func respond(to request: HTTPRequest, body: [UInt8], signedAs arrived: HTTPRequest) async -> OAuth1ServerResponse

    /// The secrets or keys with which a request must have been signed.
    ///
    /// - Parameters:
    ///   - incoming: The parameters of the request.
    ///   - request: The request, with a target of this service.
    /// - Returns: The secrets, or `nil` if client or token is unknown.
    /// - Throws: The error of a store.
    func verificationKey(
        of incoming: OAuth1IncomingRequest,
        _ request: HTTPRequest
    ) async throws -> OAuth1VerificationKey?
}

extension OAuth1ReplicaHost: SandboxBackend {}
#endif
