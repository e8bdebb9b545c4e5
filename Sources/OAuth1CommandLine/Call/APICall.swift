//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// One call of an API, or all its pages: sent, and its responses printed.
struct APICall {
    /// The most bytes of a response that is read whole: rejections, and responses to forms.
    private static let maximumBytes = 64 * 1_024 * 1_024
    /// The most pages if the options don't limit them.
    private static let maximumPages = 1_000

    private let request: UnsentRequest
    private let options: CallOptions
    private let client: AsyncOAuth1Client
    private let login: SigningLogin

    init(
        _ request: UnsentRequest,
        _ login: SigningLogin,
        _ options: CallOptions,
        _ connection: ConnectionSettings
    ) throws {
        self.request = request
        self.options = options
        self.login = login
        let trace = options.verbose ? CallTrace(hiding: login.secrets) : nil
        var flowOptions = OAuth1FlowOptions(
            allowsInsecureHTTP: options.allowHTTP,
            retries: OAuth1RetryPolicy(
                maximumAttempts: options.retry + 1,
                maximumDelay: .seconds(60),
                budget: .seconds(Int64(options.maxTime ?? 300))
            ),
            maximumResponseBytes: APICall.maximumBytes
        )
        flowOptions.headerFields[.userAgent] = ToolVersion.userAgent
        if let trace { flowOptions.hooks.didSign = { trace.show($0) } }
        let plain = connection.makeTransport()
        let transport: any OAuth1Transport = trace.map { TracingTransport(transport: plain, trace: $0) } ?? plain
        client = try login.makeClient(
            transport: transport,
            options: flowOptions,
            refreshing: true
        )
    }

    func run() async throws {
        defer {
            let request = try? client.flow.request(request.method, request.url)
            if let url = request?.absoluteURL { login.rememberClock(of: url, client) }
        }
        do {
            try await runPages()
        } catch let error as OAuth1ClientError {
            throw CallFailure.explained(error)
        }
    }

    private func runPages() async throws {
        let output = try ResponseOutput(options, isHead: request.method == .head)
        var (url, parameters) = (request.url, request.parameters)
        var visited: Set<String> = []
        while true {
            var response = try await send(url, parameters)
            guard let rejection = try await response.rejection() else {
                try await output.write(response)
                await response.bar?.finish()
                visited.insert(response.url ?? url)
                guard options.all, let next = try NextPage(after: response.head, at: response.url ?? url) else { break }
                guard !visited.contains(next.url) else {
                    throw CommandFailure(.failed, "the page \(next.shown) links to a page that was read already")
                }
                guard mayReadMore(after: visited.count) else {
                    try stop(after: visited.count, next)
                    break
                }
                (url, parameters) = (next.url, [])
                continue
            }
            await response.bar?.finish()
            try output.writeRejection(rejection.response)
            throw rejection.error
        }
        try output.finish()
    }

    // MARK: Pages

    private func mayReadMore(after count: Int) -> Bool { count < options.maxPages ?? APICall.maximumPages }

    /// Ends with an error, unless the user limited the pages.
    private func stop(after count: Int, _ next: NextPage) throws {
        guard options.maxPages == nil else {
            Diagnostics.note("stopped after \(count) \(count == 1 ? "page" : "pages"); the next is \(next.shown)")
            return
        }
        throw CommandFailure(
            .failed,
            "there are more than \(APICall.maximumPages) pages",
            advice: "Set --max-pages to read more"
        )
    }

    // MARK: Sending

    private func send(_ url: String, _ parameters: OAuth1Parameters) async throws -> CallResponse {
        switch request.content {
        case .form(let bytes):
            // A form is signed, so that it is in memory anyway.
            var form = try client.flow.request(
                request.method,
                url,
                parameters: parameters,
                headerFields: request.headerFields
            )
            form.headerFields[.contentType] = RequestContent.formType
            return CallResponse(try await client.send(form, body: bytes), maximumBytes: APICall.maximumBytes)
        case .none: return try await stream(url, parameters, nil)
        case .stream(let body): return try await stream(url, parameters, body)
        case .bytes(let bytes, let contentType):
            let body = OAuth1BodyStream(contentType: contentType, length: Int64(bytes.count)) {
                AsyncThrowingStream { continuation in
                    if !bytes.isEmpty { continuation.yield(bytes) }
                    continuation.finish()
                }
            }
            return try await stream(url, parameters, body)
        }
    }

    private func stream(
        _ url: String,
        _ parameters: OAuth1Parameters,
        _ body: OAuth1BodyStream?
    ) async throws -> CallResponse {
        let bar = TransferBar(isUpload: body != nil)
        do {
            let response = try await client.stream(
                request.method,
                url,
                parameters: parameters,
                body: body,
                headerFields: request.headerFields,
                progress: bar?.progress
            )
            return CallResponse(
                response,
                bar,
                // Such a service reports errors in the body of a response of success.
                isReadWhole: client.flow.service?.errorInBody != nil,
                maximumBytes: APICall.maximumBytes
            )
        } catch {
            await bar?.finish()
            throw error
        }
    }
}
#endif
