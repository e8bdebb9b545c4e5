//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1URLSession
import Testing

/// The columns of the behavior suite: both shells, each over each transport.
enum Shell: String, CaseIterable, CustomTestStringConvertible {
    case asyncOverAsyncHTTPClient = "AsyncOAuth1Client over AsyncHTTPClient"
    case asyncOverURLSession = "AsyncOAuth1Client over URLSession"
    case blockingOverAsyncHTTPClient = "OAuth1Session over AsyncHTTPClient"
    case blockingOverURLSession = "OAuth1Session over URLSession"

    var testDescription: String { rawValue }

    private var isBlocking: Bool { self == .blockingOverAsyncHTTPClient || self == .blockingOverURLSession }
    var isOverURLSession: Bool { self == .asyncOverURLSession || self == .blockingOverURLSession }

    /// Runs a client of this shell for the time of a call.
    func withClient<Result>(
        _ credentials: OAuth1ClientCredentials = OAuth1ClientCredentials(key: "k", secret: "s"),
        method: OAuth1SignatureMethod = .hmacSHA1,
        signing: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(retries: .none),
        _ use: (ShellClient) async throws -> Result
    ) async throws -> Result {
        func client(_ transport: some OAuth1Transport) -> ShellClient {
            let client = AsyncOAuth1Client(
                client: credentials,
                method: method,
                configuration: signing,
                options: options,
                transport: transport
            )
            return ShellClient(client: client, isBlocking: isBlocking)
        }
        if isOverURLSession { return try await use(client(.urlSession)) }
        return try await HTTPClient.withHTTPClient(configuration: .oauth1) { httpClient in
            try await use(client(.asyncHTTPClient(httpClient, timeout: .seconds(120))))
        }
    }
}

/// A client of either shell; the blocking one blocks a separate thread.
struct ShellClient: Sendable {
    let client: AsyncOAuth1Client
    let isBlocking: Bool

    func using(_ token: OAuth1AccessToken?) -> ShellClient {
        ShellClient(client: client.using(token), isBlocking: isBlocking)
    }

    func fetchRequestToken(_ url: String, callback: OAuth1Callback = .outOfBand) async throws -> OAuth1RequestToken {
        try await run(
            { try await $0.fetchRequestToken(url, callback: callback) },
            { try $0.fetchRequestToken(url, callback: callback) }
        )
    }

    func fetchAccessToken(
        _ url: String,
        requestToken: OAuth1RequestToken,
        verifier: String?
    ) async throws -> OAuth1AccessToken {
        try await run(
            { try await $0.fetchAccessToken(url, requestToken: requestToken, verifier: verifier) },
            { try $0.fetchAccessToken(url, requestToken: requestToken, verifier: verifier) }
        )
    }

    func get(_ url: String, headerFields: HTTPFields = [:]) async throws -> OAuth1Response {
        try await run(
            { try await $0.get(url, headerFields: headerFields) },
            { try $0.get(url, headerFields: headerFields) }
        )
    }

    func post(_ url: String, _ body: OAuth1RequestBody?) async throws -> OAuth1Response {
        try await run({ try await $0.post(url, body) }, { try $0.post(url, body) })
    }

    func send(
        _ method: HTTPRequest.Method,
        _ url: String,
        body: OAuth1RequestBody? = nil
    ) async throws -> OAuth1Response {
        try await run({ try await $0.send(method, url, body: body) }, { try $0.send(method, url, body: body) })
    }

    func send(_ request: HTTPRequest, body: [UInt8]?) async throws -> OAuth1Response {
        try await run({ try await $0.send(request, body: body) }, { try $0.send(request, body: body) })
    }

    private func run<Value: Sendable>(
        _ asynchronous: (AsyncOAuth1Client) async throws -> Value,
        _ blocking: @escaping @Sendable (OAuth1Session) throws -> Value
    ) async throws -> Value {
        guard isBlocking else { return try await asynchronous(client) }
        let session = OAuth1Session(client)
        return try await BlockingThread.run { try blocking(session) }
    }
}
#endif
