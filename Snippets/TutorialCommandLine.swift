//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// step 1
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

let environment = ProcessInfo.processInfo.environment
guard let key = environment["DISCOGS_KEY"],
    let secret = environment["DISCOGS_SECRET"]
else {
    print("Set DISCOGS_KEY and DISCOGS_SECRET.")
    exit(1)
}
// step 2

let client = try OAuth1Session(
    service: .discogs,
    client: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
    options: OAuth1FlowOptions(headerFields: [.userAgent: "MyTool/1.0"]),
    transport: .urlSession
)
// step 3

let file = NSHomeDirectory() + "/.config/my-tool/login.json"
let session = try client.userSession(
    restoringFrom: OAuth1FileSessionStore(path: file)
)
// step 6

if CommandLine.arguments.contains("--log-out") {
    try session.logOut()
    exit(0)
}
// step 4

if session.token == nil {
    try session.fetchRequestToken()
    print("Open", try session.authorizationURL())
    print("Type the code that you see there:", terminator: " ")
    try session.fetchAccessToken(verifier: readLine())
}
// step 5

struct Identity: Decodable {
    var username: String
}
let identity: Identity = try session.get("oauth/identity").json()
print("Hello, \(identity.username)!")
