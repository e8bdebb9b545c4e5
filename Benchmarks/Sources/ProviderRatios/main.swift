//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import HTTPTypes
import NIOCore
import OAuth1
import OAuth1Server
import ServerProcess

if CommandLine.arguments.dropFirst().first == ServerProcess.argument {
    try await ProviderServer.serve()
} else {
    let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 61
    let connections = 64
    let requests = 4_096
    // One of the two paths alone is for profilers: `ProviderRatios 100 /api/photos`, and `perf record` of the server.
    if let path = CommandLine.arguments.dropFirst(2).first {
        try await send(to: path, rounds: rounds, connections: connections, requests: requests)
    } else {
        try await measure(rounds: rounds, connections: connections, requests: requests)
    }
}

/// Sends requests without measuring them.
func send(to path: String, rounds: Int, connections: Int, requests count: Int) async throws {
    let server = try ServerProcess()
    let load = try await RequestLoad(port: server.port, connections: connections)
    for _ in 0..<rounds { try await load.send(try requests(count, to: path, port: server.port)) }
    try await load.stop()
    try server.stop()
}

/// Signed requests for a path, each with its own nonce, in the bytes of HTTP/1.1.
func requests(_ count: Int, to path: String, port: Int) throws -> [ByteBuffer] {
    let signer = OAuth1Signer(client: ProviderServer.client, token: ProviderServer.token)
    let target = "\(path)?file=vacation.jpg&size=original"
    return try (0..<count)
        .map { _ in
            let field = try signer.authorizationHeader(method: "GET", url: "http://127.0.0.1:\(port)\(target)")
            return ByteBuffer(
                string: "GET \(target) HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\nauthorization: \(field)\r\n"
                    + "accept: */*\r\nuser-agent: load\r\n\r\n"
            )
        }
}

/// Nanoseconds of the HMAC-SHA1 of such a request's base string, with the key absorbed once.
func cryptographyTime() throws -> Double {
    let base = [UInt8](repeating: 0x41, count: 330)
    let keyed = HMAC<Insecure.SHA1>(key: SymmetricKey(data: Array("kd94hf93k423kf44&pfkkdhi9sl3r4s00".utf8)))
    var sum = 0
    let count = 100_000
    let start = ContinuousClock.now
    for _ in 0..<count {
        var copy = keyed
        copy.update(data: base)
        for byte in copy.finalize().prefix(1) { sum &+= Int(byte) }
    }
    guard sum != 0 else { throw Failure("nothing was computed") }
    return (ContinuousClock.now - start) / .nanoseconds(count)
}

struct Round {
    /// Requests in a second.
    let rate: Double
    /// Processor time of the server for each request, in microseconds.
    let work: Double
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func measure(rounds: Int, connections: Int, requests count: Int) async throws {
    let server = try ServerProcess()
    let load = try await RequestLoad(port: server.port, connections: connections)
    let time = [ByteBuffer(string: "GET \(ProviderServer.timePath) HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")]

    func serverTime() async throws -> Double {
        let answer = try await load.send(time).first ?? ""
        guard let number = answer.split(separator: "\r\n").last.flatMap({ Double($0) }) else {
            throw Failure("the server did not say its time: \(answer)")
        }
        return number
    }
    func round(_ path: String) async throws -> Round {
        let requests = try requests(count, to: path, port: server.port)
        let before = try await serverTime()
        let start = ContinuousClock.now
        try await load.send(requests)
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return Round(rate: Double(count) / elapsed, work: (try await serverTime() - before) / Double(count))
    }

    var (plain, signed): ([Round], [Round]) = ([], [])
    for number in -1..<rounds {
        // Each is first in every other turn, as the machine's speed changes while they run.
        let isPlainFirst = number.isMultiple(of: 2)
        let first = try await round(isPlainFirst ? ProviderServer.plainPath : ProviderServer.signedPath)
        let second = try await round(isPlainFirst ? ProviderServer.signedPath : ProviderServer.plainPath)
        // The first round warms up.
        guard number >= 0 else { continue }
        plain.append(isPlainFirst ? first : second)
        signed.append(isPlainFirst ? second : first)
    }
    let ratio = median(zip(signed, plain).map { $0.rate / $1.rate })
    let work = (plain: median(plain.map(\.work)), signed: median(signed.map(\.work)))
    let cryptography = try cryptographyTime() / 1_000
    func text(_ value: Double) -> String { String(format: "%.2f", value) }
    print("\(connections) connections, medians of \(rounds) rounds of \(count) requests each, in turns")
    print(
        "without the middleware: \(Int(median(plain.map(\.rate)))) a second, \(text(work.plain)) µs of the server each"
    )
    print(
        "with the middleware:    \(Int(median(signed.map(\.rate)))) a second, \(text(work.signed)) µs of the server each"
    )
    print("ratio: \(text(ratio)), wanted 0.80\(ratio < 0.8 ? " MISSED" : "")")
    let added = work.signed - work.plain
    print("added: \(text(added)) µs, of which \(text(cryptography)) µs are the HMAC-SHA1 of 330 bytes")
    try await load.stop()
    try server.stop()
    if ratio < 0.8 { exit(1) }
}
