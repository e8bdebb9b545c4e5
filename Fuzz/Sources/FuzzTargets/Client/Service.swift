//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON is the description of a service, or an error that names a field; what was read is written and read the same.
func fuzzService(_ input: inout FuzzInput) throws {
    let value = input.text()
    let json = input.remaining()
    let service: OAuth1Service
    do {
        service = try OAuth1Service(json: json)
    } catch {
        let lines = json.count { $0 == UInt8(ascii: "\n") } + 1
        if let line = error.line { try hold((1...lines).contains(line), "an error names line \(line) of \(lines)") }
        _ = "\(error)"
        return
    }
    let encoder = JSONEncoder()
    let again = try OAuth1Service(json: Array(try encoder.encode(service)))
    try hold(again == service, "a service is read otherwise than it was written")

    // Values for all variables, so that URLs are made of them.
    let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }
    let variables = Dictionary(service.variables.filter { $0.derived == nil }.map { ($0.name, value) }) { first, _ in
        first
    }
    do {
        _ = try AsyncOAuth1Client(
            service: service,
            client: Fixed.client,
            variables: variables,
            options: OAuth1FlowOptions(headerFields: [.userAgent: "Fuzz"]),
            transport: transport
        )
    } catch {
        try Secrecy.check(printed: error, hides: [Fixed.clientSecret])
    }
}
