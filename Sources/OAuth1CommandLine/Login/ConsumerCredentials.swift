//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1
import OAuth1Client

/// Gets the consumer key and secret: from a file or the environment, from a stored profile, or from the terminal.
struct ConsumerCredentials {
    let service: OAuth1Service
    /// Whether requests are signed with a private key, so that there may be no secret.
    let isRSA: Bool

    /// Finds the credentials.
    ///
    /// - Parameters:
    ///   - secrets: What a file or the environment has.
    ///   - related: The stored profile of the same login or service, if there is one.
    /// - Returns: The credentials.
    /// - Throws: `ValidationError` if they are missing and can't be asked for on a terminal, or ``CommandFailure``.
    func find(_ secrets: CommandLineSecrets, related: Profile?) throws -> OAuth1ClientCredentials {
        if let key = secrets.consumerKey {
            if let secret = secrets.consumerSecret { return try credentials(key, secret) }
            if let related, related.client.key == key { return related.client }
            return try credentials(key, askSecret())
        }
        // A secret in the environment without its key may be that of another service.
        if let related { return related.client }
        let key = try terminal.readLine("Consumer key for \(service.name) (also called API key): ")
        return try credentials(key, secrets.consumerSecret ?? askSecret())
    }

    private func askSecret() throws -> OAuth1Secret {
        if isRSA { return OAuth1Secret("") }
        return try terminal.readSecret("Consumer secret (not shown): ")
    }

    private func credentials(_ key: String, _ secret: OAuth1Secret) throws -> OAuth1ClientCredentials {
        guard !key.isEmpty else {
            throw ValidationError("The consumer key is empty. Use the key that \(service.name) gave you.")
        }
        return OAuth1ClientCredentials(key: key, secret: secret)
    }

    private var terminal: ControllingTerminal {
        get throws {
            if let terminal = ControllingTerminal() { return terminal }
            throw ValidationError(
                "No consumer key and secret were given for \(service.name), and they can be asked for on a terminal only. Set "
                    + "\(CommandLineSecrets.consumerKeyName) and \(CommandLineSecrets.consumerSecretName), or use "
                    + "--secrets-file."
            )
        }
    }
}
#endif
