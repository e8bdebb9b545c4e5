//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import HTTPTypes
import OAuth1Client

/// The arguments of all commands that call an API.
struct CallArguments: ParsableArguments {
    @Argument(help: "The absolute URL, or a path below the base URL of the profile's service.")
    var url: String

    @OptionGroup(title: "Request")
    var request: RequestOptions

    @OptionGroup(title: "Sending and output")
    var call: CallOptions

    @OptionGroup(title: "Credentials")
    var credentials: CredentialOptions

    func validate() throws {
        try RequestTarget.check(url, allowsPath: credentials.consumerKey == nil)
        if request.readsStandardInput, credentials.secretsFile == "-" {
            throw ValidationError(
                "--secrets-file and the body can't both read standard input. Use a file for one of them."
            )
        }
    }

    /// Sends the request, or prints it as a curl command.
    func run(_ method: String) async throws {
        let method = try RequestTarget.method(method)
        if call.all, method != .get {
            throw ValidationError("--all can only be used with GET, got \(method.rawValue).")
        }
        request.warn(of: method)
        let unsent = try UnsentRequest(method.rawValue, url, request)
        let login = try credentials.login()
        if call.curl {
            print(try CurlCommand.text(await unsent.signed(with: login)))
            return
        }
        let connection = try ConnectionSettings(call)
        try await Interruption.running(limit: call.maxTime) {
            try await APICall(unsent, login, call, connection).run()
        }
    }
}
#endif
