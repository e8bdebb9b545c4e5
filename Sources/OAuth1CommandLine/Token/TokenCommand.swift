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
import OAuth1Client

/// `oauth1 token`: prints the signature of a request, or the credentials, for scripts.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print what a script needs to make a signed request with a stored login.",
        discussion: """
            --header prints the Authorization header field of one request. It is valid for this method and URL only, once, \
            and for a few minutes.

            Examples:
              curl -H "$(oauth1 token --header GET https://api.x.com/2/users/me)" \\
                https://api.x.com/2/users/me
              oauth1 token --curl GET /2/users/me | sh
              eval "$(oauth1 token --env)"
            """
    )

    /// What is printed.
    enum Output: String, EnumerableFlag {
        /// The Authorization header field.
        case header
        /// A command line of curl with the signed request.
        case curl
        /// The credentials as lines for a shell.
        case env

        static func help(for value: Output) -> ArgumentHelp? {
            switch value {
            case .header: "Print the Authorization header field of a request, for curl -H."
            case .curl: "Print a curl command that sends the signed request."
            case .env: "Print the credentials, with their secrets, as lines for a shell."
            }
        }
    }

    @Flag
    var output: Output

    @Argument(help: "The HTTP method, for example GET.")
    var method: String?

    @Argument(help: "The absolute URL with the query, or a path at the service.")
    var url: String?

    @Option(
        name: [.customShort("d"), .customLong("data")],
        parsing: .singleValue,
        help: ArgumentHelp("A form field, not percent-encoded. Can be repeated.", valueName: "name=value")
    )
    var data: [String] = []

    @Option(help: ArgumentHelp("The stored login. Default: OAUTH1_PROFILE, or the one in use.", valueName: "name"))
    var profile: String?

    func validate() throws {
        if output == .env {
            guard method == nil, data.isEmpty else { throw ValidationError("--env needs no request.") }
        } else {
            guard let method, url != nil else {
                throw ValidationError("--\(output.rawValue) needs a method and a URL, for example GET https://…")
            }
            guard HTTPRequest.Method(method) != nil else {
                throw ValidationError("\(method) is not a valid HTTP method. Use GET or POST, for example.")
            }
        }
        _ = try NameValueOptions.parameters(data, option: "-d")
    }

    func run() throws {
        let profile = try ProfileStore().profile(named: profile)
        guard output != .env else { return print(EnvironmentLines.text(profile), terminator: "") }
        let signed = try signedRequest(profile)
        if output == .header, signed.request.headerFields[.authorization] == nil {
            throw ValidationError(
                "The service of \(profile.name) does not sign in the Authorization header. Use --curl."
            )
        }
        if output == .header {
            print("Authorization: \(signed.request.headerFields[.authorization] ?? "")")
        } else {
            try SignOutput.curl.write(signed)
        }
    }

    /// The request, signed in the way of the profile's service.
    private func signedRequest(_ profile: Profile) throws -> OAuth1SignedRequest {
        guard let method = HTTPRequest.Method((method ?? "").uppercased()), let url else {
            throw ValidationError("The request needs a method and a URL.")
        }
        let secrets = try CommandLineSecrets(file: nil)
        let client = try profile.makeClient(transport: UnsentTransport(), keyPassphrase: secrets.keyPassphrase)
        var request = try client.flow.request(method, url)
        var body: [UInt8]?
        if !data.isEmpty {
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
            body = try NameValueOptions.parameters(data, option: "-d").formEncoded
        }
        return try client.flow.resourceRequest(request, body: body, signer: client.flow.signer(for: profile.token))
            .signed()
    }
}
#endif
