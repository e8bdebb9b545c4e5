//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import ServerProcess

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What is left in memory of many concurrent calls, each with a separate token.
struct MemoryCheck {
    private static let calls = 10_000
    private static let turns = 6

    /// Calls again and again through one client, and prints what memory is in use after each time.
    static func run(_ name: String, _ client: AsyncOAuth1Client, _ url: String) async throws {
        try await run(name) { call in
            let token = OAuth1AccessToken(token: "token-\(call)", secret: OAuth1Secret("secret-\(call)"))
            return try await client.get(url, token: .user(token)).status.code
        }
    }

    /// The same with URLSession alone, as it keeps some memory for each request on some systems.
    static func run(_ name: String, _ url: String) async throws {
        guard let url = URL(string: url) else { throw Failure("no URL") }
        let session = URLSession(configuration: .ephemeral)
        try await run(name) { _ in
            let (_, response) = try await session.data(from: url)
            return (response as? HTTPURLResponse)?.statusCode ?? 0
        }
    }

    private static func run(_ name: String, _ send: @escaping @Sendable (Int) async throws -> Int) async throws {
        print(
            "\n" + padded("\(name), KiB, \(calls) calls at a time", 60) + text("before", 9)
                + (1...turns).map { text("turn \($0)", 9) }.joined()
        )
        var figures = [(heap: Usage.heapBytes, resident: Usage.residentBytes)]
        for turn in 0..<turns {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for call in 0..<calls {
                    group.addTask {
                        guard try await send(turn * calls + call) == 200 else { throw Failure("\(call): not 200") }
                    }
                }
                try await group.waitForAll()
            }
            // Some ends a moment after the last response: connections are given back, tasks are freed.
            try await Task.sleep(for: .milliseconds(300))
            figures.append((Usage.heapBytes, Usage.residentBytes))
        }
        print(line("  in use (malloc)", figures.map(\.heap)))
        print(line("  resident", figures.map(\.resident)))
    }

    private static func line(_ name: String, _ bytes: [Int?]) -> String {
        padded(name, 60) + bytes.map { text($0.map { "\($0 / 1_024)" } ?? "?", 9) }.joined()
    }
}
