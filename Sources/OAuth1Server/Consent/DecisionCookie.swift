//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The cookie in which a browser keeps its user's latest decision, for the page that is shown if the user comes back to it.
///
/// The store forgets a request token when it is exchanged. The cookie has what was decided, and no token: its code is valid for
/// one request token and one user only. There is one cookie, so that no client can make the browser forget others.
struct DecisionCookie: Sendable {
    /// What a browser kept.
    struct Note: Sendable, Equatable {
        let decision: RecordedDecision.Kind
        let clientKey: String
        let returnURL: String?
    }

    /// The longest value, in bytes: some proxies accept 4 KB of a response's header fields, `Location` among them.
    private static let maximumLength = 1_024

    private let key: ConsentKey
    private let attributes: CookieAttributes
    private let maximumAge: Int64

    /// Creates the rules of the cookie.
    ///
    /// - Parameters:
    ///   - key: The key of its code.
    ///   - isSecure: Whether the browser uses TLS.
    ///   - maximumAge: How long the browser keeps it, in seconds.
    init(_ key: ConsentKey, isSecure: Bool, maximumAge: Int64) {
        self.key = key
        self.maximumAge = maximumAge
        attributes = CookieAttributes(isSecure: isSecure)
    }

    private var name: String { attributes.namePrefix + "oauth1-decision" }

    /// The field that sets the cookie, or `nil` if it would be too long: then the page for a late click says less.
    func field(_ decision: RecordedDecision.Kind, _ question: OpenQuestion, userID: String) -> HTTPField? {
        let note = Note(decision: decision, clientKey: question.client.key, returnURL: question.returnURL)
        var parameters = note.parameters
        let code = key.decisionCode(note, requestToken: question.requestToken.token, userID: userID)
        parameters.append(OAuth1Parameter("code", code))
        let value = parameters.formEncodedString
        guard value.utf8.count <= Self.maximumLength else { return nil }
        return attributes.set(name, value, maximumAge: maximumAge)
    }

    /// Whether a browser sent the cookie, of whichever decision.
    func isSent(with request: HTTPRequest) -> Bool { value(in: request) != nil }

    /// What the browser kept, if it is about this request token and this user.
    func note(in request: HTTPRequest, requestToken: String, userID: String) -> Note? {
        guard let value = value(in: request) else { return nil }
        let parameters = OAuth1Parameters(formEncoded: value)
        guard let code = parameters["code"], let note = Note(parameters),
            OAuth1Secret(code) == OAuth1Secret(key.decisionCode(note, requestToken: requestToken, userID: userID))
        else {
            return nil
        }
        return note
    }

    private func value(in request: HTTPRequest) -> String? {
        guard let value = RequestCookies(request, keeping: name)[name], value.utf8.count <= Self.maximumLength else {
            return nil
        }
        return value
    }
}

extension DecisionCookie.Note {
    /// The fields of the cookie, except for its code.
    fileprivate var parameters: OAuth1Parameters {
        var parameters: OAuth1Parameters = ["decision": decision.rawValue, "client": clientKey]
        if let returnURL { parameters.append(OAuth1Parameter("site", returnURL)) }
        return parameters
    }

    fileprivate init?(_ parameters: OAuth1Parameters) {
        guard let text = parameters["decision"], let decision = RecordedDecision.Kind(rawValue: text),
            let key = parameters["client"]
        else {
            return nil
        }
        self.init(decision: decision, clientKey: key, returnURL: parameters["site"])
    }
}

extension ConsentKey {
    /// The code of a cookie.
    fileprivate func decisionCode(_ note: DecisionCookie.Note, requestToken: String, userID: String) -> String {
        var subject = note.parameters
        subject.append(OAuth1Parameter("oauth_token", requestToken))
        return code(.decision, subject.formEncodedString, userID: userID)
    }
}
