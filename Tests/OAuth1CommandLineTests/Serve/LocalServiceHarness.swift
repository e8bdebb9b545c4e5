//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Synchronization

@testable import OAuth1CommandLine

/// The service of `oauth1 serve` without sockets, and what it recorded.
final class LocalServiceHarness: Sendable {
    static let baseURL = "http://127.0.0.1:8090"

    let sandbox: Sandbox
    let service: LocalService
    let transport: OAuth1RecordingTransport
    let client: AsyncOAuth1Client
    private let records: Records

    /// The records so far.
    private final class Records: Sendable {
        let all = Mutex<[RequestRecord]>([])
        let waits = Mutex<[Int]>([])
    }

    init(
        _ faults: Set<ServeFault> = [],
        after: Int = 0,
        times: Int? = nil,
        autoApproves: Bool = false,
        backend: (any SandboxBackend)? = nil
    ) {
        let records = Records()
        self.records = records
        sandbox = Sandbox(
            client: OAuth1ClientCredentials(key: "app", secret: "sandbox-secret"),
            name: "App",
            surroundings: SandboxSurroundings(
                clock: FaultyClock(),
                nonces: FaultyNonces(store: OAuth1InMemoryNonceStore.ofOneClient),
                observer: { RequestObservation.note($0) }
            )
        )
        service = LocalService(
            backend: backend ?? sandbox,
            plan: FaultPlan(faults, after: after, times: times),
            autoApproves: autoApproves,
            sleep: { seconds in records.waits.withLock { $0.append(seconds) } },
            record: { record in records.all.withLock { $0.append(record) } }
        )
        transport = OAuth1RecordingTransport { [service] request, body in
            let answer = await service.respond(to: request, body: body ?? []).response
            return OAuth1Response(head: answer.response, body: answer.body)
        }
        client = AsyncOAuth1Client(client: sandbox.client, transport: transport)
    }

    var all: [RequestRecord] { records.all.withLock { $0 } }
    /// How long the service waited, in seconds.
    var waits: [Int] { records.waits.withLock { $0 } }

    /// A client that has a token.
    var user: AsyncOAuth1Client { client.using(sandbox.issueToken()) }

    func url(_ path: String) -> String { LocalServiceHarness.baseURL + path }

    /// Logs in, with the button of the consent page.
    func logIn() async throws -> OAuth1AccessToken {
        let requestToken = try await client.fetchRequestToken(
            url("/oauth/request_token"),
            callback: .url("http://127.0.0.1:7777/callback?state=1")
        )
        let page = client.authorizationURL(url("/oauth/authorize"), for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: transport).allow(page)
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        return try await client.fetchAccessToken(url("/oauth/access_token"), authorization: answer.authorization())
    }
}
#endif
