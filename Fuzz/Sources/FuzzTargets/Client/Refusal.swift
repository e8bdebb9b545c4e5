//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// Every text of a service is shown short, on one line and without secrets.
func fuzzRefusal(_ input: inout FuzzInput) throws {
    let response = input.response()
    if let problem = response.problem {
        try hold(!problem.code.isEmpty, "a problem without a code")
        try checkShown(problem.code, upTo: 100)
        try checkShown(problem.advice ?? "", upTo: 300)
        for parameter in problem.parameters { try checkShown(parameter.value, upTo: 300) }
    }
    do {
        try response.checkingStatus()
        try hold(response.status.kind == .successful, "a refusal is taken for a success")
    } catch {
        try hold(response.status.kind != .successful, "a success is taken for a refusal")
        try hold("\(error)".utf8.count < 16_384, "an error repeats more than a few sentences")
    }
    do { _ = try response.json([String: String].self) } catch {
        try hold("\(error)".utf8.count < 16_384, "an error repeats more than a few sentences")
    }

    // With the secrets that a client has, whose echo is hidden in whichever spelling.
    let flow = OAuth1Flow(client: Fixed.client, configuration: Fixed.configuration)
    do {
        _ = try flow.readAccessToken(response, exchanging: Fixed.requestToken)
    } catch let error as OAuth1ClientError {
        try Secrecy.check(printed: error, hides: [Fixed.clientSecret, Fixed.requestTokenSecret])
    }
}

private func checkShown(_ text: String, upTo limit: Int) throws {
    // An ellipsis and the mark of what was hidden come on top.
    try hold(text.unicodeScalars.count <= limit + 40, "more of a service's words is shown than the limit allows")
    try hold(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "control characters are shown")
}
