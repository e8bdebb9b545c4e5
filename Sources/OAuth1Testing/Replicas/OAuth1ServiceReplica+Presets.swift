//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes
package import OAuth1
import OAuth1Client
package import OAuth1Server

/// Replicas by the identifiers of the presets, and their endpoints.
extension OAuth1ServiceReplica {
    /// The replica of the service of a preset.
    ///
    /// - Parameters:
    ///   - id: The preset's identifier, for instance `x`.
    ///   - publicKey: The client's public key, for services that need one.
    /// - Returns: The replica, or `nil` if there is none, or if the public key is missing.
    package static func replica(of id: String, publicKey: OAuth1RSAPublicKey? = nil) -> OAuth1ServiceReplica? {
        if let publicKey {
            switch id {
            case "atlassian-dc": return .atlassianDataCenter(publicKey: publicKey)
            case "mastercard": return .mastercard(publicKey: publicKey)
            default: break
            }
        }
        return makers[id]?()
    }

    /// The identifiers of all presets that have a replica, sorted.
    package static var ids: [String] { (Array(makers.keys) + idsWithPublicKey).sorted() }

    /// The identifiers of those that need the client's public key.
    package static let idsWithPublicKey = ["atlassian-dc", "mastercard"]

    private static let makers: [String: @Sendable () -> OAuth1ServiceReplica] = [
        "bricklink": { .brickLink }, "cardmarket": { .cardmarket }, "clever-cloud": { .cleverCloud },
        "discogs": { .discogs }, "etrade": { .etrade }, "fatsecret": { .fatSecret }, "flickr": { .flickr },
        "garmin": { .garmin }, "here": { .here }, "instapaper": { .instapaper }, "launchpad": { .launchpad },
        "maas": { .maas }, "netsuite-tba": { .netsuite }, "schoology": { .schoology }, "smugmug": { .smugMug },
        "trademe": { .tradeMe }, "trello": { .trello }, "tripit": { .tripIt }, "tumblr": { .tumblr },
        "usos": { .usos }, "wikimedia": { .wikimedia }, "woocommerce": { .wooCommerce },
        "wordpress-oauth1": { .wordPress }, "x": { .x }, "zotero": { .zotero },
    ]

    /// The endpoint that a request to the service is for, or `nil` if there is none.
    package func endpoint(of request: HTTPRequest) -> OAuth1ServerEvent.Endpoint? {
        let raw = ReplicaRequest(request, body: [])
        if quirks.requestToken?.matches(raw) == true { return .requestToken }
        if quirks.accessToken?.matches(raw) == true || quirks.tokenExchange?.endpoint.matches(raw) == true {
            return .accessToken
        }
        if quirks.authorize.contains(where: { $0.matches(raw) }) { return .authorize }
        return quirks.api.matches(raw, below: true) ? .resource : nil
    }

    /// The secrets or keys with which a request must have been signed, or `nil` if its client or token is unknown.
    package func verificationKey(
        of request: OAuth1IncomingRequest,
        at endpoint: OAuth1ServerEvent.Endpoint
    ) async throws -> OAuth1VerificationKey? {
        // The provider's client can have another secret than that of the replica.
        guard let key = try await server.verificationKey(of: request, at: endpoint) else { return nil }
        return OAuth1VerificationKey(client: client, tokenSecret: key.tokenSecret, rsaPublicKey: key.rsaPublicKey)
    }

    /// Whether calls are signed with a token that a service gives out on its pages, or after a login.
    package var hasTokens: Bool {
        if case .signed = quirks.call { true } else { false }
    }

    /// The names of the service's endpoints and their URLs.
    package var urls: [(name: String, url: String)] {
        var urls: [(name: String, url: String)] = []
        func add(_ name: String, _ endpoint: ReplicaQuirks.Endpoint?) {
            guard let endpoint else { return }
            let query = endpoint.query.isEmpty ? "" : "?" + endpoint.query.formEncodedString
            urls.append((name, endpoint.url + query))
        }
        add("request token URL", quirks.requestToken)
        add("authorize URL", quirks.authorize.first)
        add("access token URL", quirks.accessToken)
        add("token exchange URL", quirks.tokenExchange?.endpoint)
        add("API", quirks.api)
        return urls
    }
}
