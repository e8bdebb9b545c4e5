//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

extension URLSessionTransport: OAuth1StreamingTransport {
    /// Sends a request, and returns as soon as the head of the response is there.
    ///
    /// URLSession sends a body that is not in memory from a file only. So the pieces are written to a temporary file first,
    /// which only this user can read and which is removed when the call is over; a progress reports that writing. The
    /// connection waits while a response is read more slowly than it comes; on Linux each call has a separate connection
    /// for that.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError` if the URL can't be sent unchanged; the errors of the body, of the file system, or
    ///   `URLError` otherwise.
    public func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
        let outgoing = try outgoing(request, hasBody: body != nil)
        guard let body else { return try await stream { $0.dataTask(with: outgoing) } }
        let file = try await TemporaryFile(of: body)
        let response = try await stream { $0.uploadTask(with: outgoing, fromFile: file.url) }
        // The head may come before the whole body was sent: the file is there as long as the response.
        return OAuth1StreamedResponse(head: response.head, pieces: response.body.keeping(file))
    }

    private func stream(_ makeTask: (URLSession) -> URLSessionTask) async throws -> OAuth1StreamedResponse {
        let slots = CallbackSlots()
        #if canImport(FoundationNetworking)
        // A slow reader blocks the session and all its tasks.
        let exchanges = URLSessionExchanges(challengeHandler: self.exchanges.challengeHandler)
        let session = URLSession(
            configuration: self.session.configuration,
            delegate: exchanges,
            delegateQueue: BoundedOperationQueue(slots)
        )
        defer { session.finishTasksAndInvalidate() }
        #endif
        let task = makeTask(session)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchanges.begin(task, StreamingReceiver(task, slots) { continuation.resume(with: $0) })
                task.resume()
            }
        } onCancel: {
            task.cancelWithoutWaiting()
        }
    }
}

/// A file with the bytes of a body, which is removed with the last reference to it.
private final class TemporaryFile: Sendable {
    let url: URL

    init(of body: OAuth1BodyStream) async throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        let isCreated = FileManager.default.createFile(
            atPath: url.path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard isCreated else { throw CocoaError(.fileWriteUnknown) }
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        var pieces = try body.pieces().makeAsyncIterator()
        while let piece = try await pieces.next(isolation: #isolation) { try handle.write(contentsOf: piece) }
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}

extension OAuth1StreamedResponse.Body {
    /// The same pieces, with a file that has to be there until they were read.
    fileprivate func keeping(_ file: TemporaryFile) -> OAuth1BodyStream.Pieces {
        map { piece in
            withExtendedLifetime(file) { piece }
        }
    }
}
