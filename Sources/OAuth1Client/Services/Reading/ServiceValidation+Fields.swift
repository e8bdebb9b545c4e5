//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension ServiceValidation {
    func checkSignature() throws(OAuth1ServiceError) {
        let signature = service.signature
        try check(
            signature.allowed.contains(signature.defaultMethod),
            "signature.allowed",
            "the default \(signature.defaultMethod) among them",
            signature.allowed.map(\.rawValue).joined(separator: ", ")
        )
        if case .text(let text) = service.realm?.content { try checkTemplate(text, "realm.text") }
        let names = service.errorInBody.map { $0.path.split(separator: ".", omittingEmptySubsequences: false) }
        try check(
            names?.allSatisfy { !$0.isEmpty } ?? true,
            "errorInBody.path",
            "names separated by dots",
            FieldPath.quoted(service.errorInBody?.path ?? "")
        )
    }

    /// Fields that the HTTP library sets, and by which a request would go elsewhere or end differently than signed.
    private static func isOfConnection(_ name: HTTPField.Name) -> Bool {
        ["host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "cookie"]
            .contains(name.canonicalName)
    }

    func checkHeaders() throws(OAuth1ServiceError) {
        for (name, value) in service.headers.fields.sorted(by: { $0.key < $1.key }) {
            let field = "headers.fields.\(name)"
            let isName = HTTPField.Name(name).map { $0 != .authorization && !Self.isOfConnection($0) } ?? false
            try check(
                isName,
                field,
                "the name of a header field, except Authorization and connection fields",
                FieldPath.quoted(name)
            )
            try checkTemplate(value, field, also: ["consumerKey"])
        }
        try check(
            service.apiBaseURL != nil || service.tokenUse == .signed,
            "apiBaseURL",
            "this field, which names the host that may receive the token",
            "nothing"
        )
        guard case .bearer(let bearer) = service.tokenUse else { return }
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
            "no variable except {part}",
            FieldPath.quoted(bearer.value)
        )
        try check(
            bearer.value.contains("{part}"),
            "tokenUse.bearer.value",
            "{part} in it",
            FieldPath.quoted(bearer.value)
        )
    }
}
