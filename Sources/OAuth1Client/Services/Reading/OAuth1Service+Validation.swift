//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1Service {
    /// Names in templates that are no variables: what is known only when a request is made.
    static let reservedNames = ["consumerKey", "callback", "token", "part"]

    /// Finds what contradicts itself.
    ///
    /// - Throws: ``OAuth1ServiceError`` with the first field that does.
    public func validate() throws(OAuth1ServiceError) {
        try ServiceValidation(self).run()
    }
}

/// The checks of a service, field by field.
private struct ServiceValidation {
    private let service: OAuth1Service

    init(_ service: OAuth1Service) {
        self.service = service
    }

    func run() throws(OAuth1ServiceError) {
        try check(
            !service.id.isEmpty && service.id.utf8.allSatisfy(ServiceValidation.isInIdentifier),
            "id",
            "lower-case letters, digits and hyphens",
            FieldPath.quoted(service.id)
        )
        try check(!service.name.isEmpty, "name", "a name", "an empty text")
        try checkVariables()
        try checkFlow()
        try checkEndpoints()
        try checkAuthorize()
        try checkCallback()
        try checkSignature()
        try checkHeaders()
        try checkEnvironments()
    }

    private func check(
        _ isRight: Bool,
        _ field: String,
        _ expected: String,
        _ found: @autoclosure () -> String
    ) throws(OAuth1ServiceError) {
        guard !isRight else { return }
        throw OAuth1ServiceError(field: field, expected: expected, found: found())
    }

    private static func isInIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    // MARK: Variables and templates

    private func checkVariables() throws(OAuth1ServiceError) {
        var known: [String] = []
        for (index, variable) in service.variables.enumerated() {
            let field = "variables[\(index)]"
            try check(
                !variable.name.isEmpty && variable.name.utf8.allSatisfy { $0 != 0x7B && $0 != 0x7D },
                "\(field).name",
                "a name without braces",
                FieldPath.quoted(variable.name)
            )
            try check(
                !known.contains(variable.name) && !OAuth1Service.reservedNames.contains(variable.name),
                "\(field).name",
                "a name that is used once and is none of "
                    + OAuth1Service.reservedNames.joined(separator: ", "),
                FieldPath.quoted(variable.name)
            )
            if let pattern = variable.pattern {
                try check(
                    OAuth1Service.Variable.isUsable(pattern),
                    "\(field).pattern",
                    "a regular expression of up to 128 bytes, with at most three repetitions and none of a group",
                    FieldPath.quoted(pattern)
                )
            }
            if let derived = variable.derived {
                try check(
                    known.contains(derived.from),
                    "\(field).derived.from",
                    "the name of a variable in front of this one",
                    FieldPath.quoted(derived.from)
                )
                try check(
                    variable.defaultValue == nil,
                    "\(field).default",
                    "no default, as the variable is derived",
                    "one"
                )
            }
            known.append(variable.name)
        }
    }

    /// Checks that a template has no names but those of variables and some others.
    private func checkTemplate(
        _ template: String,
        _ field: String,
        also others: [String] = []
    ) throws(OAuth1ServiceError) {
        let names = try Template.names(in: template, field: field)
        let known = service.variables.map(\.name) + others
        let unknown = names.first { !known.contains($0) }
        try check(
            unknown == nil,
            field,
            known.isEmpty
                ? "no braces, as there are no variables" : "one of \(known.joined(separator: ", ")) in braces",
            "{\(unknown ?? "")}"
        )
    }

    private func checkURL(_ template: String, _ field: String) throws(OAuth1ServiceError) {
        try checkTemplate(template, field)
        let beginsWithVariable = template.utf8.first == UInt8(ascii: "{")
        try check(
            beginsWithVariable || template.hasPrefix("https://") || template.hasPrefix("http://"),
            field,
            "an absolute http or https URL",
            FieldPath.quoted(template)
        )
        try check(
            URLReference(template).fragment == nil && !URLReference(template).hasDotSegments,
            field,
            "a URL without fragment and without the segments . and ..",
            FieldPath.quoted(template)
        )
        let authority = template.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        try check(
            !authority.hasSuffix("}") || authority.hasPrefix("{") || authority.contains(".{"),
            field,
            "a host that does not end with a part of a name, which a variable could make another host",
            FieldPath.quoted(template)
        )
        guard !template.utf8.contains(UInt8(ascii: "{")) else { return }
        try check(
            (try? HTTPRequest(.get, wireURL: template)) != nil,
            field,
            "an absolute http or https URL",
            FieldPath.quoted(template)
        )
    }

    // MARK: The steps

    private func checkFlow() throws(OAuth1ServiceError) {
        let login: [(String, Bool)] = [
            ("requestToken", service.requestToken != nil), ("authorize", service.authorize != nil),
            ("accessToken", service.accessToken != nil),
        ]
        let needed: [String] =
            switch service.flow {
            case .threeLegged: login.map(\.0)
            case .xAuth: ["accessToken"]
            case .staticToken, .consumerOnly: []
            }
        for (field, isThere) in login {
            try check(
                isThere == needed.contains(field),
                field,
                needed.contains(field)
                    ? "the field, which the flow \(service.flow.rawValue) needs"
                    : "no such field with the flow \(service.flow.rawValue)",
                isThere ? "one" : "nothing"
            )
        }
        if let url = service.apiBaseURL {
            try checkURL(url, "apiBaseURL")
            try check(URLReference(url).query == nil, "apiBaseURL", "a URL without query", FieldPath.quoted(url))
        } else {
            try check(!needed.isEmpty, "apiBaseURL", "the field, which a service without login needs", "nothing")
        }
        if let probe = service.probe { try checkURL(probe.url, "probe.url") }
    }

    private func checkEndpoints() throws(OAuth1ServiceError) {
        for step in OAuth1Service.Step.allCases {
            guard let endpoint = service.endpoint(step) else { continue }
            let field = step.rawValue
            try checkURL(endpoint.url, "\(field).url")
            try checkParameters(endpoint.parameters, "\(field).parameters", isAuthorize: false)
            let placement = endpoint.placement ?? service.placement
            let hasForm = placement == .body || endpoint.parameters.contains { $0.place == .body }
            try check(
                endpoint.method == .post || !hasForm,
                "\(field).method",
                "POST, as there are parameters in the body",
                endpoint.method.rawValue
            )
        }
    }

    private func checkAuthorize() throws(OAuth1ServiceError) {
        guard let authorize = service.authorize else { return }
        try checkURL(authorize.url, "authorize.url")
        for (name, url) in authorize.variants.sorted(by: { $0.key < $1.key }) {
            try checkURL(url, "authorize.variants.\(name)")
        }
        try check(!authorize.tokenParameter.isEmpty, "authorize.tokenParameter", "a name", "an empty text")
        try checkParameters(authorize.parameters, "authorize.parameters", isAuthorize: true)
    }

    private func checkParameters(
        _ parameters: [OAuth1Service.Parameter],
        _ list: String,
        isAuthorize: Bool
    ) throws(OAuth1ServiceError) {
        var names: [String] = isAuthorize ? [service.authorize?.tokenParameter ?? ""] : []
        for (index, parameter) in parameters.enumerated() {
            let field = "\(list)[\(index)]"
            let isProtocol = !isAuthorize && OAuth1Parameter(parameter.name, "").isProtocolParameter
            try check(
                !parameter.name.isEmpty && !names.contains(parameter.name) && !isProtocol,
                "\(field).name",
                "a name that is used once, and not by the protocol",
                FieldPath.quoted(parameter.name)
            )
            names.append(parameter.name)
            try check(
                !isAuthorize || parameter.place == .query,
                "\(field).place",
                "query, as the URL of a page has no other place",
                parameter.place.rawValue
            )
            switch parameter.content {
            case .fixed(let value):
                let others = isAuthorize ? ["consumerKey", "callback"] : ["consumerKey"]
                try checkTemplate(value, "\(field).value", also: others)
            case .option(let option):
                try check(
                    option.joiner == nil || !option.repeats,
                    "\(field).option",
                    "either joiner or repeats",
                    "both"
                )
                let unknown = option.defaultValues.first { !option.values.isEmpty && !option.values.contains($0) }
                try check(
                    unknown == nil,
                    "\(field).option.default",
                    "values of \(option.values.joined(separator: ", "))",
                    FieldPath.quoted(unknown ?? "")
                )
                try check(
                    option.defaultValues.count < 2 || option.joiner != nil || option.repeats,
                    "\(field).option.default",
                    "one value, or a joiner, or repeats",
                    "\(option.defaultValues.count) values"
                )
            }
        }
    }

    private func checkCallback() throws(OAuth1ServiceError) {
        let callback = service.callback
        try check(
            callback.oob != .required || callback.sentAt == .requestToken,
            "callback.oob",
            "supported or unsupported, as oob is a callback of the request for a request token",
            callback.oob.rawValue
        )
        guard service.flow == .threeLegged else { return }
        let hasCallback =
            service.authorize?.parameters
            .contains { parameter in
                if case .fixed(let value) = parameter.content { value.contains("{callback}") } else { false }
            } ?? false
        try check(
            hasCallback == (callback.sentAt == .authorize),
            "callback.sentAt",
            hasCallback
                ? "authorize, as a parameter of the page has {callback}" : "a parameter of authorize with {callback}",
            hasCallback ? callback.sentAt.rawValue : "none"
        )
    }

    // MARK: Signatures and fields

    private func checkSignature() throws(OAuth1ServiceError) {
        let signature = service.signature
        try check(
            signature.allowed.contains(signature.defaultMethod),
            "signature.allowed",
            "the default \(signature.defaultMethod) among them",
            signature.allowed.map(\.rawValue).joined(separator: ", ")
        )
        if case .text(let text) = service.realm?.content { try checkTemplate(text, "realm.text") }
    }

    /// Fields that the HTTP library sets, and by which a request would go elsewhere or end otherwise than it was signed.
    private static func isOfConnection(_ name: HTTPField.Name) -> Bool {
        ["host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "cookie"]
            .contains(name.canonicalName)
    }

    private func checkHeaders() throws(OAuth1ServiceError) {
        for (name, value) in service.headers.fields.sorted(by: { $0.key < $1.key }) {
            let field = "headers.fields.\(name)"
            let isName = HTTPField.Name(name).map { $0 != .authorization && !Self.isOfConnection($0) } ?? false
            try check(
                isName,
                field,
                "the name of a header field other than Authorization and those of the connection",
                FieldPath.quoted(name)
            )
            try checkTemplate(value, field, also: ["consumerKey"])
        }
        guard case .bearer(let bearer) = service.tokenUse else { return }
        try check(
            service.apiBaseURL != nil,
            "apiBaseURL",
            "the field, as nothing else says which host may get the token",
            "nothing"
        )
        try check(
            HTTPField.Name(bearer.header).map { !Self.isOfConnection($0) } ?? false,
            "tokenUse.bearer.header",
            "the name of a header field",
            FieldPath.quoted(bearer.header)
        )
        try checkTemplate(bearer.value, "tokenUse.bearer.value", also: ["part"])
        try check(
            !bearer.value.replacing("{part}", with: "").contains("{"),
            "tokenUse.bearer.value",
            "no other variable than {part}",
            FieldPath.quoted(bearer.value)
        )
        try check(
            bearer.value.contains("{part}"),
            "tokenUse.bearer.value",
            "{part} in it",
            FieldPath.quoted(bearer.value)
        )
    }

    private func checkEnvironments() throws(OAuth1ServiceError) {
        let names = service.variables.filter { $0.derived == nil }.map(\.name)
        for (environment, values) in service.environments.sorted(by: { $0.key < $1.key }) {
            let unknown = values.keys.sorted().first { !names.contains($0) }
            try check(
                unknown == nil,
                "environments.\(environment).\(unknown ?? "")",
                names.isEmpty ? "no values, as there are no variables" : "one of " + names.joined(separator: ", "),
                "a variable that there is not"
            )
        }
    }
}
