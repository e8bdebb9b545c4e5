//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import HTTPTypes
import OAuth1
import OAuth1Server

// snippet.end

// snippet.refresh
func refreshing(externalURL: OAuth1Origin) -> OAuth1ServerConfiguration {
    OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: externalURL,
        // An access token is valid for an hour. Its client can refresh it
        // until 90 days after the user allowed access.
        accessTokenLifetime: 3_600,
        renewal: OAuth1RenewalRules(authorizationLifetime: 90 * 86_400)
    )
}
// snippet.end

// snippet.grants
/// The clients on a user's page "Connected applications".
func connectedApplications(
    of userID: String,
    _ server: OAuth1AuthorizationServer
) async throws -> [String] {
    try await server.grants(ofUser: userID)
        .map { grant in
            let name = grant.client?.displayName ?? grant.clientKey
            let scopes = grant.access.scopes.joined(separator: ", ")
            return "\(name): \(scopes), \(grant.tokenCount) tokens"
        }
}

/// The button "Remove access" of that page.
func removeAccess(
    of clientKey: String,
    by userID: String,
    _ server: OAuth1AuthorizationServer
) async throws {
    try await server.revokeGrant(ofUser: userID, clientKey: clientKey)
}
// snippet.end

// snippet.scopes
func scopes(externalURL: OAuth1Origin) -> OAuth1ServerConfiguration {
    OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: externalURL,
        accessRules: OAuth1AccessRules(
            scopes: [
                "photos.read": "See your photos",
                "photos.write": "Add and delete photos",
            ],
            realms: ["albums": "Use your albums"],
            defaultAccess: OAuth1Access(scopes: ["photos.read"])
        )
    )
}

func printShop(secret: OAuth1Secret) -> OAuth1RegisteredClient {
    OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(key: "shop", secret: secret),
        displayName: "The Print Shop",
        allowedAccess: OAuth1Access(scopes: ["photos.read"])
    )
}
// snippet.end

// snippet.protect
func protectors(
    _ server: OAuth1AuthorizationServer
) -> (reading: OAuth1ResourceProtector, albums: OAuth1ResourceProtector) {
    let reading = server.protector(requiring: ["photos.read"])
    let albums = reading.requiring(["photos.write"], realm: "albums")
    return (reading, albums)
}
// snippet.end

// snippet.xauth
/// The application's accounts.
protocol Accounts: Sendable {
    func user(name: String, password: OAuth1Secret) async throws -> String?
}

func acceptingPasswords(
    _ server: OAuth1AuthorizationServer,
    _ accounts: some Accounts
) -> OAuth1AuthorizationServer {
    server.acceptingPasswords { name, password, _ in
        let id = try await accounts.user(name: name, password: password)
        return id.map { OAuth1User(id: $0) }
    }
}
// snippet.end

// snippet.launch
func openTool(
    _ request: HTTPRequest,
    body: [UInt8],
    _ launches: OAuth1LTILaunchVerifier
) async -> OAuth1ServerResponse {
    do {
        let launch = try await launches.verify(request, body: body)
        // Two platforms may have a user with the same identifier.
        let user = (platform: launch.client.key, id: launch.userID)
        let mayGrade = launch.hasRole("Instructor")
        let chapter = launch.custom["chapter"]
        return page(user, mayGrade: mayGrade, chapter: chapter)
    } catch {
        return launches.response(for: error)
    }
}

func launches(
    platforms: any OAuth1ClientStore,
    nonces: any OAuth1NonceStore,
    publicURL: OAuth1Origin
) -> OAuth1LTILaunchVerifier {
    OAuth1LTILaunchVerifier(
        clients: platforms,
        nonces: nonces,
        configuration: OAuth1ServerConfiguration(
            serviceName: "The Quiz Tool",
            externalURL: publicURL
        ),
        tolerating: [.repeatedQuery, .convertedLineBreaks]
    )
}
// snippet.end

func page(
    _ user: (platform: String, id: String?),
    mayGrade: Bool,
    chapter: String?
) -> OAuth1ServerResponse {
    OAuth1ServerResponse(HTTPResponse(status: .ok))
}
