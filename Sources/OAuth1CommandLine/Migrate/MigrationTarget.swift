//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client

/// The service that exchanges the tokens, and the application's credentials.
struct MigrationTarget: Sendable {
    let service: OAuth1Service
    let source: ProfileService
    let client: OAuth1ClientCredentials
    let oauth2Client: OAuth2ClientCredentials?
    /// The stored login that the consumer key is of.
    let profile: Profile?
    let keyPassphrase: OAuth1Secret?
    let parameters: OAuth1Parameters
    let connection: ConnectionSettings

    /// The description of the exchange.
    var exchange: OAuth1Service.TokenExchange {
        service.tokenExchange ?? OAuth1Service.TokenExchange(OAuth1Service.Endpoint(""))
    }

    /// Checks that a service exchanges users' tokens, and changes where it does so.
    static func described(_ service: OAuth1Service, exchangeURL: String?) throws -> OAuth1Service {
        var service = service
        guard let exchange = service.tokenExchange else {
            let names = OAuth1Service.presets.filter { $0.tokenExchange?.subject == .accessToken }.map(\.id)
            throw ValidationError(
                "\(service.name) has no known exchange of tokens for OAuth 2.0. These presets have one: "
                    + "\(names.joined(separator: ", ")). For another service pass a JSON file with tokenExchange."
            )
        }
        guard exchange.subject == .accessToken else {
            throw ValidationError(
                "\(service.name) exchanges the consumer key and secret, not tokens of users, so there is nothing to migrate. "
                    + "Its calls get a token automatically."
            )
        }
        guard let exchangeURL else { return service }
        service.tokenExchange?.endpoint.url = exchangeURL
        service.deprecation?.exchange = nil
        do {
            try service.validate()
        } catch {
            throw ValidationError("--exchange-url can't be used: \(error)")
        }
        return service
    }

    /// Creates a client for the exchanges.
    func makeClient(transport: some OAuth1Transport) throws -> AsyncOAuth1Client {
        var options = OAuth1FlowOptions()
        options.headerFields[.userAgent] = ToolVersion.userAgent
        return try AsyncOAuth1Client(
            service: service,
            client: client,
            method: profile?.signatureMethod(passphrase: keyPassphrase),
            variables: source.variables,
            environment: source.environment,
            configuration: OAuth1SigningConfiguration(clock: profile?.clock ?? OAuth1SystemClock()),
            options: options,
            transport: transport
        )
    }

    /// Exchanges a token.
    func exchange(_ token: OAuth1AccessToken, with client: AsyncOAuth1Client) async throws -> OAuth2Token {
        try await client.exchangeToken(token, oauth2Client: oauth2Client, parameters: parameters)
    }

    /// Secrets that nothing may show.
    func secrets(with token: OAuth1AccessToken) -> [OAuth1Secret] {
        [client.secret, token.secret, OAuth1Secret(token.token)] + [oauth2Client?.secret].compactMap(\.self)
    }
}
#endif
