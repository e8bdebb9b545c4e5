//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird
// snippet.show
// snippet.templates
import Foundation
import HummingbirdOAuth1
import OAuth1
import OAuth1Server

func serverWithTemplates(
    stores: OAuth1ServerStores,
    configuration: OAuth1ServerConfiguration,
    consentTemplate: URL,
    authenticateUser: @escaping OAuth1AuthorizationServer.UserAuthenticator
) throws -> OAuth1AuthorizationServer {
    let pages = try OAuth1PageTemplates(
        consent: String(contentsOf: consentTemplate, encoding: .utf8)
    )
    return OAuth1AuthorizationServer(
        stores: stores,
        configuration: configuration,
        consentPage: pages.consentPage,
        grantsPage: pages.grantsPage,
        authenticateUser: authenticateUser
    )
}
// snippet.end
// snippet.hide
#endif
