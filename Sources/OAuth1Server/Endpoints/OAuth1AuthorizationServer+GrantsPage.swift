//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

extension OAuth1AuthorizationServer {
    /// The page of the applications that can use a user's account: GET shows it, POST removes an application's access.
    ///
    /// All access tokens that the application has for the user are revoked.
    ///
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - body: The whole body as it arrived.
    /// - Returns: A page, a redirect to the page, or what the application answers to sign the user in.
    public func grants(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        await RequestSpan.observing(.grants) { await showOrRemoveGrants(request, body) }
    }

    private func showOrRemoveGrants(_ request: HTTPRequest, _ body: [UInt8]) async -> OAuth1ServerResponse {
        do {
            let fields = try readForm(request, body: body, at: .grants)
            if request.method == .post { try checkIsWritable() }
            switch try await authenticateUser(request) {
            case .response(let response):
                report(.grants, nil, clientKey: nil)
                return response
            case .user(let user) where request.method == .get:
                let response = try await grantsPage(grantList(of: user, removed: fields))
                report(.grants, nil, clientKey: nil)
                return response
            case .user(let user):
                let clientKey = try await remove(fields, of: user)
                report(.grants, nil, clientKey: clientKey)
                return redirect(removed: clientKey, user)
            }
        } catch {
            return refuse(OAuth1ServerError(error), at: .grants, of: request)
        }
    }

    private func grantList(of user: OAuth1User, removed fields: OAuth1Parameters) async throws -> OAuth1GrantList {
        let rules = configuration.accessRules
        let entries = try await grants(ofUser: user.id)
            .map { grant in
                OAuth1GrantList.Entry(
                    grant: grant,
                    access: (rules.describedScopes(grant.access) + rules.describedRealms(grant.access))
                        .map(\.description),
                    formToken: consentKey.formToken(.removal, clientKey: grant.clientKey, userID: user.id)
                )
            }
        return OAuth1GrantList(
            user: user,
            serviceName: configuration.serviceName,
            pageStyle: configuration.pageStyle,
            entries: entries,
            removedName: try await removedName(fields, user, unlessIn: entries)
        )
    }

    /// The name of the client in a link that ``redirect(removed:_:)`` made for this user, who has not allowed it again.
    private func removedName(
        _ fields: OAuth1Parameters,
        _ user: OAuth1User,
        unlessIn entries: [OAuth1GrantList.Entry]
    ) async throws -> String? {
        guard let clientKey = fields["oauth_consumer_key"], let code = fields["removed"],
            consentKey.isValid(code, .notice, clientKey: clientKey, userID: user.id),
            !entries.contains(where: { $0.grant.clientKey.hasSameBytes(as: clientKey) })
        else {
            return nil
        }
        return try await stores.clients.client(forKey: clientKey)?.displayName ?? clientKey
    }

    /// Revokes all access tokens that a client has for a user, and returns the client's key.
    ///
    /// A form that is sent twice is answered twice alike.
    private func remove(_ fields: OAuth1Parameters, of user: OAuth1User) async throws -> String {
        guard let clientKey = fields["oauth_consumer_key"], let formToken = fields["form_token"],
            consentKey.isValid(formToken, .removal, clientKey: clientKey, userID: user.id)
        else {
            throw OAuth1ServerError(
                .forgeryRejected,
                "The form did not come from our own page, or the page is too old. Nothing was removed. Please open the "
                    + "list of connected applications again."
            )
        }
        // First: if the application can't forget the consent, the user finds the entry again and can repeat it.
        try await accessRemoved?(user.id, clientKey)
        try await revokeGrant(ofUser: user.id, clientKey: clientKey)
        return clientKey
    }

    /// A redirect to the same page, so that nothing is sent again when the user reloads it or goes back.
    private func redirect(removed clientKey: String, _ user: OAuth1User) -> OAuth1ServerResponse {
        let query: OAuth1Parameters = [
            OAuth1Parameter("oauth_consumer_key", clientKey),
            OAuth1Parameter("removed", consentKey.formToken(.notice, clientKey: clientKey, userID: user.id)),
        ]
        return .redirect(to: "?\(query.formEncodedString)")
    }
}
