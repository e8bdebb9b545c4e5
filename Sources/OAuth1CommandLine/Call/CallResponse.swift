//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1Client

/// A response that was read whole, or is read piece by piece.
struct CallResponse {
    private enum Content {
        case whole(OAuth1Response)
        case stream(OAuth1StreamedResponse)
    }

    let head: HTTPResponse
    /// The URL that sent it, after redirects.
    let url: String?
    let bar: TransferBar?
    private var content: Content
    private let isReadWhole: Bool
    private let maximumBytes: Int

    init(_ response: OAuth1Response, maximumBytes: Int) {
        head = response.head
        url = response.url
        bar = nil
        content = .whole(response)
        isReadWhole = true
        self.maximumBytes = maximumBytes
    }

    init(_ response: OAuth1StreamedResponse, _ bar: TransferBar?, isReadWhole: Bool, maximumBytes: Int) {
        head = response.head
        url = response.url
        self.bar = bar
        content = .stream(response)
        self.isReadWhole = isReadWhole || response.status.kind != .successful
        self.maximumBytes = maximumBytes
    }

    /// The whole response and its error if it is a rejection, `nil` otherwise.
    mutating func rejection() async throws -> (response: OAuth1Response, error: OAuth1ClientError)? {
        // Not modified: the answer to a conditional request.
        guard isReadWhole, head.status != .notModified else { return nil }
        let response = try await whole()
        content = .whole(response)
        do {
            try response.checkingStatus()
            return nil
        } catch {
            return (response, error)
        }
    }

    /// Reads the whole response.
    func whole() async throws -> OAuth1Response {
        switch content {
        case .whole(let response): response
        case .stream(let response): try await response.collect(upTo: maximumBytes)
        }
    }

    /// Calls a closure with each piece of the body.
    func forEachPiece(_ body: ([UInt8]) throws -> Void) async throws {
        switch content {
        case .whole(let response): try body(response.body)
        case .stream(let response): for try await piece in response.body { try body(piece) }
        }
    }
}
#endif
