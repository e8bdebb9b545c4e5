//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Logging
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization

/// A clock that a test moves.
final class TestClock: OAuth1Clock {
    private let time = Mutex(Int64(1_700_000_000))

    func now() -> Int64 { time.withLock { $0 } }

    func advance(by seconds: Int64) { time.withLock { $0 += seconds } }
}

/// An application that logs in at the replica of a service.
struct Site {
    let replica: OAuth1ServiceReplica
    let name: String
    let registry: OAuth1Registry
    let clock: TestClock
    let transport: OAuth1RecordingTransport

    init(
        _ service: OAuth1Service = .discogs,
        _ replica: OAuth1ServiceReplica = .discogs,
        storage: OAuth1LoginStorage = .sealedCookie(.random()),
        publicURL: String = "https://app.example",
        parameters: OAuth1LoginParameters = OAuth1LoginParameters(),
        change: (inout OAuth1WebConfiguration) -> Void = { _ in },
        wrap: (any OAuth1Transport) -> any OAuth1Transport = { $0 }
    ) throws {
        self.replica = replica
        name = service.id
        clock = TestClock()
        transport = OAuth1RecordingTransport(to: wrap(replica.transport))
        var configuration = OAuth1WebConfiguration(
            publicURL: publicURL,
            storage: storage,
            clock: clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        change(&configuration)
        registry = try OAuth1Registry(
            [
                OAuth1Registration(
                    service,
                    client: replica.client,
                    options: OAuth1FlowOptions(headerFields: [.userAgent: "WebTests/1.0"]),
                    parameters: parameters,
                    allowsMissingVerifier: service.verifier == .absent
                )
            ],
            configuration: configuration,
            transport: transport
        )
    }

    /// Starts a login and decides at the service; returns the path of the callback.
    func authorize(_ browser: Browser, next: String? = nil, allow: Bool = true) async throws -> String {
        try await browser.authorize(name, next: next, allow: allow, at: registry, replica.transport)
    }

    /// Opens a page.
    func open(_ path: String, _ browser: Browser) async throws -> Browser.Page? {
        try await browser.open(path, at: registry)
    }

    /// The only service.
    var client: OAuth1WebClient {
        get throws { try registry.client(name) }
    }
}

/// The two ways to remember a login.
enum StorageKind: String, CaseIterable, CustomStringConvertible {
    case sealedCookie
    case sealedCookieAndUses
    case store

    var description: String { rawValue }

    func make() -> OAuth1LoginStorage {
        switch self {
        case .sealedCookie: .sealedCookie(.random())
        case .sealedCookieAndUses: .sealedCookie(.random(), uses: OAuth1InMemoryLoginStore())
        case .store: .store(OAuth1InMemoryLoginStore())
        }
    }
}
