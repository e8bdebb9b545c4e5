//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client

/// Answers every request with the same response, without a network.
struct RejectingTransport: OAuth1Transport {
    let body: [UInt8]
    var status = HTTPResponse.Status.unauthorized

    func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
        OAuth1Response(head: HTTPResponse(status: status), body: self.body)
    }
}

/// Rows that have this in their names are measured, all unless given: `Rejections "JSON"`.
let chosen = CommandLine.arguments.dropFirst().first ?? ""
/// How often a row is run without being timed, for `valgrind --tool=callgrind` and the like: `Rejections "a form" 500`.
let repetitions = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) }

/// The median time of one run in microseconds; something that takes seconds runs only once.
func measure(_ name: String, _ work: () async throws -> Int) async throws {
    guard chosen.isEmpty || name.contains(chosen) else { return }
    if let repetitions {
        for _ in 0..<repetitions { _ = try await work() }
        return
    }
    var times: [Double] = []
    let start = ContinuousClock.now
    while times.count < 1_001, times.isEmpty || ContinuousClock.now - start < .seconds(3) {
        times.append(
            try await microseconds {
                let sum = try await work()
                precondition(sum > 0, "the workload did nothing")
            }
        )
    }
    print("\(name): \(median(times)) µs (median of \(times.count))")
}

func microseconds(_ work: () async throws -> Void) async throws -> Double {
    try await ContinuousClock().measure { try await work() } / .microseconds(1)
}

/// The median with one decimal.
func median(_ times: [Double]) -> String { String(format: "%.1f", times.sorted()[times.count / 2]) }

let credentials = OAuth1ClientCredentials(key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44")

/// The text of the error of a call that the service rejects with a body.
func errorText(_ client: AsyncOAuth1Client) async throws -> String {
    let response = try await client.get("https://photos.example.net/photos?file=vacation.jpg&size=original")
    do {
        try response.checkingStatus()
        return ""
    } catch {
        return "\(error)"
    }
}

/// A client of a service that rejects everything with a body, or accepts it with the same body.
func rejectedClient(_ body: [UInt8], status: HTTPResponse.Status = .unauthorized) -> AsyncOAuth1Client {
    AsyncOAuth1Client(
        client: credentials,
        token: OAuth1AccessToken(token: "nnch734d00sl2jdk", secret: "pfkkdhi9sl3r4s00"),
        options: OAuth1FlowOptions(retries: .none),
        transport: RejectingTransport(body: body, status: status)
    )
}

/// A call that is rejected: the client reads the rejection, and the application prints the error.
func measureRejection(_ name: String, _ text: String) async throws {
    let client = rejectedClient(Array(text.utf8))
    try await measure(name) { try await errorText(client).utf8.count }
}

/// A call that is rejected, in turns with the same call when it is accepted: the difference is what the rejection costs.
func measureOrdinaryRejection(_ name: String, _ text: String) async throws {
    let name = "ordinary rejection, \(name)"
    guard repetitions == nil else { return try await measureRejection(name, text) }
    guard chosen.isEmpty || name.contains(chosen) else { return }
    let (rejected, accepted) = (rejectedClient(Array(text.utf8)), rejectedClient(Array(text.utf8), status: .ok))
    var times: (rejected: [Double], added: [Double]) = ([], [])
    for _ in 0..<4_001 {
        let rejection = try await microseconds { _ = try await errorText(rejected) }
        let call = try await microseconds { _ = try await errorText(accepted) }
        times.rejected.append(rejection)
        times.added.append(rejection - call)
    }
    print("\(name): \(median(times.rejected)) µs, \(median(times.added)) more than accepted (medians of 4,001)")
}

if chosen == "--texts", CommandLine.arguments.count > 2 {
    let data = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[2]))
    for body in data.split(separator: 0, omittingEmptySubsequences: false) {
        print(try await errorText(rejectedClient(Array(body))))
    }
    exit(0)
}

let advice = "oauth_problem_advice=The%20signature%20does%20not%20match.%20Compare%20base%20strings."
try await measureOrdinaryRejection("a form", "oauth_problem=signature_invalid&\(advice)")
try await measureOrdinaryRejection(
    "JSON",
    #"{"errors":[{"code":32,"message":"Could not authenticate you."}],"request":"/photos"}"#
)
try await measureOrdinaryRejection(
    "a page",
    "<!DOCTYPE html><html><head><title>401</title><style>body { color: red }</style></head><body>no</body></html>"
)

let flow = OAuth1Flow(client: credentials)
let requestToken = OAuth1RequestToken(token: "hh5s93j4hdidpola", secret: "hdhd0244k9j7ao03")
let callback = "/callback?oauth_problem=x&" + String(repeating: "oauth_&", count: 60_000 / 7)
try await measure("60 KB callback") {
    do {
        _ = try flow.parseAuthorizationResponse(callback, for: requestToken)
        return 0
    } catch {
        return "\(error)".utf8.count
    }
}

try await measureRejection("1 MiB rejection, words", String(repeating: "no such thing. ", count: 70_000))
try await measureRejection(
    "1 MiB rejection, JSON",
    "{" + (0..<70_000).map { "\"k\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"
)
try await measureRejection("1 MiB rejection, secrets", String(repeating: "secret=abc ", count: 95_000))
try await measureRejection(
    "1 MiB rejection, parameters",
    "oauth_problem=x&" + String(repeating: "oauth_&", count: 150_000)
)

// What a service could send to make a client work.
for crafted in CraftedRejection.all {
    try await measureRejection("64 KiB rejection, \(crafted.name)", crafted.text)
}
