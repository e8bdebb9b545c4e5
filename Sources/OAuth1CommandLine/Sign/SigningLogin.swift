//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// What requests are signed with: credentials from the options, or a profile.
enum SigningLogin: Sendable {
    /// Credentials from the options, and how they are used.
    case options(
        OAuth1ClientCredentials,
        OAuth1AccessToken?,
        OAuth1SignatureMethod,
        OAuth1SigningConfiguration
    )
    /// A stored login, with the passphrase of its private key if it has an encrypted one.
    case profile(Profile, keyPassphrase: OAuth1Secret?)

    /// Secrets that nothing may show, and the token, which some services accept without a signature.
    var secrets: [OAuth1Secret] {
        let (client, token) =
            switch self {
            case .options(let client, let token, _, _): (client, token)
            case .profile(let profile, _): (profile.client, profile.token)
            }
        return [client.secret] + (token.map { [$0.secret, OAuth1Secret($0.token)] } ?? [])
    }

    /// Creates a client that signs with these credentials, and refreshes and stores an expired token if that is wanted.
    func makeClient(
        transport: some OAuth1Transport,
        options: OAuth1FlowOptions,
        refreshing: Bool
    ) throws -> AsyncOAuth1Client {
        switch self {
        case .options(let client, let token, let method, let configuration):
            return AsyncOAuth1Client(
                client: client,
                token: token,
                method: method,
                configuration: configuration,
                options: options,
                transport: transport
            )
        case .profile(let profile, let passphrase):
            guard refreshing else {
                return try profile.makeClient(transport: transport, options: options, keyPassphrase: passphrase)
            }
            return try profile.makeRefreshingClient(
                transport: transport,
                options: options,
                keyPassphrase: passphrase,
                store: ProfileStore()
            )
        }
    }
}

extension SigningLogin {
    /// Stores the clock skew that a client learned from a rejected timestamp, so that the next command starts with it.
    func rememberClock(of url: String, _ client: AsyncOAuth1Client) {
        guard case .profile(let profile, _) = self, let offset = profile.learnedClockOffset(of: url, client) else {
            return
        }
        do {
            try ProfileStore().storeClockOffset(of: profile.name, offset)
        } catch {
            Diagnostics.warn(
                "the clock skew of the service could not be stored: \(CommandFailure(running: error).reason)"
            )
        }
    }
}

extension CredentialOptions {
    /// Reads the credentials, with their secrets.
    ///
    /// - Throws: ``CommandFailure`` with ``ExitStatus/loginRequired`` if there is neither a key nor a profile.
    func login() throws -> SigningLogin {
        let secrets = try CommandLineSecrets(file: secretsFile)
        guard let key = try consumerKey ?? environmentKey(secrets) else {
            if let option = ownOptions.first {
                throw ValidationError("\(option) also needs --consumer-key, or \(CommandLineSecrets.consumerKeyName).")
            }
            return .profile(try ProfileStore().profile(named: profile), keyPassphrase: secrets.keyPassphrase)
        }
        let token = token ?? (consumerKey == nil ? secrets.token : nil)
        if let consumerKey { Diagnostics.warn(ofFlawIn: "--consumer-key", consumerKey) }
        if let token = self.token { Diagnostics.warn(ofFlawIn: "--token", token) }
        return .options(
            OAuth1ClientCredentials(key: key, secret: try consumerSecret(secrets, token)),
            token.map { OAuth1AccessToken(token: $0, secret: secrets.tokenSecret ?? OAuth1Secret("")) },
            try method.method(keyFile: rsaKey, passphrase: secrets.keyPassphrase),
            OAuth1SigningConfiguration(
                placement: placement ?? .header,
                realm: realm,
                sendsVersion: !omitVersion,
                bodyHash: bodyHash ?? .off
            )
        )
    }

    /// Whether the environment has a consumer key, or a file can have one.
    var mayHaveEnvironmentKey: Bool {
        secretsFile != nil || ProcessInfo.processInfo.environment[CommandLineSecrets.consumerKeyName]?.isEmpty == false
    }

    /// The consumer key of the environment or the file, unless it only belongs to the login that is stored.
    private func environmentKey(_ secrets: CommandLineSecrets) throws -> String? {
        guard profile == nil, let key = secrets.consumerKey, !key.isEmpty else { return nil }
        // After `oauth1 login`, the key with which the user logged in is still set.
        return try secrets.token != nil || !ProfileStore().hasDefault ? key : nil
    }

    private func consumerSecret(_ secrets: CommandLineSecrets, _ token: String?) throws -> OAuth1Secret {
        if let token, !token.isEmpty, secrets.tokenSecret == nil, !method.isRSA {
            Diagnostics.warn("\(CommandLineSecrets.tokenSecretName) is not set, so the token secret is empty")
        }
        if let secret = secrets.consumerSecret { return secret }
        guard method.isRSA else {
            throw ValidationError(
                "\(method.rawValue) needs the consumer secret. Set the environment variable "
                    + "\(CommandLineSecrets.consumerSecretName), to an empty value if the secret is empty, or use "
                    + "--secrets-file."
            )
        }
        return OAuth1Secret("")
    }
}
#endif
