//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.saved
import OAuth1
import OAuth1Client
import OAuth1URLSession

func callWithSavedLogin(
    _ client: OAuth1ClientCredentials,
    file: String
) throws {
    let session = try OAuth1Session(client: client, transport: .urlSession)
        .userSession(restoringFrom: OAuth1FileSessionStore(path: file))
    if session.token == nil {
        try session.fetchRequestToken(
            "https://api.twitter.com/oauth/request_token"
        )
        print(
            "Open",
            try session.authorizationURL(
                "https://api.twitter.com/oauth/authenticate"
            )
        )
        print("and enter the code it shows:")
        try session.fetchAccessToken(
            "https://api.twitter.com/oauth/access_token",
            verifier: readLine()
        )
    }
    print(
        try session.get(
            "https://api.twitter.com/1.1/account/verify_credentials.json"
        )
        .status
    )
}
// snippet.end
