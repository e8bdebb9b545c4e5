//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
public import FoundationNetworking
#else
public import Foundation
#endif

/// Sends requests over URLSession, so that an application needs no other HTTP library.
///
/// It has a separate session, as only a session's delegate can keep it from following redirects, with the
/// configuration that it is given: proxies, timeouts, cookies and caches are set there.
public final class URLSessionTransport: OAuth1Transport {
    /// Answers the connection's challenges: whether to trust the server, and the client's identity.
    public typealias ChallengeHandler =
        @Sendable (URLAuthenticationChallenge) -> (URLSession.AuthChallengeDisposition, URLCredential?)

    let session: URLSession
    let exchanges: URLSessionExchanges
    /// Whether responses are asked for without compression where a request says nothing about it.
    private let refusesCompression: Bool

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - configuration: The configuration of the session; without cookies, caches and stored passwords by default.
    ///   - challengeHandler: A handler that trusts a custom certificate authority or presents a client's certificate, where
    ///     URLSession asks for that: on Apple's systems.
    public init(
        configuration: URLSessionConfiguration = .oauth1,
        challengeHandler: ChallengeHandler? = nil
    ) {
        self.exchanges = URLSessionExchanges(challengeHandler: challengeHandler)
        #if canImport(FoundationNetworking)
        let queue = BoundedOperationQueue()
        let names = (configuration.httpAdditionalHeaders ?? [:]).keys.compactMap { ($0 as? String)?.lowercased() }
        self.refusesCompression = !names.contains("accept-encoding")
        #else
        let queue: OperationQueue? = nil
        self.refusesCompression = false
        #endif
        self.session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: queue)
    }

    deinit {
        // The session holds its delegate until it is invalidated.
        session.finishTasksAndInvalidate()
    }

    /// Sends a request and reads the whole response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none.
    ///   - maximumResponseBytes: The most bytes that the response's body may have.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError` if the URL can't be sent unchanged, or the response is too large; `URLError`
    ///   otherwise.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        var outgoing = try outgoing(request, hasBody: body?.isEmpty == false)
        if let body { outgoing.httpBody = Data(body) }
        outgoing.setContentTypeThatIsNoForm()
        let task = session.dataTask(with: outgoing)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let receiver = CollectingReceiver(maximumResponseBytes: maximumResponseBytes) {
                    continuation.resume(with: $0)
                }
                exchanges.begin(task, receiver)
                task.resume()
            }
        } onCancel: {
            task.cancelWithoutWaiting()
        }
    }

    /// A request that is sent exactly as it was signed, its body aside.
    ///
    /// On Linux it asks for a response without compression, which no signature covers: what URLSession decompresses there
    /// costs time that no limit bounds.
    func outgoing(_ request: HTTPRequest, hasBody: Bool) throws -> URLRequest {
        var outgoing = try URLRequest(signed: request, hasBody: hasBody)
        if refusesCompression, request.headerFields[.acceptEncoding] == nil {
            outgoing.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        }
        return outgoing
    }
}
