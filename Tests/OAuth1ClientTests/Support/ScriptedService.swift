//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Synchronization

/// A service that answers each request with the next of some responses, and remembers the requests.
struct ScriptedService {
    let transport: OAuth1RecordingTransport

    init(_ responses: [OAuth1Response]) {
        let queue = Queue(responses)
        transport = OAuth1RecordingTransport { _, _ in try queue.next() }
    }

    /// Nothing is left to answer with.
    struct Exhausted: Error {}

    private final class Queue: Sendable {
        private let responses: Mutex<[OAuth1Response]>

        init(_ responses: [OAuth1Response]) {
            self.responses = Mutex(responses)
        }

        func next() throws -> OAuth1Response {
            try responses.withLock { responses in
                guard !responses.isEmpty else { throw Exhausted() }
                return responses.removeFirst()
            }
        }
    }

    func client(
        options: OAuth1FlowOptions = OAuth1FlowOptions(retries: .none),
        clock: any OAuth1Clock = OAuth1SystemClock(),
        placement: OAuth1Placement = .header
    ) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "client secret"),
            token: OAuth1AccessToken(token: "t", secret: "token secret"),
            configuration: OAuth1SigningConfiguration(placement: placement, clock: clock),
            options: options,
            transport: transport
        )
    }

    /// The timestamps of the requests so far.
    var timestamps: [Int64] {
        transport.requests.compactMap { protocolParameter("oauth_timestamp", of: $0).flatMap { Int64($0) } }
    }

    /// A protocol parameter of the Authorization field.
    func protocolParameter(_ name: String, of recorded: OAuth1RecordingTransport.Recorded) -> String? {
        let field = recorded.request.headerFields[.authorization] ?? ""
        guard let start = field.firstRange(of: "\(name)=\"") else { return nil }
        let value = field[start.upperBound...].prefix { $0 != "\"" }
        return OAuth1Parameters(formEncoded: "v=\(value)".utf8)["v"]
    }
}

/// A clock that the test sets.
struct FixedClock: OAuth1Clock {
    let time: Int64

    func now() -> Int64 { time }
}

extension OAuth1Response {
    init(_ status: HTTPResponse.Status, _ fields: HTTPFields = [:], _ text: String = "") {
        self.init(head: HTTPResponse(status: status, headerFields: fields), body: Array(text.utf8))
    }
}
