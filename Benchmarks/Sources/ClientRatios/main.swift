//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import NIOPosix
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1URLSession
import ServerProcess

if CommandLine.arguments.dropFirst().first == ServerProcess.argument {
    try await LoopbackServer.serve()
} else {
    let arguments = CommandLine.arguments.dropFirst()
    try await measure(rounds: arguments.first.flatMap { Int($0) } ?? 41, only: arguments.dropFirst().first ?? "")
}

/// Prints the figures whose names have a text in them, and those of the memory unless there is one.
func measure(rounds: Int, only wanted: String) async throws {
    let server = try ServerProcess()
    let url = "http://127.0.0.1:\(server.port)/1.1/statuses/show.json?id=210462857140252672&include_entities=true"
    var configuration = HTTPClient.Configuration.oauth1
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    // One event loop: there are two processors, and the other one is the server's.
    let httpClient = HTTPClient(
        eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)),
        configuration: configuration
    )
    let async = AsyncHTTPClientTransport(httpClient: httpClient, timeout: .seconds(120))
    let session = URLSessionTransport()

    print(Comparison.header)
    func compare(_ name: String, _ own: Sender, to base: Sender, at concurrencies: Int...) async throws {
        for concurrency in concurrencies {
            let name = "\(name), \(concurrency) at a time"
            guard wanted.isEmpty || name.contains(wanted) else { continue }
            let comparison = try await Comparison(
                own,
                to: base,
                concurrency: concurrency,
                rounds: rounds,
                seconds: 0.2
            )
            print(comparison.row(name))
        }
    }
    try await compare("AsyncHTTPClient", .signed(async, url), to: .unsigned(async, url), at: 1, 64)
    try await compare("URLSession", .signed(session, url), to: .unsigned(session, url), at: 1, 64)
    print("\nFor comparison:")
    try await compare("a header over AsyncHTTPClient", .withHeader(async, url), to: .unsigned(async, url), at: 1, 64)
    try await compare("a header over URLSession", .withHeader(session, url), to: .unsigned(session, url), at: 64)
    try await compare("the floor over AsyncHTTPClient", .floor(async, url), to: .unsigned(async, url), at: 1, 64)
    try await compare("the floor over URLSession", .floor(session, url), to: .unsigned(session, url), at: 1, 64)
    try await compare("AsyncHTTPClient to the floor", .signed(async, url), to: .floor(async, url), at: 1, 64)
    try await compare("URLSession to the floor", .signed(session, url), to: .floor(session, url), at: 1, 64)
    try await compare("to HTTPClient alone", .signed(async, url), to: .alone(httpClient, url), at: 64)
    let instant = InstantTransport()
    try await compare("nothing is sent", .signed(instant, url), to: .unsigned(instant, url), at: 1)

    if wanted.isEmpty {
        try await MemoryCheck.run("AsyncHTTPClient", .client(async), url)
        try await MemoryCheck.run("URLSession", .client(session), url)
        try await MemoryCheck.run("URLSession without this library", url)
    }
    try await httpClient.shutdown()
    try server.stop()
}
