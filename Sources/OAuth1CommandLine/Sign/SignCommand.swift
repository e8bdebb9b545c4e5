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

/// `oauth1 sign`: signs one request and prints the requested part.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a request and print the result. Nothing is sent.",
        discussion: """
            Secrets are read from the environment variables OAUTH1_CONSUMER_SECRET and OAUTH1_TOKEN_SECRET, and \
            OAUTH1_RSA_KEY_PASSPHRASE for an encrypted key. Alternatively, --secrets-file names a file with lines such \
            as OAUTH1_CONSUMER_SECRET=value. There are no options for secrets, because other users of the machine can \
            see the arguments.

            Example:
              OAUTH1_CONSUMER_SECRET=… OAUTH1_TOKEN_SECRET=… \\
                oauth1 sign POST https://api.example.com/notes --consumer-key … --token … -d text=Hello
            """
    )

    @Argument(help: "The HTTP method, for example GET.")
    var method: String

    @Argument(help: "The absolute URL, including the query.")
    var url: String

    @Option(help: "The consumer key (oauth_consumer_key).")
    var consumerKey: String

    @Option(help: "The token (oauth_token). Omitted by default; an empty value is sent as an empty parameter.")
    var token: String?

    @Option(
        name: [.customShort("d"), .customLong("data")],
        parsing: .singleValue,
        help: ArgumentHelp("A form field, not percent-encoded. Can be repeated.", valueName: "name=value")
    )
    var data: [String] = []

    @Option(help: ArgumentHelp("A file with the request body. Use - for standard input.", valueName: "file"))
    var bodyFile: String?

    @Option(help: ArgumentHelp("The media type of the body. Required with --body-file.", valueName: "type"))
    var contentType: String?

    @Option(help: "The signature method.")
    var signatureMethod: SignatureMethodName = .hmacSHA1

    @Option(
        help: ArgumentHelp(
            "A file with the private key for the RSA methods, in PEM or PKCS #12 format.",
            valueName: "file"
        )
    )
    var rsaKey: String?

    @Option(help: "Where to put the OAuth parameters.")
    var placement: OAuth1Placement = .header

    @Option(help: "The realm of the Authorization header.")
    var realm: String?

    @Option(help: "The callback URL (oauth_callback), or oob. For a request token.")
    var callback: String?

    @Option(help: "The verifier (oauth_verifier). For an access token.")
    var verifier: String?

    @Option(
        help: ArgumentHelp(
            "When to send oauth_body_hash. Without a value: always.",
            valueName: "when"
        )
    )
    var bodyHash: OAuth1BodyHash = .off

    @Flag(help: "Omit oauth_version.")
    var omitVersion = false

    @Option(help: "The nonce. Default: a random one.")
    var nonce: String?

    @Option(help: "The timestamp, in seconds since 1970. Default: now.")
    var timestamp: Int64?

    @Option(
        help:
            "What to print. Default: the part with the OAuth parameters."
    )
    var output: SignOutput?

    @Option(help: ArgumentHelp("A file with the secrets. Use - for standard input.", valueName: "file"))
    var secretsFile: String?

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

    func validate() throws {
        guard HTTPRequest.Method(method) != nil else {
            throw ValidationError("\(method) is not a valid HTTP method. Use GET or POST, for example.")
        }
        if consumerKey.isEmpty {
            throw ValidationError("--consumer-key is empty. Pass the key that the service gave you.")
        }
        if !data.isEmpty, bodyFile != nil { throw ValidationError("Use either -d or --body-file, not both.") }
        if !data.isEmpty, contentType != nil {
            throw ValidationError(
                "--content-type can't be used with -d, which sends application/x-www-form-urlencoded."
            )
        }
        if contentType != nil, bodyFile == nil {
            throw ValidationError("--content-type can only be used with --body-file.")
        }
        if bodyFile != nil, contentType == nil {
            throw ValidationError("--body-file also needs --content-type, for example application/json.")
        }
        if bodyFile == "-", secretsFile == "-" {
            throw ValidationError(
                "--body-file and --secrets-file can't both read standard input. Use a file for one of them."
            )
        }
        if let field = data.first(where: { !$0.utf8.contains(UInt8(ascii: "=")) }) {
            throw ValidationError(
                "-d needs name=value, for example -d text=Hello. Found: \(field.isEmpty ? "an empty value" : field)"
            )
        }
        if signatureMethod.isRSA, rsaKey == nil {
            throw ValidationError("\(signatureMethod.rawValue) needs a private key: add --rsa-key FILE.")
        }
        if !signatureMethod.isRSA, rsaKey != nil {
            throw ValidationError(
                "--rsa-key can only be used with --signature-method RSA-SHA1, RSA-SHA256, RSA-SHA512 or RSA-PSS."
            )
        }
        if let timestamp, timestamp <= 0 { throw ValidationError("--timestamp must be greater than 0.") }
        if let nonce, nonce.isEmpty { throw ValidationError("--nonce is empty. Omit it to use a random one.") }
        if realm != nil, placement != .header {
            throw ValidationError("--realm can only be used with --placement header.")
        }
        if output == .header, placement != .header {
            throw ValidationError("--output header can only be used with --placement header.")
        }
    }

    func run() throws {
        let secrets = try CommandLineSecrets(file: secretsFile)
        let signer = try makeSigner(secrets)
        let (request, body) = try makeRequest()
        warnOfCallback()
        let options = OAuth1SigningOptions(
            callback: callback,
            verifier: verifier,
            nonce: nonce.map { OAuth1Nonce($0) },
            timestamp: timestamp
        )
        let signed: OAuth1SignedRequest
        do {
            signed = try signer.sign(request, body: body, options)
        } catch {
            throw ValidationError(error.reason)
        }
        try (output ?? SignOutput(placement)).write(signed)
    }

    /// Only warns, so that the response of a provider to such a callback can be tested.
    private func warnOfCallback() {
        guard let callback, callback != CallbackURI.outOfBand else { return }
        do {
            _ = try CallbackURI(callback)
        } catch {
            Diagnostics.warn("--callback \(error.reason)")
        }
    }

    private func makeSigner(_ secrets: CommandLineSecrets) throws -> OAuth1Signer {
        let consumerSecret: OAuth1Secret
        if let secret = secrets.consumerSecret {
            consumerSecret = secret
        } else if signatureMethod.isRSA {
            consumerSecret = OAuth1Secret("")
        } else {
            throw ValidationError(
                "\(signatureMethod.rawValue) needs the consumer secret. Set the environment variable "
                    + "\(CommandLineSecrets.consumerSecretName), to an empty value if the secret is empty, or use "
                    + "--secrets-file."
            )
        }
        if let token, !token.isEmpty, secrets.tokenSecret == nil, !signatureMethod.isRSA {
            Diagnostics.warn(
                "\(CommandLineSecrets.tokenSecretName) is not set, so the token secret is empty"
            )
        }
        return OAuth1Signer(
            client: OAuth1ClientCredentials(key: consumerKey, secret: consumerSecret),
            token: token.map { OAuth1AccessToken(token: $0, secret: secrets.tokenSecret ?? OAuth1Secret("")) },
            method: try signatureMethod.method(keyFile: rsaKey, passphrase: secrets.keyPassphrase),
            configuration: OAuth1SigningConfiguration(
                placement: placement,
                realm: realm,
                sendsVersion: !omitVersion,
                bodyHash: bodyHash
            )
        )
    }

    private func makeRequest() throws -> (HTTPRequest, [UInt8]?) {
        guard let method = HTTPRequest.Method(method.uppercased()) else {
            throw ValidationError("\(method) is not a valid HTTP method. Use GET or POST, for example.")
        }
        var request: HTTPRequest
        do {
            request = try HTTPRequest(method, wireURL: url)
        } catch {
            throw ValidationError("The URL can't be used: \(error.reason).")
        }
        var body: [UInt8]?
        if !data.isEmpty {
            let fields = data.map { field in
                // By bytes, because a combining mark after the equals sign makes another Character of it.
                let parts = field.utf8.split(
                    separator: UInt8(ascii: "="),
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                return OAuth1Parameter(nameBytes: Array(parts[0]), valueBytes: parts.count > 1 ? Array(parts[1]) : [])
            }
            body = OAuth1Parameters(fields).formEncoded
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        } else if let bodyFile {
            body = try InputFile.read(bodyFile, option: "--body-file")
            request.headerFields[.contentType] = contentType
        }
        return (request, body)
    }
}
#endif
