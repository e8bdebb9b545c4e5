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
    key: environment["CONSUMER_KEY"] ?? "",
    secret: OAuth1Secret(environment["CONSUMER_SECRET"] ?? "")
)
let x = try OAuth1Session(service: .x, client: app, transport: .urlSession)

let session = x.userSession()
try session.fetchRequestToken()
print("Open this page, then enter the code it shows:")
print(try session.authorizationURL())
try session.fetchAccessToken(verifier: readLine())
print(try session.get("2/users/me").text)
// snippet.end
