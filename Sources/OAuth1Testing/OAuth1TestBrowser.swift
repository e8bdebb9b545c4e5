//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
public import OAuth1Client

/// The user with a browser, as far as a login needs one: opens the consent page and presses a button.
public struct OAuth1TestBrowser: Sendable {
    /// Why the browser got no callback.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The failure.
        public let description: String
    }

    private let transport: any OAuth1Transport

    /// Creates a browser.
    ///
    /// - Parameter transport: Sends its requests: a provider's transport, or one with sockets.
    public init(transport: some OAuth1Transport) {
        self.transport = transport
    }

    /// Opens the consent page and allows access.
    ///
    /// - Parameter authorizationURL: The URL of the page.
    /// - Returns: The callback URL that the page redirects to, or the code that it shows when the callback is `oob`.
    /// - Throws: ``Failure`` if the page is not there or has no form, or the transport's errors.
    public func allow(_ authorizationURL: String) async throws -> String {
        try await decide("allow", authorizationURL)
    }

    /// Opens the consent page and denies access.
    ///
    /// - Parameter authorizationURL: The URL of the page.
    /// - Returns: The callback URL that the page redirects to, or its text when the callback is `oob`.
    /// - Throws: ``Failure`` if the page is not there or has no form, or the transport's errors.
    public func deny(_ authorizationURL: String) async throws -> String {
        try await decide("deny", authorizationURL)
    }

    private func decide(_ decision: String, _ url: String) async throws -> String {
        let (answer, isDecision) = try await response(to: decision, at: url)
        guard isDecision else {
            throw Failure(
                description: answer.status == .ok
                    ? "the consent page has no form" : "the consent page answered \(answer.status)"
            )
        }
        if let location = answer.head.headerFields[.location] { return location }
        guard answer.status == .ok else { throw Failure(description: "the consent form answered \(answer.status)") }
        return ConsentPageText.code(in: answer.text) ?? answer.text
    }

    /// Opens a consent page and sends a decision.
    ///
    /// - Returns: The response to the decision, or that of the page if it has no form.
    package func response(
        to decision: String,
        at url: String
    ) async throws -> (response: OAuth1Response, isDecision: Bool) {
        let get = try HTTPRequest(.get, wireURL: url)
        let page = try await transport.send(get, body: nil, maximumResponseBytes: 1_048_576)
        var fields = page.status == .ok ? ConsentPageText.hiddenFields(of: page.text) : []
        guard !fields.isEmpty else { return (page, false) }
        fields.append(OAuth1Parameter("decision", decision))
        var post = try HTTPRequest(.post, wireURL: url)
        post.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return (try await transport.send(post, body: fields.formEncoded, maximumResponseBytes: 1_048_576), true)
    }
}
