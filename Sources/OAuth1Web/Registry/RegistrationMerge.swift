//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// Puts together what code and configuration say about one service, and collects all that is missing.
struct RegistrationMerge {
    private(set) var registration: OAuth1Registration
    private let lookup: (_ key: [String], _ isSecret: Bool) throws -> String?
    /// Whether the configuration wins where both say something.
    private let prefersConfiguration: Bool
    private var findings: [OAuth1RegistryError.Finding] = []

    init(
        _ registration: OAuth1Registration,
        prefersConfiguration: Bool,
        lookup: @escaping (_ key: [String], _ isSecret: Bool) throws -> String?
    ) {
        self.registration = registration
        self.prefersConfiguration = prefersConfiguration
        self.lookup = lookup
    }

    /// The registration with all that is known.
    mutating func complete() throws(OAuth1RegistryError) -> OAuth1Registration {
        if !registration.hasValidName {
            find("expected a name of 1 to 64 lower-case letters, digits, - and _, because paths and cookies contain it")
        }
        let isDescribedInCode = registration.service != nil && !prefersConfiguration
        mergeService()
        mergeSigning()
        mergeClient()
        mergeVariables()
        mergeParameters()
        mergeOptions(isDescribedInCode: isDescribedInCode)
        guard findings.isEmpty else { throw OAuth1RegistryError(findings: findings) }
        return registration
    }

    // MARK: Parts

    private mutating func mergeService() {
        let description = text("description")
        let preset = text("preset")
        let isDescribed = description != nil || preset != nil
        if registration.service == nil || (prefersConfiguration && isDescribed) {
            registration.service = configuredService(description, preset)
        } else if !prefersConfiguration {
            // The code describes the service as a whole.
            return
        }
        guard var service = registration.service else { return }
        if let name = text("displayName") { service.name = name }
        if let url = text("requestTokenURL") { service.requestToken = endpoint(service.requestToken, url) }
        if let url = text("accessTokenURL") { service.accessToken = endpoint(service.accessToken, url) }
        if let url = text("authorizeURL") {
            service.authorize?.url = url
            service.authorize = service.authorize ?? OAuth1Service.Authorize(url)
        }
        if let method: OAuth1Service.Method = choice("requestTokenMethod") { service.requestToken?.method = method }
        if let method: OAuth1Service.Method = choice("accessTokenMethod") { service.accessToken?.method = method }
        if let url = text("apiBaseURL") { service.apiBaseURL = url }
        if let placement: OAuth1Placement = choice("placement") { service.placement = placement }
        if let realm = text("realm") { service.realm = OAuth1Service.Realm(.text(realm)) }
        registration.service = service
    }

    private func endpoint(_ endpoint: OAuth1Service.Endpoint?, _ url: String) -> OAuth1Service.Endpoint {
        var endpoint = endpoint ?? OAuth1Service.Endpoint(url)
        endpoint.url = url
        return endpoint
    }

    /// The service that the configuration describes, or the preset of the same name.
    private mutating func configuredService(_ description: String?, _ preset: String?) -> OAuth1Service? {
        if let description {
            do { return try OAuth1Service(json: description) } catch {
                find("description: \(error)")
                return nil
            }
        }
        if let service = OAuth1Service.presets.first(where: { $0.id == preset ?? registration.name }) { return service }
        let presets = OAuth1Service.presets.map(\.id).joined(separator: ", ")
        if preset != nil {
            find("preset: expected one of \(presets)")
            return nil
        }
        guard text("requestTokenURL") != nil || text("apiBaseURL") != nil else {
            find(
                "no preset has this name: set \(variable("preset")) to one of \(presets), "
                    + "or \(variable("requestTokenURL")), \(variable("authorizeURL")) and \(variable("accessTokenURL"))"
            )
            return nil
        }
        return OAuth1Service(id: registration.name, name: registration.name, flow: .threeLegged)
    }

    private mutating func mergeClient() {
        guard registration.client == nil || prefersConfiguration else { return }
        let key = credential("clientKey", isSecret: false) ?? registration.client?.key
        let secret = credential("clientSecret", isSecret: true).map { OAuth1Secret($0) } ?? registration.client?.secret
        // With RSA there may be no secret.
        let method = registration.method?.name ?? registration.service?.signature.defaultMethod ?? .hmacSHA1
        let needsSecret = !method.rawValue.hasPrefix("RSA-")
        if key == nil { find("expected the consumer key: set \(variable("clientKey"))") }
        if secret == nil, needsSecret { find("expected the consumer secret: set \(variable("clientSecret"))") }
        guard let key else { return }
        registration.client = OAuth1ClientCredentials(key: key, secret: secret ?? OAuth1Secret(""))
    }

    private mutating func mergeSigning() {
        guard registration.method == nil || prefersConfiguration else { return }
        let chosen = text("signatureMethod").map { OAuth1SignatureMethod.Name(rawValue: $0) }
        guard let name = chosen ?? registration.service?.signature.defaultMethod else { return }
        let makesKeyed: ((OAuth1RSAPrivateKey) -> OAuth1SignatureMethod)? =
            switch name {
            case .rsaSHA1: OAuth1SignatureMethod.rsaSHA1
            case .rsaSHA256: OAuth1SignatureMethod.rsaSHA256
            case .rsaSHA512: OAuth1SignatureMethod.rsaSHA512
            case .rsaPSS: OAuth1SignatureMethod.rsaPSS
            default: nil
            }
        if let makesKeyed {
            guard let pem = text("privateKey", isSecret: true) else {
                if registration.method == nil {
                    find("expected the private key for \(name): set \(variable("privateKey"))")
                }
                return
            }
            do { registration.method = makesKeyed(try OAuth1RSAPrivateKey(pem: pem)) } catch {
                find("privateKey: \(error)")
            }
        } else if chosen != nil {
            switch name {
            case .hmacSHA1: registration.method = .hmacSHA1
            case .hmacSHA256: registration.method = .hmacSHA256
            case .hmacSHA512: registration.method = .hmacSHA512
            case .plaintext: registration.method = .plaintext
            default: find("signatureMethod: expected a supported method such as HMAC-SHA256, got \(name)")
            }
        }
        // A service that was made from URLs has no such option.
        if let chosen, registration.service?.id == registration.name, registration.service?.documentation == nil,
            registration.service?.signature.allowed.contains(chosen) == false
        {
            registration.service?.signature.allowed.append(chosen)
        }
    }

    private mutating func mergeVariables() {
        if registration.environment == nil || prefersConfiguration {
            registration.environment = text("environment") ?? registration.environment
        }
        for name in (registration.service?.variables ?? []).filter({ $0.derived == nil }).map(\.name) {
            guard registration.variables[name] == nil || prefersConfiguration else { continue }
            if let value = text("variable", name) { registration.variables[name] = value }
        }
    }

    private mutating func mergeParameters() {
        func parameters(_ text: String?) -> OAuth1Parameters { OAuth1Parameters(formEncoded: text ?? "") }
        let configured = OAuth1LoginParameters(
            requestToken: parameters(text("requestTokenParameters")),
            authorize: parameters(text("authorizeParameters")),
            accessToken: parameters(text("accessTokenParameters")),
            variant: text("variant")
        )
        let own = registration.parameters
        registration.parameters = prefersConfiguration ? own.adding(configured) : configured.adding(own)
    }

    private mutating func mergeOptions(isDescribedInCode: Bool) {
        if let userAgent = text("userAgent"),
            prefersConfiguration || registration.options.headerFields[.userAgent] == nil
        {
            registration.options.headerFields[.userAgent] = userAgent
        }
        // A service described in code has its options there, too: the environment can't weaken them.
        guard !isDescribedInCode else { return }
        for (key, option) in [
            ("requiresCallbackConfirmation", \OAuth1FlowOptions.requiresCallbackConfirmation),
            ("requiresVerifier", \.requiresVerifier), ("allowsInsecureHTTP", \.allowsInsecureHTTP),
        ] {
            if let value = truth(key) { registration.options[keyPath: option] = value }
        }
        if let value = truth("allowsMissingVerifier") { registration.allowsMissingVerifier = value }
    }

    private mutating func truth(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        guard let value = Bool(text.lowercased()) else {
            find("\(key): expected true or false, got \(text)")
            return nil
        }
        return value
    }

    // MARK: Texts

    /// The text of a key, or `nil` if there is none or an empty one.
    private mutating func text(_ key: String..., isSecret: Bool = false) -> String? {
        do {
            let text = try lookup(key, isSecret)
            return text?.isEmpty == true ? nil : text
        } catch {
            // The error of a provider may show the value.
            find("\(key.joined(separator: ".")): expected a text" + (isSecret ? "" : "; \(error)"))
            return nil
        }
    }

    /// A key or secret, without the line break that files have and which is part of no credential.
    private mutating func credential(_ key: String, isSecret: Bool) -> String? {
        text(key, isSecret: isSecret).map { OAuth1Secret($0).revealWithoutLineEnd() }
    }

    private mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: String) -> Value?
    where Value.RawValue == String {
        guard let text = text(key) else { return nil }
        guard let value = Value(rawValue: text) else {
            find("\(key): expected one of \(Value.allCases.map(\.rawValue).joined(separator: ", ")), got \(text)")
            return nil
        }
        return value
    }

    private mutating func find(_ reason: String) {
        findings.append(.init(service: registration.name, reason: reason))
    }

    /// The name of a key, and of the environment variable that it is usually read from.
    private func variable(_ key: String) -> String {
        var name = registration.name.uppercased().replacing("-", with: "_") + "_"
        var previous: Character = "A"
        for character in key {
            if previous.isLowercase, character.isUppercase { name += "_" }
            name += character.uppercased()
            previous = character
        }
        return "\(key) (\(name))"
    }
}
