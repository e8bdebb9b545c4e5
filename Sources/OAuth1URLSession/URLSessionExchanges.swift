//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1Client
import Synchronization

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

/// The delegate of a session: collects responses, each up to its limit, and follows no redirect.
final class URLSessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
    private struct Exchange {
        let maximumResponseBytes: Int
        let finish: @Sendable (Result<OAuth1Response, any Error>) -> Void
        var body: [UInt8] = []
        var isTooLarge = false
    }

    /// By the identifier of the task, which is unique in the session.
    private let running = Mutex<[Int: Exchange]>([:])
    private let challengeHandler: URLSessionTransport.ChallengeHandler?

    init(challengeHandler: URLSessionTransport.ChallengeHandler? = nil) {
        self.challengeHandler = challengeHandler
    }

    /// Expects the response of a task.
    func begin(
        _ task: URLSessionTask,
        maximumResponseBytes: Int,
        finish: @escaping @Sendable (Result<OAuth1Response, any Error>) -> Void
    ) {
        let exchange = Exchange(maximumResponseBytes: maximumResponseBytes, finish: finish)
        running.withLock { $0[task.taskIdentifier] = exchange }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // Its signature is for another URL. The client signs each hop anew.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        let (disposition, credential) = challengeHandler?(challenge) ?? (.performDefaultHandling, nil)
        completionHandler(disposition, credential)
    }

    #if canImport(FoundationNetworking)
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        // A 401 that asks for a password is a response like any other. The default of this system is to do nothing about
        // it, and the task would never end.
        end(task, nil)
        completionHandler(.cancelAuthenticationChallenge, nil)
    }
    #endif

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLarge = running.withLock { running in
            guard var exchange = running.removeValue(forKey: dataTask.taskIdentifier) else { return false }
            if data.count > exchange.maximumResponseBytes - exchange.body.count {
                exchange.isTooLarge = true
                exchange.body = []
            } else if !exchange.isTooLarge {
                exchange.body.append(contentsOf: data)
            }
            running[dataTask.taskIdentifier] = exchange
            return exchange.isTooLarge
        }
        if isTooLarge { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        end(task, error)
    }

    /// Hands out what came of a task, once.
    private func end(_ task: URLSessionTask, _ error: (any Error)?) {
        guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        exchange.finish(URLSessionExchanges.result(task.response, exchange, error))
    }

    private static func result(
        _ response: URLResponse?,
        _ exchange: Exchange,
        _ error: (any Error)?
    ) -> Result<OAuth1Response, any Error> {
        let response = response as? HTTPURLResponse
        let head = response.map { HTTPResponse($0) }
        if exchange.isTooLarge {
            return .failure(
                OAuth1ClientError(
                    .responseTooLarge,
                    "the response has more than the \(exchange.maximumResponseBytes) bytes that are allowed here",
                    status: head?.status
                )
            )
        }
        if let error {
            let isCancelled = (error as? URLError)?.code == .cancelled
            return .failure(isCancelled ? CancellationError() : error)
        }
        guard let head else { return .failure(URLError(.badServerResponse)) }
        return .success(OAuth1Response(head: head, body: exchange.body))
    }
}

extension HTTPResponse {
    /// Status and header fields; URLSession has joined fields of the same name.
    init(_ response: HTTPURLResponse) {
        self.init(status: .init(code: response.statusCode))
        for (name, value) in response.allHeaderFields {
            guard let name = (name as? String).flatMap({ HTTPField.Name($0) }), let value = value as? String else {
                continue
            }
            headerFields.append(HTTPField(name: name, value: value))
        }
    }
}
