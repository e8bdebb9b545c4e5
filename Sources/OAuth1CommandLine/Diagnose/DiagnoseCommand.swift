//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import HTTPTypes
import OAuth1

/// `oauth1 diagnose`: finds the mistake that gives the signature of a rejected request.
struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Find out why a signed request was rejected.",
        discussion: """
            Reads a request as it was sent: a raw HTTP request, a curl command, or an entry of an HTTP archive (HAR), \
            from a file, the argument itself or standard input. Repeats the signature with each known mistake, alone and in \
            pairs, and names those that give the signature that was sent. Nothing is sent.

            Secrets are read as by oauth1 sign: from OAUTH1_CONSUMER_SECRET and OAUTH1_TOKEN_SECRET, or from --secrets-file. \
            OAUTH1_OTHER_TOKEN_SECRET can have a secret that may have been used by mistake, such as that of the request \
            token. Without secrets, only mistakes that the request shows are reported.

            Exits with 0 if the signature is right, with 1 if it is wrong or can't be checked, with 64 for wrong arguments and \
            with 66 if the input can't be read.

            Example:
              OAUTH1_CONSUMER_SECRET=… OAUTH1_TOKEN_SECRET=… oauth1 diagnose request.txt
            """
    )

    @Argument(
        help: ArgumentHelp(
            "A file with the request, - for standard input, or a curl command as one argument. Default: standard input.",
            valueName: "file"
        )
    )
    var input: String?

    @Option(help: ArgumentHelp("The value of the Authorization field, instead of a request.", valueName: "header"))
    var authorization: String?

    @Option(help: "The HTTP method, with --authorization.")
    var method: String?

    @Option(help: "The absolute URL as it was sent, with --authorization.")
    var url: String?

    @Option(help: ArgumentHelp("A file with the body as it was sent. Use - for standard input.", valueName: "file"))
    var bodyFile: String?

    @Option(
        help: ArgumentHelp(
            "The media type of the body, with --authorization. Default: application/x-www-form-urlencoded.",
            valueName: "type"
        )
    )
    var contentType: String?

    @Option(help: "The scheme of a request that does not have one: https or http.")
    var scheme: SchemeName = .https

    @Option(help: ArgumentHelp("A file with the secrets. Use - for standard input.", valueName: "file"))
    var secretsFile: String?

    @Option(
        help: ArgumentHelp(
            "A file with the private or public key for the RSA methods, in PEM format; private keys also in PKCS #12 format.",
            valueName: "file"
        )
    )
    var rsaKey: String?

    @Option(help: ArgumentHelp("The base string that the service reported, to compare it.", valueName: "text"))
    var serverBaseString: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @Flag(help: "Explain all mistakes that can be named.")
    var list = false

    /// The schemes of signed requests.
    enum SchemeName: String, CaseIterable, ExpressibleByArgument {
        case https
        case http
    }

    func validate() throws {
        guard !list else { return }
        if authorization != nil {
            guard input == nil else { throw ValidationError("Use either a request or --authorization, not both.") }
            guard let method, let url else {
                throw ValidationError(
                    "--authorization also needs --method and --url, for example --method GET --url https://…"
                )
            }
            guard HTTPRequest.Method(method) != nil else {
                throw ValidationError("--method: \(method) is not a valid HTTP method. Use GET or POST, for example.")
            }
            guard url.contains("://") else {
                throw ValidationError("--url needs an absolute URL such as https://api.example.com/resource.")
            }
        } else if method != nil || url != nil || contentType != nil {
            throw ValidationError("--method, --url and --content-type can only be used with --authorization.")
        }
        if contentType != nil, bodyFile == nil {
            throw ValidationError("--content-type can only be used with --body-file.")
        }
        let isInputStandard = authorization == nil && (input ?? "-") == "-"
        if [isInputStandard, bodyFile == "-", secretsFile == "-"].filter({ $0 }).count > 1 {
            throw ValidationError(
                "Only one of the request, --body-file and --secrets-file can be read from standard input. Use files for the others."
            )
        }
    }

    func run() throws {
        let style = TerminalStyle(
            isTerminal: isatty(STDOUT_FILENO) != 0,
            environment: ProcessInfo.processInfo.environment
        )
        if list {
            print(try json ? DiagnosisJSON.list() : DiagnosisReport(style: style).list())
            return
        }
        let captured = try readRequest()
        let diagnosis = OAuth1Diagnosis(
            captured.request,
            body: captured.body,
            secrets: try readSecrets(),
            serverBaseString: serverBaseString,
            now: captured.time ?? OAuth1SystemClock().now()
        )
        print(try json ? DiagnosisJSON(diagnosis).text() : DiagnosisReport(style: style).text(diagnosis))
        if diagnosis.verdict != .valid { throw ExitStatus.failed.code }
    }

    private func readRequest() throws -> OAuth1Diagnosis.CapturedRequest {
        do {
            var captured: OAuth1Diagnosis.CapturedRequest
            if let authorization, let method, let url {
                captured = try OAuth1Diagnosis.CapturedRequest(method: method, url: url, scheme: scheme.rawValue)
                try captured.add("Authorization", Self.fieldValue(authorization))
                if bodyFile != nil {
                    try captured.add("Content-Type", contentType ?? "application/x-www-form-urlencoded")
                }
            } else {
                captured = try OAuth1Diagnosis.CapturedRequest(try readInput(), scheme: scheme.rawValue)
            }
            if let bodyFile { captured.body = try InputFile.read(bodyFile, option: "--body-file") }
            return captured
        } catch let error as OAuth1Diagnosis.CaptureError {
            // Text in arguments is usage, that of a file is not.
            if authorization != nil { throw ValidationError("The request can't be used: \(error.reason).") }
            throw CommandFailure(.unreadableInput, "diagnose: \(error.reason)")
        }
    }

    /// The value, if the name of the field was copied with it.
    private static func fieldValue(_ text: String) -> String {
        let name = "authorization:"
        return text.lowercased().hasPrefix(name) ? text.dropFirst(name.count).trimmingSpaces : text
    }

    /// The text of the request: the argument itself, if it is one and not the name of a file.
    private func readInput() throws -> [UInt8] {
        let input = input ?? "-"
        let bytes = Array(input.utf8)
        if OAuth1Diagnosis.CapturedRequest.isCurlCommand(bytes) || bytes.first == UInt8(ascii: "{")
            || input.contains(" HTTP/1.")
        {
            return bytes
        }
        return try InputFile.read(input, option: "diagnose", limit: OAuth1Diagnosis.CapturedRequest.maximumBytes)
    }

    private func readSecrets() throws -> OAuth1Diagnosis.Secrets {
        let found = try CommandLineSecrets(file: secretsFile)
        var secrets = OAuth1Diagnosis.Secrets(
            consumerSecret: found.consumerSecret,
            tokenSecret: found.tokenSecret ?? OAuth1Secret(""),
            otherTokenSecrets: [found.otherTokenSecret].compactMap { $0 }
        )
        guard let rsaKey else { return secrets }
        let bytes = try InputFile.read(rsaKey, option: "--rsa-key", limit: 1_048_576)
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("PUBLIC KEY") {
            do {
                secrets.rsaPublicKey = try OAuth1RSAPublicKey(pem: text, minimumBits: 1_024)
            } catch {
                throw ValidationError("--rsa-key: \(error.reason)")
            }
        } else {
            secrets.rsaPublicKey =
                try SignatureMethodName.privateKey(bytes, passphrase: found.keyPassphrase).publicKey
            secrets.rsaKeyText = OAuth1Secret(text)
        }
        return secrets
    }
}
#endif
