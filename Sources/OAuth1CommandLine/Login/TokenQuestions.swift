//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1
import OAuth1Client

/// Asks for what takes the place of a page of the service.
struct TokenQuestions {
    let service: OAuth1Service

    /// A token that the service shows on its website, or that another tool got.
    func token(_ secrets: CommandLineSecrets, mayAsk: Bool) throws -> OAuth1AccessToken {
        if let token = secrets.token, !token.isEmpty {
            return OAuth1AccessToken(token: token, secret: secrets.tokenSecret ?? OAuth1Secret(""))
        }
        guard mayAsk, let terminal = ControllingTerminal() else {
            throw ValidationError(
                "No token was given for \(service.name). Pass lines with \(CommandLineSecrets.tokenName)=value and "
                    + "\(CommandLineSecrets.tokenSecretName)=value on standard input, with --with-token."
            )
        }
        terminal.write("\(service.name) shows the access token on its website.\n")
        let token = try terminal.readLine("Access token: ")
        guard !token.isEmpty else { throw ValidationError("The access token is empty.") }
        return OAuth1AccessToken(token: token, secret: try terminal.readSecret("Token secret (not shown): "))
    }

    /// The name of the user.
    func username(_ given: String?) throws -> String {
        if let given { return given }
        guard let terminal = ControllingTerminal() else {
            throw ValidationError("\(service.name) needs --username NAME.")
        }
        return try terminal.readLine("User name at \(service.name): ")
    }

    /// The password of the user, which is not stored.
    func password() throws -> OAuth1Secret {
        guard let terminal = ControllingTerminal() else {
            throw ValidationError(
                "\(service.name) exchanges a password for a token, which can be asked for on a terminal only. Run the "
                    + "command in a terminal, or pass an existing token with --with-token."
            )
        }
        return try terminal.readSecret("Password at \(service.name) (not shown, not stored): ")
    }
}
#endif
