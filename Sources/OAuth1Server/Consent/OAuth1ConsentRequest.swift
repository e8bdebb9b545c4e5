//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The question of a consent page (RFC 5849 section 2.2), and the fields that its form must send.
///
/// The form is sent by POST to the URL of the page, with the fields `oauth_token`, ``formToken`` as `form_token`, and
/// `decision`, which is `allow` or `deny`. All other fields, for example boxes that the user ticks, are kept with the
/// decision and come back as ``OAuth1Grant/decisionFields``. If a form is sent twice, the first decision counts.
///
/// What the form names in fields `scope` and `realm` is granted, and nothing else. A page that does not let the user select adds
/// ``accessFields`` as hidden fields. One that does has a box named `scope` or `realm` for each of ``scopes`` and ``realms``,
/// with the name as its value.
public struct OAuth1ConsentRequest: Sendable {
    /// The client that asks.
    public let client: OAuth1RegisteredClient
    /// The user who is asked.
    public let user: OAuth1User
    /// The name of the service.
    public let serviceName: String
    /// How the page looks.
    public let pageStyle: OAuth1PageStyle
    /// The callback, or `oob`.
    public let callback: String
    /// The request token, the value of the form field `oauth_token`.
    public let requestToken: String
    /// The value of the form field `form_token`, which no other site can know.
    public let formToken: String
    /// The signed parameters of the client's request that are not part of the protocol, such as `scope`.
    ///
    /// The client wrote these: escape them on a custom page, and don't show as granted what nobody checked.
    public let parameters: OAuth1Parameters
    /// What the client asks for, in sentences: those of ``scopes`` and ``realms``, then those of
    /// ``OAuth1ServerConfiguration/describeAccess``; empty without a description.
    public let access: [String]
    /// The scopes that the client asks for and may have, with their sentences.
    public let scopes: [OAuth1AccessRules.Item]
    /// The realms that the client asks for and may have, with their sentences.
    public let realms: [OAuth1AccessRules.Item]

    /// The hidden fields of a form that grants all of ``scopes`` and ``realms``; none if there are none.
    public var accessFields: OAuth1Parameters {
        OAuth1Access(scopes: scopes.map(\.name), realms: realms.map(\.name)).fields
    }

    /// Where the decision leads, as the page shows it: a host, the scheme of an application, or nothing for `oob`.
    public var destination: String {
        guard callback != CallbackRules.outOfBand, let scheme = CallbackRules.scheme(of: callback) else { return "" }
        guard scheme == "http" || scheme == "https" else { return "\(scheme):" }
        let authority = callback.utf8.dropFirst(scheme.utf8.count + 3).prefix { !"/?#".utf8.contains($0) }
        return String(decoding: authority, as: UTF8.self)
    }

    /// Where the form may lead, for `form-action` in the Content-Security-Policy of the page.
    ///
    /// Browsers hold every redirect that follows a form against it, those of the client's own site, too: so it names
    /// the scheme of the callback and not its host.
    public var formTargets: String {
        guard callback != CallbackRules.outOfBand, let scheme = CallbackRules.scheme(of: callback) else {
            return "'self'"
        }
        return scheme == "http" || scheme == "https" ? "'self' \(scheme): https:" : "'self' \(scheme):"
    }
}
