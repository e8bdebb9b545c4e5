//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
public import OAuth1Client
import OAuth1Server

extension OAuth1ServiceReplica {
    /// The credentials of the one OAuth 2.0 client that is registered with services that ask for them.
    ///
    /// A public client has the identifier `replica-public`, and no secret.
    public var oauth2Client: OAuth2ClientCredentials {
        OAuth2ClientCredentials(id: "replica-oauth2", secret: "replica-oauth2-secret")
    }

    /// How often each access token was exchanged for an OAuth 2.0 token.
    ///
    /// A replica of X cancels the OAuth 2.0 token of the exchange before, as X does.
    public var exchangeCounts: [String: Int] { memory.exchangeCounts }

    /// Exchanges credentials of OAuth 1.0a for an OAuth 2.0 token.
    func exchangeToken(_ request: ReplicaRequest, _ exchange: ReplicaQuirks.TokenExchange) async -> OAuth1ServerResponse
    {
        var (subject, replaces): (String?, Bool) = (nil, false)
        do {
            switch exchange {
            case .form:
                try await checkForm(request)
                (subject, replaces) = (request.form["subject_token"], true)
            case .signedByUser, .signedByClient:
                var isClientAlone = false
                if case .signedByClient = exchange { isClientAlone = true }
                let protector = server.protector(allowsRequestsWithoutToken: isClientAlone)
                do {
                    _ = try await protector.authenticate(request.request, body: request.body)
                } catch {
                    return protector.response(for: error)
                }
                if !isClientAlone { subject = request.incoming?.token }
            }
        } catch let error as OAuth2Failure {
            let body = "{\"error\":\"\(error.code)\",\"error_description\":\"\(error.description)\"}"
            return OAuth1ServiceReplica.json(.badRequest, body)
        } catch {
            return OAuth1ServiceReplica.json(.internalServerError, "{}")
        }
        let token = server.configuration.tokenGenerator.makeSecret()
        memory.exchange(subject, for: token, replaces: replaces)
        return OAuth1ServiceReplica.json(
            .ok,
            "{\"access_token\":\"\(token.reveal())\",\"token_type\":\"bearer\",\(exchange.says)}"
        )
    }

    /// Why an exchange is rejected (RFC 6749 section 5.2).
    private struct OAuth2Failure: Error {
        let code: String
        let description: String
    }

    /// Checks the client and the user's token that a form has.
    private func checkForm(_ request: ReplicaRequest) async throws {
        let isPublic = request.form["client_id"] == "replica-public"
        let isConfidential = request.request.headerFields[.authorization] == oauth2Client.basicAuthorization
        guard isPublic != isConfidential else {
            throw OAuth2Failure(code: "invalid_client", description: "App authentication failed")
        }
        guard request.form["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange",
            request.form["subject_token_type"] == "urn:x:params:oauth:token-type:oauth1_token",
            let token = request.form["subject_token"], let secret = request.form["oauth_token_secret"]
        else {
            throw OAuth2Failure(code: "invalid_request", description: "Missing or invalid parameter")
        }
        guard let issued = try await server.stores.tokens.accessToken(token), issued.secret == OAuth1Secret(secret)
        else {
            throw OAuth2Failure(code: "invalid_grant", description: "Invalid grant")
        }
        if let scope = request.form["scope"], scope.split(separator: " ").contains(where: { $0 == "space.read" }) {
            throw OAuth2Failure(code: "invalid_scope", description: "Requested scope exceeds what was granted")
        }
    }

    /// Whether a call carries an OAuth 2.0 token that the replica gave.
    func hasOAuth2Token(_ request: ReplicaRequest) -> Bool {
        guard let value = request.request.headerFields[.authorization], value.hasPrefix("Bearer ") else { return false }
        return memory.knows(OAuth1Secret(String(value.dropFirst(7))))
    }

    static func json(_ status: HTTPResponse.Status, _ body: String) -> OAuth1ServerResponse {
        OAuth1ServerResponse(
            HTTPResponse(status: status, headerFields: [.contentType: "application/json", .cacheControl: "no-store"]),
            body: Array(body.utf8)
        )
    }
}

extension OAuth2ClientCredentials {
    /// The field of HTTP's Basic scheme, with characters that need no encoding.
    fileprivate var basicAuthorization: String {
        "Basic \(Base64.encode(Array("\(id):\(secret?.reveal() ?? "")".utf8).span))"
    }
}
