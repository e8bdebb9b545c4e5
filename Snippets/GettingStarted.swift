//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.program
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

let secret = ProcessInfo.processInfo.environment["CONSUMER_SECRET"] ?? ""
let session = OAuth1Session(
    client: OAuth1ClientCredentials(
        key: "your consumer key",
        secret: OAuth1Secret(secret)
    ),
    transport: .urlSession
)
.userSession()

// 1. Ask the service for a request token.
try session.fetchRequestToken("https://api.example.com/oauth/request_token")

// 2. Send the user to the service, which shows a code.
let page = try session.authorizationURL(
    "https://api.example.com/oauth/authorize"
)
print("Open", page)
print("and enter the code it shows:")

// 3. Exchange the code for an access token.
try session.fetchAccessToken(
    "https://api.example.com/oauth/access_token",
    verifier: readLine()
)

// Every call is signed with the token.
print(try session.get("https://api.example.com/account").text)
// snippet.end
