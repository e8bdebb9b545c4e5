//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// A collection of Postman, version 2.1, whose requests are signed with a login.
struct PostmanCollection: Encodable {
    struct Value: Encodable {
        let key: String
        let value: String
        var type = "string"
    }

    struct Info: Encodable {
        let name: String
        var schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    }

    struct Auth: Encodable {
        var type = "oauth1"
        let oauth1: [Value]
    }

    struct Request: Encodable {
        let method: String
        let url: String
    }

    struct Item: Encodable {
        let name: String
        let request: Request
    }

    let info: Info
    let auth: Auth
    let item: [Item]
    let variable: [Value]

    /// Describes a login, whose secrets are variables of the collection, so that they are in one place.
    init(_ profile: Profile) throws {
        let service = try profile.service.resolve()
        let method = profile.signing?.method ?? SignatureMethodName(service.signature) ?? .hmacSHA1
        info = Info(name: "\(service.name) (\(profile.name))")
        auth = Auth(
            oauth1: [
                Value(key: "consumerKey", value: "{{consumerKey}}"),
                Value(key: "consumerSecret", value: "{{consumerSecret}}"),
                Value(key: "token", value: "{{token}}"),
                Value(key: "tokenSecret", value: "{{tokenSecret}}"),
                Value(key: "signatureMethod", value: method.rawValue),
                Value(key: "addParamsToHeader", value: "\(service.placement == .header)", type: "boolean"),
                Value(key: "version", value: "1.0"),
            ]
        )
        item =
            try CollectionRequest(profile)
            .map { [Item(name: $0.name, request: Request(method: $0.method, url: $0.url))] }
            ?? []
        variable = ExportedCredentials(profile).values.map { Value(key: $0.name, value: $0.value) }
    }
}
#endif
