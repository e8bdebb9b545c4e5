//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import InMemoryLogging
import Logging
import OAuth1
import OAuth1Server
import Testing

@Suite("The log of a provider")
struct LogTests {
    private let handler = InMemoryLogHandler()
    private let reason = "canary-7f3a at /var/lib/provider.sqlite"

    private func logger() -> Logger {
        let handler = handler
        var logger = Logger(label: "test") { _ in handler }
        logger.logLevel = .trace
        return logger
    }

    private func requestForToken(
        _ service: TestService,
        _ client: OAuth1ClientCredentials = TestService.client
    ) throws -> OAuth1SignedRequest {
        try service.signed(
            "/oauth/request_token",
            by: service.signer(client),
            OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
        )
    }

    @Test(
        "A failure of a store is one error with its reason, which neither page nor response shows",
        arguments: [OAuth1ServerError.Code.storeUnavailable, .storeFull, .internalFailure]
    )
    func failures(_ code: OAuth1ServerError.Code) async throws {
        let logger = logger()
        let service = TestService(
            tokenStore: BrokenTokenStore(OAuth1ServerError(code, reason)),
            configure: { $0.logger = logger }
        )
        let responses = [
            try await service.send(requestForToken(service)),
            try await service.get("/oauth/authorize?oauth_token=any"),
            try await service.get("/oauth/grants"),
        ]
        for response in responses {
            #expect(response.response.status.code >= 500)
            #expect(!response.text.contains("canary-7f3a"))
        }
        let entries = handler.entries
        let level: Logger.Level = code == .storeFull ? .warning : .error
        #expect(entries.map(\.level) == [level, level, level])
        #expect(entries.map { $0.metadata["error.reason"] } == [.string(reason), .string(reason), .string(reason)])
        #expect(
            entries.map { $0.metadata["oauth1.endpoint"] } == [
                .string("requestToken"), .string("authorize"), .string("grants"),
            ]
        )
        #expect(entries.allSatisfy { $0.metadata["error.type"] == .string(code.description) })
    }

    @Test("A rejected request is logged with endpoint and code, an accepted one as a trace, both without secrets")
    func rejections() async throws {
        let logger = logger()
        let service = TestService(configure: { $0.logger = logger })
        let accepted = try requestForToken(service)
        #expect(try await service.send(accepted).response.status == .ok)
        let forged = try requestForToken(service, OAuth1ClientCredentials(key: "key", secret: "guessed"))
        #expect(try await service.send(forged).response.status == .unauthorized)
        let entries = handler.entries
        #expect(entries.map(\.level) == [.trace, .info])
        #expect(entries.first?.metadata["oauth1.client.key"] == .string("key"))
        #expect(entries.last?.metadata["oauth1.endpoint"] == .string("requestToken"))
        #expect(entries.last?.metadata["error.type"] == .string("signatureInvalid"))
        #expect(entries.last?.metadata["error.reason"] == nil)
        let text = entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n")
        let signatures = [accepted.signature, forged.signature]
        for hidden in ["guessed", "client-secret", "oauth_nonce", "https://"] + signatures {
            #expect(!text.contains(hidden), "\(hidden)")
        }
    }

    @Test("Why a store is not ready is in the log, and not in the response")
    func readiness() async throws {
        var stores = OAuth1ServerStores.inMemory(clients: [])
        stores.tokens = BrokenTokenStore(OAuth1ServerError(.storeUnavailable, reason))
        let response = await stores.readinessResponse(logger: logger())
        #expect(response.text == "not ready\n")
        #expect(handler.entries.map(\.level) == [.error])
        #expect(handler.entries.first?.metadata["error.reason"] == .string(reason))
    }
}
