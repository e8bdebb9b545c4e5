//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// A collection of Bruno as it is exported and imported, version 1, whose request is signed with a login.
struct BrunoCollection: Encodable {
    struct OAuth1: Encodable {
        let consumerKey = "{{consumerKey}}"
        let consumerSecret = "{{consumerSecret}}"
        let accessToken = "{{token}}"
        let accessTokenSecret = "{{tokenSecret}}"
        let signatureMethod: String
        let placement: String
        let version = "1.0"
    }

    struct Auth: Encodable {
        var mode = "oauth1"
        let oauth1: OAuth1
    }

    struct Body: Encodable {
        var mode = "none"
    }

    struct Request: Encodable {
        let url: String
        let method: String
        let auth: Auth
        var body = Body()
        var headers: [String] = []
        var params: [String] = []
    }

    struct Item: Encodable {
        var type = "http"
        let name: String
        var seq = 1
        let request: Request
    }

    struct Variable: Encodable {
        let name: String
        let value: String
        var enabled = true
        let secret: Bool
        var type = "text"
    }

    struct Environment: Encodable {
        let name: String
        let variables: [Variable]
    }

    let name: String
    let version = "1"
    let items: [Item]
    let environments: [Environment]
    let activeEnvironmentUid: String? = nil

    /// Describes a login, whose secrets are variables of an environment, so that they are in one place.
    init(_ profile: Profile) throws {
        let service = try profile.service.resolve()
        let method = profile.signing?.method ?? SignatureMethodName(service.signature) ?? .hmacSHA1
        name = "\(service.name) (\(profile.name))"
        let auth = Auth(
            oauth1: OAuth1(signatureMethod: method.rawValue, placement: service.placement.rawValue)
        )
        items =
            try CollectionRequest(profile)
            .map { call in
                [Item(name: call.name, request: Request(url: call.url, method: call.method, auth: auth))]
            } ?? []
        environments = [
            Environment(
                name: profile.name,
                variables: ExportedCredentials(profile).values
                    .map { field in
                        Variable(name: field.name, value: field.value, secret: field.isSecret)
                    }
            )
        ]
    }
}
#endif
