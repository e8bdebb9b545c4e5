//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// What a new client may do: scopes, realms, and grants besides the login.
struct ClientAccessOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A scope that the client may ask for. Can be repeated. With --scope or --realm it may ask for nothing else. "
                + "Default: all scopes and realms of the provider.",
            valueName: "scope"
        )
    )
    var scope: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A realm that the client may ask for, like --scope. Can be repeated.",
            valueName: "realm"
        )
    )
    var realm: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A scope of the requests that the client signs without a token, which no user allows. Can be repeated. "
                + "Default: none.",
            valueName: "scope"
        )
    )
    var scopeWithoutToken: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A realm of the requests that the client signs without a token. Can be repeated. Default: none.",
            valueName: "realm"
        )
    )
    var realmWithoutToken: [String] = []

    @Flag(help: "Let the client refresh its access tokens, if the provider has that enabled.")
    var refresh = false

    @Flag(
        help: """
            Let the client exchange names and passwords of users for access tokens (xAuth), if the provider has that enabled. \
            Only for the operator's applications: users must not enter their password elsewhere.
            """
    )
    var xauth = false

    /// The scopes and realms that the client may ask for, or `nil` for all.
    var allowed: OAuth1Access? {
        scope.isEmpty && realm.isEmpty ? nil : OAuth1Access(scopes: scope, realms: realm)
    }

    /// The scopes and realms of requests without a token.
    var withoutToken: OAuth1Access { OAuth1Access(scopes: scopeWithoutToken, realms: realmWithoutToken) }
}
#endif
