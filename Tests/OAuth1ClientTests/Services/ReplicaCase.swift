//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

/// A preset, the replica of its service, and what an application would choose.
struct ReplicaCase: Sendable, CustomTestStringConvertible {
    let service: OAuth1Service
    let replica: OAuth1ServiceReplica
    var method: OAuth1SignatureMethod?
    var callback = OAuth1Callback.url("https://app.example/cb?state=1")
    var requestParameters: OAuth1Parameters = []
    var authorizeParameters: OAuth1Parameters = []
    /// A path of the API.
    var path = "things"
    var callMethod = HTTPRequest.Method.get
    /// What the service says of the user.
    var says: [OAuth1Service.TokenResponse.Meaning: String] = [:]

    var testDescription: String { service.name }

    var client: AsyncOAuth1Client {
        get throws {
            try AsyncOAuth1Client(
                service: service,
                client: replica.client,
                method: method,
                options: OAuth1FlowOptions(allowsInsecureHTTP: true, headerFields: [.userAgent: "ReplicaTests/1.0"]),
                transport: replica.transport
            )
        }
    }

    static let key = try? OAuth1RSAPrivateKey(generatingBits: 2_048)

    static let all: [ReplicaCase] = first + second

    static let first: [ReplicaCase] =
        [
            ReplicaCase(
                service: .x,
                replica: .x,
                requestParameters: ["x_auth_access_type": "read"],
                path: "2/users/me",
                says: [.userID: "alice", .screenName: "alice"]
            ),
            ReplicaCase(
                service: .wikimedia,
                replica: .wikimedia,
                callback: .outOfBand,
                requestParameters: ["format": "json"],
                path: "?action=query&meta=userinfo&format=json"
            ),
            ReplicaCase(service: .tumblr, replica: .tumblr, path: "user/info"),
            ReplicaCase(
                service: .flickr,
                replica: .flickr,
                authorizeParameters: ["perms": "write"],
                path: "?method=flickr.test.login",
                says: [.userID: "7@N00", .screenName: "alice", .fullName: "Alice A."]
            ),
            ReplicaCase(
                service: .trello,
                replica: .trello,
                authorizeParameters: ["name": "My App", "scope": "read", "scope": "write", "expiration": "1day"],
                path: "members/me"
            ),
            ReplicaCase(service: .discogs, replica: .discogs, callback: .omitted, path: "oauth/identity"),
            ReplicaCase(
                service: .smugMug,
                replica: .smugMug,
                authorizeParameters: ["Access": "Full", "Permissions": "Modify"],
                path: "/api/v2!authuser"
            ),
            ReplicaCase(
                service: .zotero,
                replica: .zotero,
                authorizeParameters: ["library_access": "1"],
                path: "keys/current",
                says: [.userID: "12", .screenName: "alice"]
            ),
            ReplicaCase(service: .netsuite(account: "1234567_SB1"), replica: .netsuite, path: "record/v1/customer"),
            ReplicaCase(service: .tripIt, replica: .tripIt, path: "get/profile?format=json"),
            ReplicaCase(service: .etrade, replica: .etrade, callback: .outOfBand, path: "v1/accounts/list"),
        ]
        + (key.map { key in
            [
                ReplicaCase(
                    service: .mastercard,
                    replica: .mastercard(publicKey: key.publicKey),
                    method: .rsaSHA256(key),
                    path: "locations?x=1"
                )
            ]
        } ?? [])

    static let second: [ReplicaCase] =
        [
            ReplicaCase(service: .wooCommerce(site: "http://shop.example/"), replica: .wooCommerce, path: "orders"),
            ReplicaCase(service: .schoology(domain: "school.example"), replica: .schoology, path: "users/me"),
            ReplicaCase(
                service: .tradeMe,
                replica: .tradeMe,
                requestParameters: ["scope": "MyTradeMeRead,MyTradeMeWrite"],
                path: "MyTradeMe/Summary.json"
            ),
            ReplicaCase(service: .fatSecret, replica: .fatSecret, path: "?method=profile.get"),
            ReplicaCase(
                service: .launchpad,
                replica: .launchpad,
                authorizeParameters: ["allow_permission": "READ_PUBLIC", "allow_permission": "WRITE_PUBLIC"],
                path: "people/+me"
            ),
            ReplicaCase(service: .maas(host: "http://maas.example:5240"), replica: .maas, path: "machines/"),
            ReplicaCase(
                service: .wordPress(site: "https://blog.example/sub"),
                replica: .wordPress,
                path: "wp/v2/users/me"
            ),
            ReplicaCase(service: .instapaper, replica: .instapaper, path: "bookmarks/list", callMethod: .post),
            ReplicaCase(service: .cardmarket, replica: .cardmarket, path: "account?x=1"),
            ReplicaCase(
                service: .usos(),
                replica: .usos,
                requestParameters: ["scopes": "studies", "scopes": "offline_access"],
                path: "users/user"
            ),
            ReplicaCase(service: .garmin, replica: .garmin, path: "wellness-api/rest/user/id"),
            ReplicaCase(service: .cleverCloud, replica: .cleverCloud, path: "self"),
            ReplicaCase(service: .brickLink, replica: .brickLink, path: "colors?limit=1"),
            ReplicaCase(service: .here, replica: .here, path: "v1/geocode?limit=1"),
        ]
        + (key.map { key in
            [
                ReplicaCase(
                    service: .atlassianDataCenter(baseURL: "https://jira.example/jira"),
                    replica: .atlassianDataCenter(publicKey: key.publicKey),
                    method: .rsaSHA1(key),
                    path: "api/2/myself",
                    says: [.expiresIn: "157680000", .sessionHandle: "handle"]
                )
            ]
        } ?? [])

    // MARK: Logins

    /// Logs in as an application does, or gets the token from where the service hands it out.
    func login() async throws -> OAuth1AccessToken? {
        let client = try client
        switch service.flow {
        case .threeLegged:
            let requestToken = try await client.fetchRequestToken(callback: callback, parameters: requestParameters)
            let page = try client.authorizationURL(
                for: requestToken,
                callback: callback,
                parameters: authorizeParameters
            )
            let answer = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
            guard answer.contains("://") else {
                return try await client.fetchAccessToken(requestToken: requestToken, verifier: answer)
            }
            let response = try client.parseAuthorizationResponse(answer, for: requestToken)
            return try await client.fetchAccessToken(authorization: response.authorization())
        case .staticToken: return try await replica.issueToken()
        case .consumerOnly: return nil
        case .xAuth: return try await client.fetchAccessToken(username: "alice", password: "password")
        }
    }

    /// The client as it calls the service after a login.
    func loggedIn(_ token: OAuth1AccessToken?) async throws -> AsyncOAuth1Client {
        guard service.tokenUse == .oauth2 else { return try client.using(token) }
        let client = try client
        return client.using(try await client.exchangeToken())
    }

    /// Logs in with the blocking session, on a separate thread.
    func blockingLogin() async throws -> OAuth1AccessToken? {
        let session = OAuth1Session(try client)
        switch service.flow {
        case .threeLegged:
            let requestToken = try await onThread {
                try session.fetchRequestToken(callback: callback, parameters: requestParameters)
            }
            let page = try session.authorizationURL(
                for: requestToken,
                callback: callback,
                parameters: authorizeParameters
            )
            let answer = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
            let isCode = !answer.contains("://")
            let response = isCode ? nil : try session.parseAuthorizationResponse(answer, for: requestToken)
            return try await onThread {
                if let response { return try session.fetchAccessToken(authorization: response.authorization()) }
                return try session.fetchAccessToken(requestToken: requestToken, verifier: answer)
            }
        case .staticToken: return try await replica.issueToken()
        case .consumerOnly: return nil
        case .xAuth:
            return try await onThread { try session.fetchAccessToken(username: "alice", password: "password") }
        }
    }

    func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
