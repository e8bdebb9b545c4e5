//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if FlyingFox
// snippet.show
// snippet.provider
import FlyingFox
import FlyingFoxOAuth1
import Foundation
import OAuth1Server

func addProvider(
    _ provider: OAuth1AuthorizationServer,
    to server: HTTPServer
) async {
    await server.addOAuth1Provider(provider)
    await server.addOAuth1Resource("GET /api/me", provider.protector()) {
        _,
        authentication in
        let userID = authentication.userID ?? ""
        return HTTPResponse(statusCode: .ok, body: Data(userID.utf8))
    }
}
// snippet.end
// snippet.hide
#endif
