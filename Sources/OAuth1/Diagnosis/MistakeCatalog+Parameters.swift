//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension MistakeCatalog {
    /// Mistakes with the collection and the order of parameters (RFC 5849 section 3.4.1.3).
    static let parameters: [MistakeRule] = orders + collections + bodies

    private static let orders: [MistakeRule] = [
        .base(
            "sorted-before-encoding",
            "parameters are sorted before they are encoded",
            "Encode names and values first, then sort them by their bytes (RFC 5849 section 3.4.1.3.2)."
        ) { $0.order = .byDecodedText },
        .base(
            "sorted-by-name-only",
            "parameters with the same name are not sorted by value",
            "Sort by encoded name, and those with the same name by encoded value."
        ) { $0.order = .byNameOnly },
        MistakeRule(
            "not-sorted",
            "parameters are not sorted",
            "Sort all parameters by encoded name, then by encoded value (RFC 5849 section 3.4.1.3.2).",
            [
                .base { $0.order = .unsorted },
                .base { steps in
                    steps.order = .unsorted
                    steps.parameters =
                        steps.parameters.filter { $0.source == .header }
                        + steps.parameters.filter { $0.source != .header }
                },
            ]
        ),
        .base(
            "sorted-as-pairs",
            "name and value are sorted as one text",
            "Compare names first. As one text, a=1 and a10=1 are in another order, because = sorts after digits."
        ) { $0.order = .byJoinedText },
        .base(
            "sorted-ignoring-case",
            "parameters are sorted without regard to case",
            "Sort by bytes: upper case sorts before lower case."
        ) { $0.order = .ignoringCase },
        MistakeRule(
            "sorted-in-groups",
            "protocol parameters and other parameters are sorted separately",
            "Sort all parameters together: those of query, form and protocol.",
            [
                .base { $0.order = .inGroups(protocolFirst: true) },
                .base { $0.order = .inGroups(protocolFirst: false) },
            ]
        ),
        .base(
            "duplicates-dropped",
            "only the first of several parameters with the same name is signed",
            "Sign all of them. A dictionary keeps only one: use a list of pairs."
        ) { $0.duplicates = .first },
        .base(
            "last-duplicate-only",
            "only the last of several parameters with the same name is signed",
            "Sign all of them. A dictionary keeps only one: use a list of pairs."
        ) { $0.duplicates = .last },
        .base(
            "equal-pairs-once",
            "a parameter that is sent twice with the same value is signed once",
            "Sign every parameter as often as it is sent. LTI consumers repeat the query in the form and sign it once."
        ) { $0.duplicates = .exactOnce },
    ]

    private static let collections: [MistakeRule] = [
        .base(
            "query-left-out",
            "the parameters of the query are not signed",
            "Sign the parameters of the query with all others (RFC 5849 section 3.4.1.3.1)."
        ) { steps in steps.parameters.removeAll { $0.source == .query && !$0.isProtocolParameter } },
        .base(
            "query-signed-twice",
            "the parameters of the query are signed twice",
            "Sign each parameter once. Don't add the parameters of the query to those of the request."
        ) { steps in
            steps.parameters += steps.parameters.filter { $0.source == .query && !$0.isProtocolParameter }
        },
        .base(
            "form-left-out",
            "the fields of the form are not signed",
            "Sign the fields of a body with the media type application/x-www-form-urlencoded, also if a charset follows."
        ) { steps in steps.parameters.removeAll { $0.source == .form && !$0.isProtocolParameter } },
        .base(
            "form-signed-twice",
            "the fields of the form are signed twice",
            "Sign each field once."
        ) { steps in
            steps.parameters += steps.parameters.filter { $0.source == .form && !$0.isProtocolParameter }
        },
        .base(
            "empty-values-dropped",
            "parameters with an empty value are not signed",
            "Sign them as well, as name= without a value."
        ) { $0.dropsEmptyValues = true },
        .base(
            "equals-sign-missing",
            "a parameter that is sent without an equals sign is signed without it",
            "Sign it as name= with an empty value (RFC 5849 section 3.4.1.3.2)."
        ) { $0.omitsEqualsSigns = true },
        MistakeRule(
            "parameter-not-signed",
            "a parameter is sent and not signed",
            "Sign every parameter of query, form and header, except realm and oauth_signature. Add it before signing."
        ) { request, _ in
            request.steps.parameters.indices.prefix(MistakeSearch.maximumParameters)
                .filter { !ownRule.contains(String(decoding: request.steps.parameters[$0].decodedName, as: UTF8.self)) }
                .map { index in
                    let name = request.steps.parameters[index].decodedName
                    let encoded = request.steps.parameters[index].name
                    let value = request.steps.parameters[index].value
                    return .base(ParameterText.shown(name)) { steps in
                        let found = steps.parameters.firstIndex { $0.name == encoded && $0.value == value }
                        if let found { steps.parameters.remove(at: found) }
                    }
                }
        },
    ]

    /// Parameters with a more exact mistake.
    private static let ownRule: Set<String> = [
        "oauth_version", "oauth_token", "oauth_callback", "oauth_verifier", "oauth_body_hash",
    ]

    private static let bodies: [MistakeRule] = [
        MistakeRule(
            "json-fields-signed",
            "the fields of a JSON body are signed as parameters",
            "Sign only the query and the protocol parameters: a JSON body is never part of the base string."
        ) { request, _ in
            [false, true]
                .map { request.jsonFields(capitalizesBooleans: $0) }
                .filter { !$0.isEmpty }
                .map { fields in .base { $0.parameters += fields } }
        },
        MistakeRule(
            "multipart-fields-signed",
            "the fields of a multipart body are signed as parameters",
            "Sign only the query and the protocol parameters: a multipart body is never part of the base string, except for "
                + "services such as Flickr that require it."
        ) { request, _ in
            let fields = request.multipartFields()
            return fields.isEmpty ? [] : [.base { $0.parameters += fields }]
        },
        MistakeRule(
            "body-signed-as-form",
            "a body that is not a form is signed as if it were one",
            "Send the media type application/x-www-form-urlencoded with a form, and leave every other body out of the base string."
        ) { request, _ in
            let fields = request.bodyAsForm()
            return fields.isEmpty ? [] : [.base { $0.parameters += fields }]
        },
    ]
}
