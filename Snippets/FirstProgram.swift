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

let environment = ProcessInfo.processInfo.environment
let app = OAuth1ClientCredentials(
    key: environment["OAUTH1_CONSUMER_KEY"] ?? "",
    secret: OAuth1Secret(environment["OAUTH1_CONSUMER_SECRET"] ?? "")
)
let session = OAuth1Session(client: app, transport: .urlSession).userSession()

let service = "http://127.0.0.1:8090"
try session.fetchRequestToken(service + "/oauth/request_token")
print("Open this page, allow access, and enter the code it shows:")
print(try session.authorizationURL(service + "/oauth/authorize"))
try session.fetchAccessToken(
    service + "/oauth/access_token",
    verifier: readLine()
)
print(try session.get(service + "/api/me").text)
// snippet.end
