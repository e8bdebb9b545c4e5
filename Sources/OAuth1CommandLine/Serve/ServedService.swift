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
import OAuth1Server
import OAuth1Testing
import Synchronization

/// The service that the options of `oauth1 serve` describe: the sandbox, or the replica of a real service.
final class ServedService: Sendable {
    private enum Kind: Sendable {
        case sandbox(Sandbox)
        case replica(OAuth1ServiceReplica)
    }

    private let kind: Kind
    private let secretFile: String?
    private let givesToken: Bool
    private let tokens: TokensFile?
    private let options: @Sendable (any SandboxBackend, @escaping @Sendable (RequestRecord) -> Void) -> LocalService
    private let backend = Mutex<(any SandboxBackend)?>(nil)

    init(_ command: ServeCommand) async throws {
        let publicKey = try ServedService.publicKey(command.clientPublicKey)
        let clock = FaultyClock()
        let nonces = FaultyNonces(store: OAuth1InMemoryNonceStore.ofOneClient)
        if let id = command.imitate, let replica = OAuth1ServiceReplica.replica(of: id, publicKey: publicKey) {
            let surroundings = ReplicaSurroundings(
                clock: clock,
                nonces: nonces,
                observer: { RequestObservation.note($0) }
            )
            kind = .replica(replica.placed(in: surroundings))
        } else {
            let key = command.clientKey ?? "app"
            let sandbox = Sandbox(
                client: OAuth1ClientCredentials(key: key, secret: try ServedService.secret(command.clientSecretFile)),
                name: key,
                rsaPublicKey: publicKey,
                surroundings: SandboxSurroundings(
                    clock: clock,
                    nonces: nonces,
                    observer: { RequestObservation.note($0) }
                )
            )
            kind = .sandbox(sandbox)
        }
        secretFile = command.clientSecretFile
        givesToken = command.token
        tokens = command.tokensFile.map { TokensFile(path: $0, count: command.tokens ?? 10) }
        let plan = FaultPlan(Set(command.fault), after: command.faultAfter, times: command.faultTimes)
        let (autoApproves, slowSeconds) = (command.autoApprove, command.slowSeconds)
        let diagnosis = RejectionDiagnosis()
        options = { backend, record in
            LocalService(
                backend: backend,
                plan: plan,
                autoApproves: autoApproves,
                slowSeconds: slowSeconds,
                diagnosis: diagnosis,
                record: record
            )
        }
    }

    /// Makes the service ready for requests at a place, and returns what its users have to know.
    func start(at place: LoopbackServer.Place) async throws -> ServeAnnouncement {
        switch kind {
        case .sandbox(let sandbox):
            backend.withLock { $0 = sandbox }
            let paths = sandbox.server.configuration.paths
            let token = givesToken ? sandbox.issueToken() : nil
            try await tokens?.write { sandbox.issueToken() }
            return announcement(
                "OAuth 1.0a sandbox",
                place,
                [
                    ("request token URL", place.baseURL + paths.requestToken),
                    ("authorize URL", place.baseURL + paths.authorize),
                    ("access token URL", place.baseURL + paths.accessToken),
                    ("API", place.baseURL + SandboxAPI.root),
                ],
                sandbox.client,
                token
            )
        case .replica(let replica):
            let host = try OAuth1ReplicaHost(baseURL: place.baseURL, replicas: [replica], verifiesOwnURLs: true)
            backend.withLock { $0 = host }
            let token = givesToken && replica.hasTokens ? try await replica.issueToken() : nil
            if replica.hasTokens { try await tokens?.write { try await replica.issueToken() } }
            return announcement(
                "Replica of \(replica.description)",
                place,
                replica.urls.map { ($0.name, host.hosted($0.url)) },
                replica.client,
                token
            )
        }
    }

    /// Answers a request.
    func answer(
        _ request: HTTPRequest,
        _ body: [UInt8],
        _ record: @escaping @Sendable (RequestRecord) -> Void
    ) async -> LoopbackResponse {
        guard let backend = backend.withLock({ $0 }) else {
            // It listens, but its URLs are not printed yet.
            return LoopbackResponse(response: .problem(.serviceUnavailable, "the service is starting"))
        }
        return await options(backend, record).respond(to: request, body: body)
    }

    private func announcement(
        _ service: String,
        _ place: LoopbackServer.Place,
        _ urls: [(String, String)],
        _ client: OAuth1ClientCredentials,
        _ token: OAuth1AccessToken?
    ) -> ServeAnnouncement {
        ServeAnnouncement(
            service: service,
            baseURL: place.baseURL,
            hasIPv6: place.hasIPv6,
            urls: urls.map { ServeAnnouncement.NamedURL(name: $0.0, url: $0.1) },
            consumerKey: client.key,
            consumerSecret: secretFile == nil ? client.secret.reveal() : nil,
            secretFile: secretFile,
            token: token?.token,
            tokenSecret: token?.secret.reveal()
        )
    }

    /// The secret of a file, or a random one.
    private static func secret(_ file: String?) throws -> OAuth1Secret {
        guard let file else { return OAuth1RandomTokenGenerator().makeSecret() }
        let bytes = try InputFile.read(file, option: "--client-secret-file", limit: 4_096)
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !text.isEmpty else { throw CommandFailure(.unreadableInput, "--client-secret-file: \(file) is empty") }
        return OAuth1Secret(text)
    }

    private static func publicKey(_ file: String?) throws -> OAuth1RSAPublicKey? {
        guard let file else { return nil }
        let bytes = try InputFile.read(file, option: "--client-public-key", limit: 65_536)
        do {
            return try OAuth1RSAPublicKey(pem: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw CommandFailure(.unreadableInput, "--client-public-key: \(file): \(error.reason)")
        }
    }
}
#endif
