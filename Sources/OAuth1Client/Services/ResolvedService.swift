//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A service with the values of its variables, which supplies the rules to a flow.
struct ResolvedService: Sendable {
    /// An endpoint whose URL is one.
    struct Endpoint: Sendable {
        var url: String
        var method: HTTPRequest.Method
        var parameters: [OAuth1Service.Parameter]
        var placement: OAuth1Placement
    }

    let service: OAuth1Service
    /// The URL that relative paths are resolved on.
    let apiBaseURL: String?
    /// Header fields that every request has.
    let headerFields: HTTPFields
    let probeURL: String?
    private let values: [String: String]
    private let endpoints: [OAuth1Service.Step: Endpoint]
    private let authorizeURL: String
    private let variants: [String: String]
    private let realm: String?

    /// Gives the variables their values.
    ///
    /// - Throws: ``OAuth1ServiceError`` if the service contradicts itself, or a value can't be used.
    init(
        _ service: OAuth1Service,
        variables: [String: String],
        environment: String?,
        consumerKey: String
    ) throws(OAuth1ServiceError) {
        try service.validate()
        var values = try VariableValues(service, given: variables, environment: environment).values
        func url(_ template: String, _ field: String) throws(OAuth1ServiceError) -> String {
            let url = try Template.expand(template, field: field) { values[$0] }
            guard (try? HTTPRequest(.get, wireURL: url)) != nil, !URLReference(url).hasDotSegments,
                URLReference(url).fragment == nil
            else {
                throw OAuth1ServiceError(
                    field: field,
                    expected: "an absolute http or https URL after the variables are filled in",
                    found: FieldPath.quoted(url)
                )
            }
            return url
        }

        var endpoints: [OAuth1Service.Step: Endpoint] = [:]
        for step in OAuth1Service.Step.allCases {
            guard let endpoint = service.endpoint(step) else { continue }
            endpoints[step] = Endpoint(
                url: try url(endpoint.url, "\(step.rawValue).url"),
                method: endpoint.method.httpMethod,
                parameters: endpoint.parameters,
                placement: endpoint.placement ?? service.placement
            )
        }
        var variants: [String: String] = [:]
        for (name, template) in service.authorize?.variants ?? [:] {
            variants[name] = try url(template, "authorize.variants.\(name)")
        }
        self.endpoints = endpoints
        self.variants = variants
        self.authorizeURL = if let authorize = service.authorize { try url(authorize.url, "authorize.url") } else { "" }
        self.apiBaseURL = if let base = service.apiBaseURL { try url(base, "apiBaseURL") } else { nil }
        self.probeURL = if let probe = service.probe { try url(probe.url, "probe.url") } else { nil }
        if case .text(let text) = service.realm?.content {
            self.realm = try Template.expand(text, field: "realm.text") { values[$0] }
        } else {
            self.realm = nil
        }
        values["consumerKey"] = consumerKey
        var headerFields = HTTPFields()
        for (name, template) in service.headers.fields.sorted(by: { $0.key < $1.key }) {
            guard let field = HTTPField.Name(name) else { continue }
            headerFields[field] = try Template.expand(template, field: "headers.fields.\(name)") { values[$0] }
        }
        self.headerFields = headerFields
        self.values = values
        self.service = service
    }

    // MARK: Unsupported calls

    /// The endpoint of a step.
    ///
    /// - Throws: ``OAuth1ClientError`` if there is none.
    func endpoint(_ step: OAuth1Service.Step) throws(OAuth1ClientError) -> Endpoint {
        guard let endpoint = endpoints[step] else {
            let (reason, suggestion) =
                switch service.flow {
                case .threeLegged:
                    ("has no \(step.rawValue) endpoint", "Check the service's documentation for an alternative")
                case .staticToken:
                    (
                        "has no login: its website shows access tokens",
                        "Copy a token from the website and pass it to the client"
                    )
                case .consumerOnly where service.tokenUse == .oauth2:
                    ("has no login: consumer key and secret get an OAuth 2.0 token", "Call exchangeToken")
                case .consumerOnly:
                    ("has no login: its calls are signed without a token", "Make calls without logging in")
                case .xAuth:
                    ("does not use request tokens", "Exchange the user's name and password for an access token (xAuth)")
                }
            throw unsupported(reason, suggestion).located(OAuth1ClientError.Step(step))
        }
        return endpoint
    }

    /// The error of what the service can't do.
    func unsupported(_ reason: String, _ suggestion: String) -> OAuth1ClientError {
        OAuth1ClientError(.unsupportedByService, "\(service.name) \(reason)", recoverySuggestion: suggestion)
    }

    /// Rejects a callback that the service does not take.
    func check(_ callback: OAuth1Callback) throws(OAuth1ClientError) {
        switch callback.value {
        case nil:
            guard !service.callback.isRequired else {
                throw unsupported("requires a callback", "Pass .url(_:) or .outOfBand")
            }
        case "oob":
            guard service.callback.oob != .unsupported, service.callback.sentAt == .requestToken else {
                throw unsupported(
                    "does not support the callback oob",
                    "Pass a callback URL\(service.callback.isRequired ? "" : ", or .omitted")"
                )
            }
        default:
            guard service.callback.oob != .required else {
                throw unsupported(
                    "supports only the callback oob",
                    "Pass .outOfBand, and ask the user to type in the verifier"
                )
            }
            guard service.callback.sentAt != .never else {
                throw unsupported("always uses the callback registered with it", "Pass .omitted")
            }
            try callback.check()
        }
    }

    // MARK: Signatures

    /// The method to sign with.
    func method(_ chosen: OAuth1SignatureMethod?) throws(OAuth1ClientError) -> OAuth1SignatureMethod {
        let allowed = service.signature.allowed
        if let chosen {
            guard allowed.contains(chosen.name) else {
                let names = allowed.map(\.rawValue).joined(separator: ", ")
                throw unsupported(
                    "does not support the signature method \(chosen.name)",
                    "Sign with one of: \(names)"
                )
            }
            return chosen
        }
        switch service.signature.defaultMethod {
        case .hmacSHA1: return .hmacSHA1
        case .hmacSHA256: return .hmacSHA256
        case .hmacSHA512: return .hmacSHA512
        case .plaintext: return .plaintext
        case let name:
            throw OAuth1ClientError(
                .invalidConfiguration,
                "\(service.name) uses \(name), which requires your private key",
                recoverySuggestion: "Pass the signature method together with its key"
            )
        }
    }

    /// How a step is signed.
    func configuration(
        _ step: OAuth1Service.Step,
        _ configuration: OAuth1SigningConfiguration
    ) -> OAuth1SigningConfiguration {
        var configuration = configuration
        let hasRealm = service.realm?.steps.contains(step) == true
        configuration.placement = endpoints[step]?.placement ?? service.placement
        configuration.realm = hasRealm ? realm : nil
        configuration.usesURLAsRealm = hasRealm && service.realm?.content == .requestURL
        configuration.bodyHash = service.bodyHash
        configuration.sendsEmptyToken = step == .api && service.emptyToken == .sendEmpty
        return configuration
    }

    /// The user's options with what the service makes necessary.
    func options(_ options: OAuth1FlowOptions) -> OAuth1FlowOptions {
        var options = options
        // Without a callback in the first step, which OAuth 1.0 does not have there, there is nothing to confirm.
        if service.callback.sentAt != .requestToken || !service.callback.isConfirmed {
            options.requiresCallbackConfirmation = false
        }
        if service.verifier == .absent { options.requiresVerifier = false }
        if service.tokenResponse.secret == .optional { options.requiresTokenSecret = false }
        options.baseURL = options.baseURL ?? apiBaseURL
        for field in headerFields where options.headerFields[field.name] == nil { options.headerFields.append(field) }
        return options
    }

    // MARK: Parameters

    /// The URL of the page where the user decides.
    func authorizationURL(
        token: String,
        callback: OAuth1Callback?,
        variant: String?,
        _ given: OAuth1Parameters
    ) throws(OAuth1ClientError) -> String {
        guard let authorize = service.authorize else {
            _ = try endpoint(.requestToken)
            throw unsupported("has no authorization page", "Describe it in authorize of the OAuth1Service")
        }
        var url = authorizeURL
        if let variant {
            guard let other = variants[variant] else {
                let names = variants.keys.sorted().joined(separator: ", ")
                throw unsupported(
                    "has no authorization page named \(variant)",
                    names.isEmpty ? "Leave the variant out: there is only one page" : "Use one of: \(names)"
                )
            }
            url = other
        }
        if service.callback.sentAt == .authorize {
            guard let callback else {
                throw unsupported(
                    "expects the callback in the authorization URL",
                    "Pass the callback to authorizationURL, or .omitted"
                )
            }
            try check(callback)
        }
        var parameters: OAuth1Parameters = [OAuth1Parameter(authorize.tokenParameter, token)]
        let places = try ServiceParameters(
            authorize.parameters,
            given: given,
            values: values.merging(["callback": callback?.value].compactMapValues(\.self)) { first, _ in first },
            self
        )
        parameters.append(contentsOf: places.query)
        return WireURL.appending(parameters, to: url)
    }

    /// The parameters of a request for a token.
    func parameters(
        of endpoint: Endpoint,
        given: OAuth1Parameters,
        others: OAuth1Service.Parameter.Place,
        values additional: [String: String] = [:]
    ) throws(OAuth1ClientError) -> ServiceParameters {
        try ServiceParameters(
            endpoint.parameters,
            given: given,
            values: values.merging(additional) { first, _ in first },
            others: others,
            self
        )
    }
}
