//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

/// A login without a preset, with the service's URLs and nothing else, and why the service rejects it.
struct GenericCase: Sendable, CustomTestStringConvertible {
    var testDescription: String { name }

    let name: String
    let replica: OAuth1ServiceReplica
    var requestToken = ""
    var authorize = ""
    var accessToken = ""
    var api = ""
    var callback = OAuth1Callback.url("https://app.example/cb")
    var method = OAuth1SignatureMethod.hmacSHA1
    var placement = OAuth1Placement.header
    var options = OAuth1FlowOptions(allowsInsecureHTTP: true)
    var requestParameters: OAuth1Parameters = []
    var authorizeParameters: OAuth1Parameters = []
    /// Words of the error that it ends with.
    let reason: String

    /// The words of the first error.
    func failure() async throws -> String {
        let client = AsyncOAuth1Client(
            client: replica.client,
            method: method,
            configuration: OAuth1SigningConfiguration(placement: placement),
            options: options,
            transport: replica.transport
        )
        do {
            var token: OAuth1AccessToken?
            if requestToken.isEmpty {
                if !accessToken.isEmpty { token = try await replica.issueToken() }
            } else {
                token = try await login(client)
            }
            let response = try await client.using(token).get(api)
            return response.status == .ok ? "none" : OAuth1Parameters(formEncoded: response.body).map(\.value).joined()
        } catch {
            return "\(error)"
        }
    }

    private func login(_ client: AsyncOAuth1Client) async throws -> OAuth1AccessToken {
        let token = try await client.fetchRequestToken(
            requestToken,
            callback: callback,
            parameters: requestParameters
        )
        let page = client.authorizationURL(authorize, for: token, parameters: authorizeParameters)
        let opened = try await replica.transport.send(
            HTTPRequest(.get, wireURL: page),
            body: nil,
            maximumResponseBytes: 65_536
        )
        guard opened.status == .ok else {
            throw OAuth1ClientError(.unexpectedStatus, OAuth1Parameters(formEncoded: opened.body).map(\.value).joined())
        }
        let answer = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
        guard answer.contains("://") else {
            return try await client.fetchAccessToken(accessToken, requestToken: token, verifier: answer)
        }
        let response = try client.parseAuthorizationResponse(answer, for: token)
        return try await client.fetchAccessToken(accessToken, authorization: response.authorization())
    }
}

@Suite("Without the preset")
struct GenericClientTests {
    @Test("The service rejects for the reason that it documents", arguments: GenericCase.first + GenericCase.second)
    func refused(_ element: GenericCase) async throws {
        let failure = try await element.failure()
        #expect(failure.contains(element.reason), "\(failure)")
    }
}

extension GenericCase {
    private static let named = OAuth1FlowOptions(headerFields: [.userAgent: "GenericClientTests/1.0"])

    static var first: [GenericCase] {
        let wiki = "https://meta.wikimedia.org/w/index.php?title=Special:OAuth/"
        let rest = "https://1234567-sb1.restlets.api.netsuite.com/rest/"
        let smugMug = "https://api.smugmug.com/services/oauth/1.0a/"
        var cases = [
            GenericCase(
                name: "X by query",
                replica: .x,
                requestToken: "https://api.x.com/oauth/request_token",
                placement: .query,
                reason: "parameters in the header"
            ),
            GenericCase(
                name: "Wikimedia without a name",
                replica: .wikimedia,
                requestToken: wiki + "initiate",
                reason: "User-Agent"
            ),
            GenericCase(
                name: "Wikimedia without the consumer key on the page",
                replica: .wikimedia,
                requestToken: wiki + "initiate",
                authorize: wiki + "authorize",
                options: named,
                reason: "oauth_consumer_key"
            ),
            GenericCase(
                name: "Tumblr with oob",
                replica: .tumblr,
                requestToken: "https://www.tumblr.com/oauth/request_token",
                callback: .outOfBand,
                reason: "does not support oob"
            ),
            GenericCase(
                name: "Flickr without perms",
                replica: .flickr,
                requestToken: "https://www.flickr.com/services/oauth/request_token",
                authorize: "https://www.flickr.com/services/oauth/authorize",
                reason: "perms of"
            ),
            GenericCase(
                name: "Trello with a space in the scope",
                replica: .trello,
                requestToken: "https://trello.com/1/OAuthGetRequestToken",
                authorize: "https://trello.com/1/OAuthAuthorizeToken",
                authorizeParameters: ["scope": "read write"],
                reason: "joined with ','"
            ),
            GenericCase(
                name: "Discogs without a name",
                replica: .discogs,
                requestToken: "https://api.discogs.com/oauth/request_token",
                reason: "User-Agent"
            ),
            GenericCase(
                name: "Discogs with the same method for both tokens",
                replica: .discogs,
                requestToken: "https://api.discogs.com/oauth/request_token",
                options: named,
                reason: "a GET request"
            ),
            GenericCase(
                name: "SmugMug without Accept",
                replica: .smugMug,
                requestToken: smugMug + "getRequestToken",
                authorize: smugMug + "authorize",
                accessToken: smugMug + "getAccessToken",
                api: "https://api.smugmug.com/api/v2!authuser",
                reason: "application/json"
            ),
            GenericCase(
                name: "Zotero with signed calls",
                replica: .zotero,
                requestToken: "https://www.zotero.org/oauth/request",
                authorize: "https://www.zotero.org/oauth/authorize",
                accessToken: "https://www.zotero.org/oauth/access",
                api: "https://api.zotero.org/keys/current",
                reason: "without OAuth"
            ),
            GenericCase(
                name: "NetSuite with HMAC-SHA1",
                replica: .netsuite,
                requestToken: rest + "requesttoken",
                reason: "HMAC-SHA256, got HMAC-SHA1"
            ),
            GenericCase(
                name: "NetSuite without a realm",
                replica: .netsuite,
                requestToken: rest + "requesttoken",
                authorize: "https://1234567-sb1.app.netsuite.com/app/login/secure/authorizetoken.nl",
                accessToken: rest + "accesstoken",
                method: .hmacSHA256,
                reason: "the realm '1234567_SB1'"
            ),
            GenericCase(
                name: "TripIt with the callback of OAuth 1.0a",
                replica: .tripIt,
                requestToken: "https://api.tripit.com/oauth/request_token",
                reason: "no oauth_callback"
            ),
            GenericCase(
                name: "TripIt with a verifier",
                replica: .tripIt,
                requestToken: "https://api.tripit.com/oauth/request_token",
                authorize: "https://www.tripit.com/oauth/authorize?oauth_callback=https%3A%2F%2Fapp.example%2Fcb",
                accessToken: "https://api.tripit.com/oauth/access_token",
                callback: .omitted,
                reason: "missingVerifier"
            ),
            GenericCase(
                name: "E*TRADE with a callback",
                replica: .etrade,
                requestToken: "https://api.etrade.com/oauth/request_token",
                options: OAuth1FlowOptions(tokenRequestMethod: .get),
                reason: "oauth_callback=oob"
            ),
            GenericCase(
                name: "E*TRADE with oauth_token on the page",
                replica: .etrade,
                requestToken: "https://api.etrade.com/oauth/request_token",
                authorize: "https://us.etrade.com/e/t/etws/authorize?key=replica-client",
                callback: .outOfBand,
                options: OAuth1FlowOptions(tokenRequestMethod: .get),
                reason: "expected token in the query"
            ),
        ]
        if let key = ReplicaCase.key {
            let replica = OAuth1ServiceReplica.mastercard(publicKey: key.publicKey)
            let api = "https://api.mastercard.com/locations"
            cases += [
                GenericCase(
                    name: "Mastercard with HMAC",
                    replica: replica,
                    api: api,
                    reason: "RSA-SHA256, got HMAC-SHA1"
                ),
                GenericCase(
                    name: "Mastercard without a body hash",
                    replica: replica,
                    api: api,
                    method: .rsaSHA256(key),
                    reason: "oauth_body_hash"
                ),
                GenericCase(
                    name: "Mastercard with a token",
                    replica: replica,
                    accessToken: "given",
                    api: api,
                    method: .rsaSHA256(key),
                    reason: "without oauth_token"
                ),
            ]
        }
        return cases
    }

    static var second: [GenericCase] {
        let schoology = "https://api.schoology.com/v1/oauth/"
        var cases = [
            GenericCase(
                name: "WooCommerce with a header",
                replica: .wooCommerce,
                api: "http://shop.example/wp-json/wc/v3/orders",
                reason: "parameters in the query"
            ),
            GenericCase(
                name: "Schoology with the callback of OAuth 1.0a",
                replica: .schoology,
                requestToken: schoology + "request_token",
                options: OAuth1FlowOptions(tokenRequestMethod: .get),
                reason: "no oauth_callback"
            ),
            GenericCase(
                name: "Schoology without a realm",
                replica: .schoology,
                requestToken: schoology + "request_token",
                callback: .omitted,
                options: OAuth1FlowOptions(tokenRequestMethod: .get),
                reason: "the realm 'Schoology API'"
            ),
            GenericCase(
                name: "Trade Me by POST",
                replica: .tradeMe,
                requestToken: "https://api.trademe.co.nz/Oauth/RequestToken",
                reason: "a GET request"
            ),
            GenericCase(
                name: "fatsecret with a header",
                replica: .fatSecret,
                requestToken: "https://authentication.fatsecret.com/oauth/request_token",
                reason: "parameters in the query"
            ),
            GenericCase(
                name: "Launchpad with HMAC",
                replica: .launchpad,
                requestToken: "https://launchpad.net/+request-token",
                reason: "PLAINTEXT, got HMAC-SHA1"
            ),
            GenericCase(
                name: "Launchpad with a header",
                replica: .launchpad,
                requestToken: "https://launchpad.net/+request-token",
                method: .plaintext,
                reason: "parameters in the body"
            ),
            GenericCase(
                name: "MAAS with HMAC",
                replica: .maas,
                accessToken: "given",
                api: "http://maas.example:5240/MAAS/api/2.0/machines/",
                reason: "PLAINTEXT, got HMAC-SHA1"
            ),
            GenericCase(
                name: "WordPress with HMAC-SHA512",
                replica: .wordPress,
                requestToken: "https://blog.example/sub/oauth1/request",
                method: .hmacSHA512,
                reason: "HMAC-SHA1, HMAC-SHA256"
            ),
            GenericCase(
                name: "Instapaper with three steps",
                replica: .instapaper,
                requestToken: "https://www.instapaper.com/api/1/oauth/request_token",
                reason: "oauth_token"
            ),
            GenericCase(
                name: "Cardmarket without a realm",
                replica: .cardmarket,
                accessToken: "given",
                api: "https://apiv2.cardmarket.com/ws/v2.0/account",
                reason: "URL of the request as the realm"
            ),
            GenericCase(
                name: "USOS with a space in the scopes",
                replica: .usos,
                requestToken: "https://apps.usos.edu.pl/services/oauth/request_token",
                requestParameters: ["scopes": "studies email"],
                reason: "joined with '|'"
            ),
            GenericCase(
                name: "Garmin with the callback of OAuth 1.0a",
                replica: .garmin,
                requestToken: "https://connectapi.garmin.com/oauth-service/oauth/request_token",
                reason: "no oauth_callback"
            ),
        ]
        if let key = ReplicaCase.key {
            cases.append(
                GenericCase(
                    name: "Atlassian Data Center with HMAC",
                    replica: .atlassianDataCenter(publicKey: key.publicKey),
                    requestToken: "https://jira.example/jira/plugins/servlet/oauth/request-token",
                    reason: "RSA-SHA1, got HMAC-SHA1"
                )
            )
        }
        return cases
    }
}
