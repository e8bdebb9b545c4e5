//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import HTTPTypes
import HummingbirdCore
import NIOCore
import OAuth1
import OAuth1Client

/// Answers the requests of the callers: signs, sends, and passes the response on.
struct ProxyHandler: Sendable {
    /// The most bytes of a response that is sent in one piece with its head.
    private static let maximumPieceBytes = 65_536

    let rules: ProxyRules
    let fields: ProxyFields
    let client: AsyncOAuth1Client
    let log: ProxyLog?
    let metrics: ProxyMetrics
    let budget = BufferBudget(bytes: ProxyBody.budgetBytes)

    /// A request that may be forwarded.
    private struct Call {
        let request: HTTPRequest
        let target: ProxyTarget
        let kind: ProxyBody.Kind
    }

    private typealias Answer = Result<OAuth1StreamedResponse, ProxyRefusal>

    @concurrent func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        let (start, outcome) = (ContinuousClock.now, ProxyOutcome())
        metrics.begin()
        defer { metrics.end(outcome.cause, outcome.status, after: .now - start) }
        let text = String((request.head.path ?? "").dropFirst(RequestTargetHandler.prefix.count))
        let call: Call
        do throws(ProxyRefusal) {
            call = try prepare(request.head, text)
        } catch {
            try await refuse(error, request.head, text, writer, outcome)
            return
        }
        if call.kind != .none, request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        guard case .streamed(let length) = call.kind else {
            let lease = BufferLease(budget)
            let answer = try await send(call, request.body, lease)
            try await write(answer, of: call, request.head, text, writer, outcome)
            return
        }
        let relay = BodyRelay()
        async let passed: Void = ProxyHandler.pass(request.body, to: relay)
        let body = OAuth1BodyStream(
            contentType: call.request.headerFields[.contentType] ?? "",
            length: length,
            isRepeatable: false
        ) { relay }
        let answer = try await send(call, stream: body)
        try await write(answer, of: call, request.head, text, writer, outcome)
        relay.close()
        await passed
    }

    /// Checks a request without its body, and makes the one to sign.
    private func prepare(_ head: HTTPRequest, _ text: String) throws(ProxyRefusal) -> Call {
        let target = try rules.admit(head, target: text)
        let sent = fields.request(head.headerFields)
        let hasHash = client.flow.configuration.bodyHash != .off
        let kind = try ProxyBody.kind(head.headerFields, sending: sent, hasHash: hasHash)
        do {
            let request = try HTTPRequest(head.method, wireURL: target.url, headerFields: sent)
            return Call(request: request, target: target, kind: kind)
        } catch {
            throw ProxyRefusal(.target, "the URL can't be signed: \(error.reason)")
        }
    }

    // MARK: The request

    /// Reads a body if there is one, checks it, and sends the request with it.
    private func send(_ call: Call, _ body: RequestBody, _ lease: BufferLease) async throws -> Answer {
        do {
            switch call.kind {
            case .none, .streamed: return try await send(call)
            case .repeatable(let length):
                let bytes = try await ProxyBody.read(body, upTo: Int(length), lease) ?? []
                return try await send(call, body: bytes)
            case .signed(let isForm):
                guard let bytes = try await ProxyBody.read(body, upTo: ProxyBody.maximumSignedBytes, lease) else {
                    return .failure(ProxyBody.tooLarge(isForm: isForm))
                }
                if isForm { try ProxyRules.checkParameters(OAuth1Parameters(formEncoded: bytes), of: "form") }
                return try await send(call, body: bytes)
            }
        } catch let refusal as ProxyRefusal {
            return .failure(refusal)
        }
    }

    private func send(_ call: Call, body: [UInt8]? = nil, stream: OAuth1BodyStream? = nil) async throws -> Answer {
        do {
            return .success(try await client.stream(call.request, body: body, stream: stream))
        } catch let error as OAuth1ClientError {
            return .failure(ProxyRefusal(error))
        }
    }

    /// Reads a body to its end, also if nobody wants the rest.
    private static func pass(_ body: RequestBody, to relay: BodyRelay) async {
        do {
            for try await buffer in body { await relay.send(Array(buffer.readableBytesView)) }
            relay.finish()
        } catch {
            relay.finish(error)
        }
    }

    // MARK: The response

    @concurrent private func write(
        _ answer: Answer,
        of call: Call,
        _ head: HTTPRequest,
        _ text: String,
        _ writer: consuming ResponseWriter,
        _ outcome: ProxyOutcome
    ) async throws {
        switch answer {
        case .failure(let refusal): try await refuse(refusal, head, text, writer, outcome)
        case .success(let response):
            outcome.set(.forwarded, response.status)
            do {
                try await write(logged(response, call), of: call, writer)
            } catch {
                outcome.set(.response, response.status)
                log?.add(interruption: error, method: head.method, target: call.target)
                // The head is sent already: only the end of the connection shows that something is missing.
                throw InterruptedResponse()
            }
        }
    }

    /// The response, after a rejection was logged.
    private func logged(_ response: OAuth1StreamedResponse, _ call: Call) async throws -> OAuth1StreamedResponse {
        guard let log, response.status.code >= 400 else { return response }
        // It is in memory already.
        let whole = try await response.collect(upTo: .max)
        var rejection: OAuth1ClientError?
        do {
            try whole.checkingStatus()
        } catch {
            rejection = error
        }
        log.add(rejection: rejection, status: whole.status, method: call.request.method, target: call.target)
        let bytes = whole.body
        return OAuth1StreamedResponse(
            head: whole.head,
            pieces: AsyncThrowingStream { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }
        )
    }

    @concurrent private func write(
        _ response: OAuth1StreamedResponse,
        of call: Call,
        _ writer: consuming ResponseWriter
    ) async throws {
        var head = HTTPResponse(status: response.status)
        head.headerFields = fields.response(response.head.headerFields, of: call.target, rules.upstreams)
        var pieces = response.body.makeAsyncIterator()
        guard call.request.method != .head, ![204, 304].contains(response.status.code) else {
            // Read to its end, the connection can be used again.
            while try await pieces.next() != nil {}
            try await writer.writeResponse(head)
            return
        }
        let length = head.headerFields[.contentLength].flatMap { Int($0) }
        var first: [UInt8]?
        // A short response goes out at once. The head of another one does not wait for its body.
        if let length, length <= ProxyHandler.maximumPieceBytes {
            first = try await pieces.next()
            if first?.count ?? 0 == length {
                try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: first ?? [])))
                return
            }
        }
        var body = try await writer.writeHead(head)
        if let first { try await body.write(ByteBuffer(bytes: first)) }
        while let piece = try await pieces.next() { try await body.write(ByteBuffer(bytes: piece)) }
        try await body.finish(nil)
    }

    @concurrent private func refuse(
        _ refusal: ProxyRefusal,
        _ request: HTTPRequest,
        _ text: String,
        _ writer: consuming ResponseWriter,
        _ outcome: ProxyOutcome
    ) async throws {
        outcome.set(refusal.cause, refusal.status)
        log?.add(refusal, method: request.method, target: text)
        var (head, body) = refusal.response(accept: request.headerFields[.accept])
        head.headerFields[.contentLength] = String(body.count)
        // Nobody reads the body of the request.
        let hasBody =
            request.headerFields[.transferEncoding] != nil || request.headerFields[.contentLength] ?? "0" != "0"
        if hasBody { head.headerFields[.connection] = "close" }
        if request.method == .head { body = [] }
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private struct InterruptedResponse: Error {}
}
#endif
