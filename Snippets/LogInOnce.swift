//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.script
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// A session that is logged in: from the file, or after asking the user.
func loggedInSession(_ client: OAuth1Session) throws -> OAuth1UserSession {
    let file = NSHomeDirectory() + "/.config/my-script/login.json"
    let session = try client.userSession(
        restoringFrom: OAuth1FileSessionStore(path: file)
    )
    if session.token == nil { try logIn(session) }
    return session
}

func logIn(_ session: OAuth1UserSession) throws {
    try session.fetchRequestToken()
    print("Open", try session.authorizationURL())
    print("and enter the code it shows:")
    try session.fetchAccessToken(verifier: readLine())
}
// snippet.end

// snippet.client
func makeClient() throws -> OAuth1Session {
    let environment = ProcessInfo.processInfo.environment
    return try OAuth1Session(
        service: .discogs,
        client: OAuth1ClientCredentials(
            key: environment["DISCOGS_KEY"] ?? "",
            secret: OAuth1Secret(environment["DISCOGS_SECRET"] ?? "")
        ),
        options: OAuth1FlowOptions(headerFields: [
            .userAgent: "MyScript/1.0 +https://app.example.org"
        ]),
        transport: .urlSession
    )
}
// snippet.end

// snippet.rejected
/// Calls the service; logs in again if the stored token was revoked.
func identity(_ session: OAuth1UserSession) throws -> String {
    let response = try session.get("oauth/identity")
    guard response.status == .unauthorized else {
        return try response.checkingStatus().text
    }
    try session.logOut()
    try logIn(session)
    return try session.get("oauth/identity").checkingStatus().text
}
// snippet.end
