//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
import Foundation
// snippet.show
// snippet.program
import OAuth1
import OAuth1Client
import OAuth1URLSession

// snippet.hide
let environment = ProcessInfo.processInfo.environment
let consumerSecret = OAuth1Secret(environment["CONSUMER_SECRET"] ?? "")
// snippet.show
let app = OAuth1ClientCredentials(key: "consumer key", secret: consumerSecret)
let x = try OAuth1Session(service: .x, client: app, transport: .urlSession)

let session = x.userSession()
try session.fetchRequestToken()
print("Open this page, and type its code:", try session.authorizationURL())
try session.fetchAccessToken(verifier: readLine())
print(try session.get("2/users/me").text)
// snippet.end
