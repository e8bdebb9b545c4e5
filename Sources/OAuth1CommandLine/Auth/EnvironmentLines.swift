//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1

/// The credentials of a login as lines for a shell, which `--secrets-file` and `--with-token` read, too.
enum EnvironmentLines {
    /// The lines, each with a line end.
    static func text(_ profile: Profile) -> String { text(profile.client, token: profile.token) }

    /// The lines of a client and its token.
    static func text(_ client: OAuth1ClientCredentials, token: OAuth1AccessToken? = nil) -> String {
        var values = [
            (CommandLineSecrets.consumerKeyName, client.key),
            (CommandLineSecrets.consumerSecretName, client.secret.reveal()),
        ]
        if let token {
            values.append((CommandLineSecrets.tokenName, token.token))
            values.append((CommandLineSecrets.tokenSecretName, token.secret.reveal()))
        }
        return values.map { "export \($0)=\(quoted($1))\n" }.joined()
    }

    /// A word that a POSIX shell takes literally.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}
#endif
