//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1

/// The options for what a request is signed with: a profile, or a consumer key and how it is used.
struct CredentialOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The stored login to use. Default: the one in use, unless a consumer key is given.",
            valueName: "name"
        )
    )
    var profile: String?

    @Option(
        help: """
            The consumer key (oauth_consumer_key). Default: OAUTH1_CONSUMER_KEY, if OAUTH1_TOKEN is set too or no login \
            is stored.
            """
    )
    var consumerKey: String?

    @Option(
        help: """
            The token (oauth_token). Omitted by default; an empty value is sent as an empty parameter. With \
            OAUTH1_CONSUMER_KEY, the default is OAUTH1_TOKEN.
            """
    )
    var token: String?

    @Option(help: "The signature method. Default: HMAC-SHA1.")
    var signatureMethod: SignatureMethodName?

    @Option(
        help: ArgumentHelp(
            "A file with the private key for the RSA methods, in PEM or PKCS #12 format.",
            valueName: "file"
        ),
        completion: .file()
    )
    var rsaKey: String?

    @Option(help: "Where to put the OAuth parameters. Default: header.")
    var placement: OAuth1Placement?

    @Option(help: "The realm of the Authorization header.")
    var realm: String?

    @Option(
        help: ArgumentHelp(
            "When to send oauth_body_hash. Default: off. Without a value: always.",
            valueName: "when"
        )
    )
    var bodyHash: OAuth1BodyHash?

    @Flag(help: "Omit oauth_version.")
    var omitVersion = false

    @Option(
        help: ArgumentHelp("A file with the secrets. Use - for standard input.", valueName: "file"),
        completion: .file()
    )
    var secretsFile: String?

    /// The signature method, if the options decide it.
    var method: SignatureMethodName { signatureMethod ?? .hmacSHA1 }

    func validate() throws {
        if let consumerKey, consumerKey.isEmpty {
            throw ValidationError("--consumer-key is empty. Pass the key that the service gave you.")
        }
        if let profile, profile.isEmpty {
            throw ValidationError("--profile is empty. Pass the name of a stored login.")
        }
        if profile != nil, let option = ownOptions.first {
            throw ValidationError(
                "\(option) can't be used with --profile, which has these settings. Use --consumer-key instead."
            )
        }
        if consumerKey != nil, profile != nil {
            throw ValidationError("Use either --profile or --consumer-key, not both.")
        }
        if method.isRSA, rsaKey == nil {
            throw ValidationError("\(method.rawValue) needs a private key: add --rsa-key FILE.")
        }
        if !method.isRSA, rsaKey != nil {
            throw ValidationError(
                "--rsa-key can only be used with --signature-method RSA-SHA1, RSA-SHA256, RSA-SHA512 or RSA-PSS, not with "
                    + "\(method.rawValue)."
            )
        }
        if realm != nil, placement ?? .header != .header {
            throw ValidationError("--realm can only be used with --placement header.")
        }
    }

    /// The options that were given and that a profile has in itself.
    var ownOptions: [String] {
        let given: [(String, Bool)] = [
            ("--token", token != nil), ("--signature-method", signatureMethod != nil), ("--rsa-key", rsaKey != nil),
            ("--placement", placement != nil), ("--realm", realm != nil), ("--body-hash", bodyHash != nil),
            ("--omit-version", omitVersion),
        ]
        return given.filter(\.1).map(\.0)
    }

    /// Adds the value `always` to a `--body-hash` without a value, since the parser would take the next argument for it.
    static func completingBodyHash(_ arguments: [String]) -> [String] {
        var result: [String] = []
        for (index, argument) in arguments.enumerated() {
            let next = index + 1 < arguments.count ? arguments[index + 1] : ""
            let isAlone = argument == "--body-hash" && OAuth1BodyHash(rawValue: next) == nil
            result.append(isAlone ? "--body-hash=always" : argument)
        }
        return result
    }
}
#endif
