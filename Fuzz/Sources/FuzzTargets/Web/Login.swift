//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web

/// A login counts with its own cookie and its own token, and leads nowhere but to the service and back.
func fuzzLogin(_ input: inout FuzzInput) async throws {
    let usesStore = input.flag()
    let keepsCookie = input.flag()
    let keepsCallback = input.flag()
    let cookieChange = [input.byte(), input.byte()]
    let begin = input.text()
    let cookies = input.text()
    let callback = input.text()
    let site = input.text()
    let body = input.remaining()

    let browser = LoginSite(usesStore: usesStore, tokenResponse: body)
    let registry = try browser.registry()

    // The start, at whatever address and with whatever cookies.
    var request = HTTPRequest(method: .get, scheme: "https", authority: "app.example", path: "/login/\(begin)")
    if !site.isEmpty, let name = HTTPField.Name("Sec-Fetch-Site") { request.headerFields[name] = site }
    if !cookies.isEmpty { request.headerFields[.cookie] = cookies }
    try await browser.open(request, at: registry, mayLogIn: false)

    // A login as it should be, whose end is not.
    let started = try await registry.client("fuzz").startLogin(returnTo: registry.returnPath(of: request))
    guard let set = started.headerFields[values: .setCookie].first(where: { !$0.contains("Max-Age=0;") }) else {
        throw BrokenInvariant("a login has no cookie")
    }
    let cookie = String(set.prefix { $0 != ";" })
    var sent = Array(cookie.utf8)
    if !keepsCookie {
        let position = Int(cookieChange[0]) * 3 % sent.count
        sent[position] = cookieChange[1]
    }
    let right = "?oauth_token=\(Fixed.requestToken.token)&oauth_verifier=v"
    var end = HTTPRequest(
        method: .get,
        scheme: "https",
        authority: "app.example",
        path: "/login/fuzz/callback" + (keepsCallback ? right : callback)
    )
    let field = String(decoding: sent, as: UTF8.self)
    end.headerFields[.cookie] = keepsCookie ? (cookies.isEmpty ? field : "\(field); \(cookies)") : field
    let isSame = sent == Array(cookie.utf8)
    let isToken = ReferenceBaseString.form(Array((end.path ?? "").utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()))
        .contains { $0.value == Array(Fixed.requestToken.token.utf8) }
    let isFragment = end.path?.utf8.contains(UInt8(ascii: "#")) ?? false
    let didLogIn = try await browser.open(end, at: registry, mayLogIn: isSame && (isToken || isFragment))
    if isSame, keepsCookie, keepsCallback, cookies.isEmpty, body.isEmpty {
        try hold(didLogIn, "a login that is as it should be is refused")
    }
    // Once more, with the cookie that should be gone.
    if didLogIn, usesStore { try await browser.open(end, at: registry, mayLogIn: false) }
}
