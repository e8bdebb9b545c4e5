//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension ServiceValidation {
    func checkFlow() throws(OAuth1ServiceError) {
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
                    ? "this field, which the flow \(service.flow.rawValue) requires"
                    : "no such field in the flow \(service.flow.rawValue)",
                isThere ? "one" : "nothing"
            )
        }
        if let url = service.apiBaseURL {
            try checkURL(url, "apiBaseURL")
            try check(URLReference(url).query == nil, "apiBaseURL", "a URL without query", FieldPath.quoted(url))
        } else {
            try check(!needed.isEmpty, "apiBaseURL", "this field, which a service without login requires", "nothing")
        }
        if let probe = service.probe { try checkURL(probe.url, "probe.url") }
    }

    func checkEndpoints() throws(OAuth1ServiceError) {
        for step in OAuth1Service.Step.allCases {
            guard let endpoint = service.endpoint(step) else { continue }
            let field = step.rawValue
            try checkURL(endpoint.url, "\(field).url")
            try checkParameters(endpoint.parameters, "\(field).parameters", .step(step))
            let placement = endpoint.placement ?? service.placement
            let hasForm = placement == .body || endpoint.parameters.contains { $0.place == .body }
            try check(
                endpoint.method == .post || !hasForm,
                "\(field).method",
                "POST, because parameters are sent in the body",
                endpoint.method.rawValue
            )
        }
    }

    func checkAuthorize() throws(OAuth1ServiceError) {
        guard let authorize = service.authorize else { return }
        try checkURL(authorize.url, "authorize.url")
        for (name, url) in authorize.variants.sorted(by: { $0.key < $1.key }) {
            try checkURL(url, "authorize.variants.\(name)")
        }
        try check(!authorize.tokenParameter.isEmpty, "authorize.tokenParameter", "a name", "an empty text")
        try checkParameters(authorize.parameters, "authorize.parameters", .authorize)
    }

    /// What parameters are of.
    enum ParameterOwner: Equatable {
        /// The URL of the consent page.
        case authorize
        /// The request of a step.
        case step(OAuth1Service.Step)
    }

    /// The names that templates of parameters may contain besides those of variables.
    private func templateNames(_ owner: ParameterOwner) -> [String] {
        switch owner {
        case .authorize: ["consumerKey", "callback"]
        case .step(.tokenExchange): ["consumerKey"] + OAuth1Service.TokenExchange.templateNames
        case .step: ["consumerKey"]
        }
    }

    func checkParameters(
        _ parameters: [OAuth1Service.Parameter],
        _ list: String,
        _ owner: ParameterOwner
    ) throws(OAuth1ServiceError) {
        let isAuthorize = owner == .authorize
        // A request that is not signed has no protocol parameters that another one could be taken for.
        let isSigned =
            !isAuthorize
            && !(owner == .step(.tokenExchange) && service.tokenExchange?.authentication == .oauth2Client)
        var names: [String] = isAuthorize ? [service.authorize?.tokenParameter ?? ""] : []
        for (index, parameter) in parameters.enumerated() {
            let field = "\(list)[\(index)]"
            let isProtocol = isSigned && OAuth1Parameter(parameter.name, "").isProtocolParameter
            try check(
                !parameter.name.isEmpty && !names.contains(parameter.name) && !isProtocol,
                "\(field).name",
                "a unique name that the protocol does not use",
                FieldPath.quoted(parameter.name)
            )
            names.append(parameter.name)
            try check(
                !isAuthorize || parameter.place == .query,
                "\(field).place",
                "query, the only place in a page's URL",
                parameter.place.rawValue
            )
            switch parameter.content {
            case .fixed(let value):
                try checkTemplate(value, "\(field).value", also: templateNames(owner))
                try checkPlaceOfSecret(parameter, value, field)
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

    /// Secrets are not put into URLs, which logs and proxies keep.
    private func checkPlaceOfSecret(
        _ parameter: OAuth1Service.Parameter,
        _ template: String,
        _ field: String
    ) throws(OAuth1ServiceError) {
        let names = try Template.names(in: template, field: field)
        try check(
            parameter.place == .body || !names.contains { OAuth1Service.TokenExchange.templateNames.contains($0) },
            "\(field).place",
            "body, as a token must not be in a URL",
            parameter.place.rawValue
        )
    }

    func checkTokenExchange() throws(OAuth1ServiceError) {
        guard let exchange = service.tokenExchange else {
            try check(
                service.tokenUse != .oauth2,
                "tokenExchange",
                "the field, which calls with OAuth 2.0 tokens need",
                "nothing"
            )
            return
        }
        try check(
            exchange.endpoint.method == .post,
            "tokenExchange.method",
            "POST, as RFC 6749 section 3.2 has it",
            exchange.endpoint.method.rawValue
        )
        try check(
            exchange.subject == .client || service.flow != .consumerOnly,
            "tokenExchange.subject",
            "client, as a service with the flow consumerOnly has no access tokens",
            exchange.subject.rawValue
        )
    }

    func checkCallback() throws(OAuth1ServiceError) {
        let callback = service.callback
        try check(
            callback.oob != .required || callback.sentAt == .requestToken,
            "callback.oob",
            "supported or unsupported, because oob is a callback of the request token request",
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
                ? "authorize, because a parameter of the page contains {callback}"
                : "a parameter of authorize with {callback}",
            hasCallback ? callback.sentAt.rawValue : "none"
        )
    }
}
