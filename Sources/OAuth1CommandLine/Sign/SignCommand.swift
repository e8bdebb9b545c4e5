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

/// `oauth1 sign`: signs one request and prints the part of it that is asked for.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a request and print the result, without sending anything.",
        discussion: """
            The secrets come from OAUTH1_CONSUMER_SECRET and OAUTH1_TOKEN_SECRET (and OAUTH1_RSA_KEY_PASSPHRASE for an \
            encrypted key), or from --secrets-file with lines of the same names; never from the arguments, which \
            other users of the machine can see.

            Example:
              OAUTH1_CONSUMER_SECRET=… OAUTH1_TOKEN_SECRET=… \\
                oauth1 sign POST https://api.example.com/notes --consumer-key … --token … -d text=Hello
            """
    )

    @Argument(help: "The request's method, GET for instance.")
    var method: String

    @Argument(help: "The absolute URL, with its query.")
    var url: String

    @Option(help: "The consumer key (oauth_consumer_key).")
    var consumerKey: String

    @Option(help: "The token (oauth_token); an empty one is sent empty. Left out unless given.")
    var token: String?

    @Option(
        name: [.customShort("d"), .customLong("data")],
        parsing: .singleValue,
        help: ArgumentHelp("A field of a form body, not percent-encoded. Repeatable.", valueName: "name=value")
    )
    var data: [String] = []

    @Option(help: ArgumentHelp("A file with the body, sent as it is; - is standard input.", valueName: "file"))
    var bodyFile: String?

    @Option(help: ArgumentHelp("The body's media type; with --body-file.", valueName: "type"))
    var contentType: String?

    @Option(help: "How to sign: \(SignatureMethodName.allValueStrings.joined(separator: ", ")).")
    var signatureMethod: SignatureMethodName = .hmacSHA1

    @Option(help: ArgumentHelp("The private key for the RSA methods, a PEM file.", valueName: "file"))
    var rsaKey: String?

    @Option(help: "Where the parameters go: header, query or body.")
    var placement: OAuth1Placement = .header

    @Option(help: "The realm of the Authorization header.")
    var realm: String?

    @Option(help: "The callback URL or oob, for a request-token request.")
    var callback: String?

    @Option(help: "The verifier, for an access-token request.")
    var verifier: String?

    @Option(
        help: ArgumentHelp(
            "Send oauth_body_hash: always (also what --body-hash alone means), nonFormBodies or off.",
            valueName: "when"
        )
    )
    var bodyHash: OAuth1BodyHash = .off

    @Flag(help: "Leave oauth_version out.")
    var omitVersion = false

    @Option(help: "The nonce, instead of a random one.")
    var nonce: String?

    @Option(help: "The timestamp in seconds since 1970, instead of now.")
    var timestamp: Int64?

    @Option(
        help: "What to print: \(SignOutput.allValueStrings.joined(separator: ", ")). Default: where the parameters are."
    )
    var output: SignOutput?

    @Option(help: ArgumentHelp("A file with the secrets; - is standard input.", valueName: "file"))
    var secretsFile: String?

    /// Lets `--body-hash` stand alone, which the parser can't tell from one that takes the next argument as its value.
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
            throw ValidationError("The method is not one: expected GET, POST or the like.")
        }
        if consumerKey.isEmpty { throw ValidationError("--consumer-key is empty.") }
        if !data.isEmpty, bodyFile != nil { throw ValidationError("-d and --body-file exclude each other.") }
        if !data.isEmpty, contentType != nil {
            throw ValidationError("-d makes a form, so --content-type can't be set.")
        }
        if contentType != nil, bodyFile == nil { throw ValidationError("--content-type needs --body-file.") }
        if bodyFile != nil, contentType == nil { throw ValidationError("--body-file needs --content-type.") }
        if bodyFile == "-", secretsFile == "-" {
            throw ValidationError("--body-file and --secrets-file can't both be standard input.")
        }
        if let field = data.first(where: { !$0.utf8.contains(UInt8(ascii: "=")) }) {
            throw ValidationError("-d needs name=value, got \(field.isEmpty ? "nothing" : field).")
        }
        if signatureMethod.isRSA, rsaKey == nil {
            throw ValidationError("\(signatureMethod.rawValue) needs --rsa-key.")
        }
        if !signatureMethod.isRSA, rsaKey != nil {
            throw ValidationError("--rsa-key needs --signature-method RSA-SHA1, RSA-SHA256, RSA-SHA512 or RSA-PSS.")
        }
        if let timestamp, timestamp <= 0 { throw ValidationError("--timestamp must be positive.") }
        if let nonce, nonce.isEmpty { throw ValidationError("--nonce is empty.") }
        if realm != nil, placement != .header { throw ValidationError("--realm needs --placement header.") }
        if output == .header, placement != .header {
            throw ValidationError("--output header needs --placement header.")
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

    /// It is signed all the same: what a provider makes of such a callback may be what somebody wants to see.
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
                "\(signatureMethod.rawValue) needs the consumer secret: set \(CommandLineSecrets.consumerSecretName) "
                    + "(empty if there is none) or give --secrets-file."
            )
        }
        if let token, !token.isEmpty, secrets.tokenSecret == nil, !signatureMethod.isRSA {
            Diagnostics.warn(
                "\(CommandLineSecrets.tokenSecretName) is not set: signing with an empty token secret"
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
            throw ValidationError("The method is not one: expected GET, POST or the like.")
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
                // Byte by byte: an equals sign with a combining mark behind it still is one.
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
