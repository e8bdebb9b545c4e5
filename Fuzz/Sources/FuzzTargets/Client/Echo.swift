//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// A proof is believed for the URLs and clients that were named, and shows nothing of itself.
func fuzzEcho(_ input: inout FuzzInput) throws {
    let isTwice = input.flag()
    let named = input.flag() ? Set(["consumer-key"]) : nil
    let allowed: Set<String> = ["https://api.example.com/account/verify_credentials", "http://api.example.com/x"]
    var fields = HTTPFields()
    for name in ["X-Auth-Service-Provider", "X-Verify-Credentials-Authorization"] {
        guard let name = HTTPField.Name(name) else { continue }
        fields.append(HTTPField(name: name, value: input.text()))
        if isTwice { fields.append(HTTPField(name: name, value: input.text())) }
    }
    let echo: OAuth1Echo
    do {
        echo = try OAuth1Echo(fields, from: named, allowing: allowed)
    } catch {
        try checkError(error)
        return
    }
    try hold(!isTwice, "a proof is believed that comes twice")
    try hold(allowed.contains(echo.url), "a proof for another URL is believed")
    let header =
        echo.headerFields[values: HTTPField.Name("X-Verify-Credentials-Authorization") ?? .authorization].first ?? ""
    if named != nil {
        let reference = ReferenceBaseString.header(Array(header.utf8)) ?? []
        let keys = reference.filter { $0.isNamed("oauth_consumer_key") }
        try hold(keys.map(\.value) == [Array("consumer-key".utf8)], "a proof of another client is believed")
    }
    if header.utf8.count > 20 { try Secrecy.check(printed: echo, hides: [header]) }
    let request = try echo.verificationRequest()
    try hold(request.authority == "api.example.com", "a proof is sent to another host")
}
