//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// The options that describe a service, or choose a variant of a preset.
struct LoginServiceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The request-token URL of a service that is not a preset.", valueName: "url"))
    var requestTokenURL: String?

    @Option(help: ArgumentHelp("The authorization URL of a service that is not a preset.", valueName: "url"))
    var authorizeURL: String?

    @Option(help: ArgumentHelp("The access-token URL of a service that is not a preset.", valueName: "url"))
    var accessTokenURL: String?

    @Option(help: ArgumentHelp("The URL that relative paths of calls are resolved on.", valueName: "url"))
    var apiURL: String?

    @Option(help: ArgumentHelp("A call that needs a valid token, to check the login with GET.", valueName: "url"))
    var probeURL: String?

    @Option(
        name: .customLong("variable"),
        parsing: .singleValue,
        help: ArgumentHelp("A variable of the service. Can be repeated.", valueName: "name=value")
    )
    var variables: [String] = []

    @Option(help: ArgumentHelp("An environment of the service, such as sandbox.", valueName: "name"))
    var environment: String?

    @Option(help: "The signature method. Default: the one of the service.")
    var signatureMethod: SignatureMethodName?

    @Option(help: ArgumentHelp("A file with the private key for the RSA methods.", valueName: "file"))
    var rsaKey: String?

    /// Whether any of the endpoints is given.
    var hasEndpoints: Bool {
        [requestTokenURL, authorizeURL, accessTokenURL, apiURL, probeURL].contains { $0 != nil }
    }

    func validate() throws {
        let steps = [requestTokenURL, authorizeURL, accessTokenURL]
        guard !hasEndpoints || steps.allSatisfy({ $0 != nil }) else {
            throw ValidationError(
                "A service that is not a preset needs --request-token-url, --authorize-url and --access-token-url."
            )
        }
        _ = try variableValues
        if let signatureMethod, signatureMethod.isRSA, rsaKey == nil {
            throw ValidationError("\(signatureMethod.rawValue) needs a private key: add --rsa-key FILE.")
        }
        if rsaKey != nil, signatureMethod?.isRSA != true {
            throw ValidationError(
                "--rsa-key can only be used with --signature-method RSA-SHA1, RSA-SHA256, RSA-SHA512 or RSA-PSS."
            )
        }
    }

    /// The values of the variables by their names.
    var variableValues: [String: String] {
        get throws {
            try NameValueOptions.parameters(variables, option: "--variable")
                .reduce(into: [:]) { values, parameter in
                    values[parameter.name] = parameter.value
                }
        }
    }

    /// The chosen signature method and key, if one is chosen.
    var signing: ProfileSigning? {
        signatureMethod.map { method in
            ProfileSigning(method: method, keyFile: rsaKey.map { URL(fileURLWithPath: $0).standardizedFileURL.path })
        }
    }

    /// The JSON of a service with the given endpoints.
    func description(id: String) throws -> String {
        guard let requestTokenURL, let authorizeURL, let accessTokenURL else { return "" }
        let service = OAuth1Service(
            id: id,
            name: id,
            flow: .threeLegged,
            requestToken: .init(requestTokenURL),
            authorize: .init(authorizeURL),
            accessToken: .init(accessTokenURL),
            apiBaseURL: apiURL,
            signature: .init(.init(rawValue: signatureMethod?.rawValue ?? SignatureMethodName.hmacSHA1.rawValue)),
            probe: probeURL.map { .init($0) }
        )
        do {
            try service.validate()
        } catch {
            throw ValidationError("The service can't be used: \(error)")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(service), as: UTF8.self)
    }
}
#endif
