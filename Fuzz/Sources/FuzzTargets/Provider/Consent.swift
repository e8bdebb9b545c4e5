//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server

/// A user's decision counts if it comes from the provider's own page, leads to the callback, and the page runs nothing.
func fuzzConsent(_ input: inout FuzzInput) async throws {
    let isPost = input.flag()
    let usesPage = input.flag()
    let displayName = input.text()
    let userName = input.text()
    let callback = input.choice([Provider.callback, "https://app.example.net/done?a=b#c", "oob", "app:x"])
    let contentType = input.choice(["application/x-www-form-urlencoded", nil, "multipart/form-data"])
    let query = input.text()
    var form = input.remaining()

    let provider = try await Provider(displayName: displayName, userName: userName, callback: callback)
    let path = provider.server.configuration.paths.authorize
    let page = await provider.get("\(path)?oauth_token=\(Fixed.requestToken.token)")
    // The application chooses the names: what they show is not a secret.
    try Provider.check(page, hides: [])
    try await checkMarkup(page, displayName: displayName, userName: userName, callback: callback)
    guard let formToken = page.formToken else { throw BrokenInvariant("the consent page has no form") }

    if usesPage { form += Array("&form_token=\(formToken)".utf8) }
    var request = HTTPRequest(method: isPost ? .post : .get, scheme: "https", authority: "api.example.com", path: path)
    request.path = "\(path)?\(query)"
    if let contentType { request.headerFields[.contentType] = contentType }
    let answer = await provider.server.authorize(request, body: form)
    try Provider.check(answer, hides: [])

    let fields = ReferenceBaseString.form(form)
    let values = { (name: String) in
        fields.filter { $0.isNamed(name) }.map { String(decoding: $0.value, as: UTF8.self) }
    }
    let isOurs =
        isPost && values("form_token").first == formToken && values("oauth_token") == [Fixed.requestToken.token]
    let stored = await provider.tokens.requestToken(Fixed.requestToken.token)
    let isAllowed = stored?.authorization != nil
    let isDenied = stored == nil || stored?.deniedBy != nil
    if isAllowed { try hold(isOurs && values("decision") == ["allow"], "a token was allowed without the page's form") }
    if isDenied { try hold(isOurs && values("decision") == ["deny"], "a token was denied without the page's form") }

    let location = answer.response.headerFields[.location]
    if let location {
        let base = String(callback.prefix { $0 != "?" && $0 != "#" })
        try hold(location.utf8.starts(with: base.utf8), "a decision leads to \(location)")
        try hold(isAllowed || isDenied, "a redirect without a decision")
    }
    // A double click changes nothing.
    let again = await provider.server.authorize(request, body: form)
    if isPost { try hold(again.response.headerFields[.location] == location, "the same form is answered otherwise") }
}

/// Throws if a name has become a part of the markup.
private func checkMarkup(
    _ page: OAuth1ServerResponse,
    displayName: String,
    userName: String,
    callback: String
) async throws {
    let isMark = { (byte: UInt8) in "<>\"".utf8.contains(byte) }
    guard (displayName + userName).utf8.contains(where: isMark) else { return }
    let provider = try await Provider(displayName: "App", userName: "Ada", callback: callback)
    let plain = await provider.get(
        "\(provider.server.configuration.paths.authorize)?oauth_token=\(Fixed.requestToken.token)"
    )
    try hold(page.body.filter(isMark) == plain.body.filter(isMark), "a name changes the markup of the page")
}

extension OAuth1ServerResponse {
    /// The value of the form's hidden field.
    fileprivate var formToken: String? {
        let marker = "name=\"form_token\" value=\""
        return text.firstRange(of: marker).map { String(text[$0.upperBound...].prefix { $0 != "\"" }) }
    }
}

extension Provider {
    /// The answer to a browser that opens a page.
    fileprivate func get(_ path: String) async -> OAuth1ServerResponse {
        await server.authorize(
            HTTPRequest(method: .get, scheme: "https", authority: "api.example.com", path: path)
        )
    }
}
