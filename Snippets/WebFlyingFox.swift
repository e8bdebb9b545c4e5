//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if FlyingFox
// snippet.show
// snippet.login
import FlyingFox
import FlyingFoxOAuth1
import OAuth1Client
import OAuth1Web

func addLogin(
    to server: HTTPServer,
    _ registry: OAuth1Registry,
    save: @escaping @Sendable (OAuth1Login) async throws -> Void
) async {
    await server.addOAuth1Login(registry) { login, request in
        try await save(login)
        return .redirect(to: login.returnPath)
    }
}
// snippet.end
// snippet.hide
#endif
