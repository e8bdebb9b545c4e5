//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import HummingbirdOAuth1
import OAuth1
import OAuth1Server

extension PhotosSite {
    /// The scope of those who may look at photos.
    static let readScope = "photos.read"

    /// The OAuth side of the service: the three endpoints at the paths of the RFC, and the page of the user's grants.
    static func provider(
        _ stores: OAuth1ServerStores,
        _ sessions: BrowserSessions<OAuth1User>,
        url: String,
        requestTokenLifetime: Int64
    ) throws -> OAuth1AuthorizationServer {
        let templates = try OAuth1PageTemplates()
        return OAuth1AuthorizationServer(
            stores: stores,
            configuration: OAuth1ServerConfiguration(
                serviceName: "Example Photos",
                pageStyle: OAuth1PageStyle(
                    css: ":root{--accent:#7a1f5c}@media(prefers-color-scheme:dark){:root{--accent:#f2a6d6}}"
                ),
                externalURL: try OAuth1Origin(url),
                realm: "Photos",
                paths: OAuth1ServerPaths(
                    requestToken: "/initiate",
                    authorize: "/authorize",
                    accessToken: "/token",
                    grants: "/applications"
                ),
                requestTokenLifetime: requestTokenLifetime,
                // What clients can ask for, in words for users.
                accessRules: OAuth1AccessRules(scopes: [
                    readScope: "See all your albums and photos, also the private ones"
                ])
            ),
            consentPage: templates.consentPage,
            grantsPage: templates.grantsPage,
            authenticateUser: { request in
                guard let user = sessions[request.headerFields] else {
                    // After signing in, the user comes back to the same page.
                    return .response(.redirect(to: SignIn.path(returningTo: request.path ?? "/")))
                }
                return .user(user)
            }
        )
    }
}
