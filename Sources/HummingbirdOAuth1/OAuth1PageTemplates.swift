//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Mustache
public import OAuth1Server

/// The pages of a provider as Mustache templates, which an application can replace.
///
/// ```swift
/// let pages = try OAuth1PageTemplates(consent: String(contentsOf: file, encoding: .utf8))
/// let server = OAuth1AuthorizationServer(
///     stores: stores,
///     configuration: configuration,
///     consentPage: pages.consentPage,
///     grantsPage: pages.grantsPage,
///     authenticateUser: authenticateUser
/// )
/// ```
///
/// Start with ``builtInConsent`` and ``builtInGrants``. A template is a whole page. It has these values:
///
/// | name | value |
/// |---|---|
/// | `serviceName`, `userName` | the service, and the user who is signed in |
/// | `styleSheet` | the style sheet with the application's additions: `<style>{{{styleSheet}}}</style>` |
/// | `clientName`, `destination` | consent: the application, and the host that the user is sent to; `destination` is empty for `oob` |
/// | `access` | consent: what the application can do, in sentences |
/// | `scopes`, `realms` | consent: the same, each with `name` and `description`, for boxes that the user ticks |
/// | `parameters` | consent: other parameters that the application sent, each with `name` and `value` |
/// | `requestToken`, `formToken` | consent: the hidden fields `oauth_token` and `form_token` |
/// | `accessFields` | consent: the hidden fields that grant all scopes and realms, each with `name` and `value`; without them and without boxes none is granted |
/// | `removedName` | grants: the application whose access was just removed |
/// | `entries` | grants: the applications, each with `clientName`, `clientKey`, `formToken`, `access`, `allowedAt` and `expiresAt`; the two times have `day` and `iso8601` |
///
/// Lists have a companion such as `hasAccess`, for a heading before the list. All values are escaped, whatever characters they
/// contain; write attributes in quotes. The header fields are those of the built-in pages, so that only `styleSheet` is
/// applied and no script runs.
public struct OAuth1PageTemplates: Sendable {
    private let library: MustacheLibrary
    private let consentName: String
    private let grantsName: String

    /// Creates pages of two templates.
    ///
    /// - Parameters:
    ///   - consent: The consent page.
    ///   - grants: The page of a user's grants.
    /// - Throws: `MustacheTemplate.Error` if a template can't be parsed.
    public init(
        consent: String = OAuth1PageTemplates.builtInConsent,
        grants: String = OAuth1PageTemplates.builtInGrants
    ) throws {
        library = MustacheLibrary(
            templates: [
                "consent": try MustacheTemplate(string: consent), "grants": try MustacheTemplate(string: grants),
            ]
        )
        consentName = "consent"
        grantsName = "grants"
    }

    /// Creates pages of the templates of a library, whose other templates they can include or inherit from.
    ///
    /// - Parameters:
    ///   - library: The templates.
    ///   - consent: The name of the consent page, or `nil` for the built-in one.
    ///   - grants: The name of the page of a user's grants, or `nil` for the built-in one.
    /// - Throws: ``Missing`` if the library has no template with this name.
    public init(library: MustacheLibrary, consent: String? = nil, grants: String? = nil) throws {
        var library = library
        func name(_ name: String?, _ builtInName: String, _ builtIn: String) throws -> String {
            guard let name else {
                try library.register(builtIn, named: builtInName)
                return builtInName
            }
            guard library.getTemplate(named: name) != nil else { throw Missing(name: name) }
            return name
        }
        consentName = try name(consent, "swift-oauth1 consent", Self.builtInConsent)
        grantsName = try name(grants, "swift-oauth1 grants", Self.builtInGrants)
        self.library = library
    }

    /// Makes the consent page, for `OAuth1AuthorizationServer`.
    public var consentPage: OAuth1AuthorizationServer.ConsentPage {
        { request in request.response(html: try render(ConsentPageModel(request), consentName)) }
    }

    /// Makes the page of a user's grants, for `OAuth1AuthorizationServer`.
    public var grantsPage: OAuth1AuthorizationServer.GrantsPage {
        { list in list.response(html: try render(GrantsPageModel(list), grantsName)) }
    }

    private func render(_ model: Any, _ name: String) throws -> String {
        guard let html = library.render(model, withTemplate: name) else { throw Missing(name: name) }
        return html
    }

    /// A template that the library does not contain.
    public struct Missing: Error, Hashable, CustomStringConvertible {
        /// The name of the template.
        public let name: String

        /// The name of the template, and what to do.
        public var description: String {
            "the library has no template named \(name): register it, or pass nil for the built-in page"
        }
    }
}
#endif
