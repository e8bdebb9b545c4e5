//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Synchronization

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

/// The delegate of a session: passes the response to the sender of the request, and follows no redirect.
final class URLSessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
    /// By the identifier of the task, which is unique in the session.
    private let running = Mutex<[Int: any URLSessionReceiver]>([:])
    let challengeHandler: URLSessionTransport.ChallengeHandler?

    init(challengeHandler: URLSessionTransport.ChallengeHandler? = nil) {
        self.challengeHandler = challengeHandler
    }

    /// Expects the response of a task.
    func begin(_ task: URLSessionTask, _ receiver: any URLSessionReceiver) {
        running.withLock { $0[task.taskIdentifier] = receiver }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // Its signature is for another URL. The client signs each hop again.
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
        // The answer waits for the thread that moves the bytes, which must not wait for this one.
        DispatchQueue.global().async { completionHandler(.cancelAuthenticationChallenge, nil) }
    }
    #endif

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let head = (response as? HTTPURLResponse).map({ HTTPResponse($0) }) { receiver(of: dataTask)?.begin(head) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        receiver(of: dataTask)?.receive(data, of: dataTask)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        end(task, error)
    }

    /// Hands out what came of a task, once.
    private func end(_ task: URLSessionTask, _ error: (any Error)?) {
        guard let receiver = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        // Without what comes with it: the URL, and so the signature when parameters are in the query.
        let error =
            (error as? URLError)
            .map { URLError($0.code, userInfo: [NSLocalizedDescriptionKey: $0.localizedDescription]) } ?? error
        let isCancelled = (error as? URLError)?.code == .cancelled
        let head = (task.response as? HTTPURLResponse).map { HTTPResponse($0) }
        receiver.end(
            head,
            isCancelled ? CancellationError() : error ?? (head == nil ? URLError(.badServerResponse) : nil)
        )
    }

    private func receiver(of task: URLSessionTask) -> (any URLSessionReceiver)? {
        running.withLock { $0[task.taskIdentifier] }
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
