//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A service's requirement: it checks the raw request and describes the problem.
struct ReplicaRule: Sendable {
    /// The expectation, or `nil` if the request meets it.
    let complaint: @Sendable (ReplicaRequest) -> String?

    private init(_ complaint: @escaping @Sendable (ReplicaRequest) -> String?) {
        self.complaint = complaint
    }

    /// Something that must be so.
    private static func expect(
        _ expected: String,
        _ isRight: @escaping @Sendable (ReplicaRequest) -> Bool
    ) -> ReplicaRule {
        ReplicaRule { isRight($0) ? nil : expected }
    }

    static func method(_ method: HTTPRequest.Method) -> ReplicaRule {
        expect("a \(method) request") { $0.request.method == method }
    }

    /// No protocol parameters at all.
    static let notSigned = expect("a request without OAuth") { $0.incoming == nil }

    static func placed(_ placement: OAuth1Placement) -> ReplicaRule {
        expect("OAuth parameters in the \(placement)") { $0.incoming?.placement == placement }
    }

    static let userAgent = expect("a User-Agent that names the application") {
        !($0.request.headerFields[.userAgent] ?? "").isEmpty
    }

    /// A field of a form.
    static func form(_ name: String, _ value: String) -> ReplicaRule {
        expect("\(name)=\(value) in the form") { $0.form.values(for: name) == [value] }
    }

    static let version = expect("oauth_version=1.0") { $0.incoming?.version == "1.0" }

    static func field(_ name: HTTPField.Name, _ value: String) -> ReplicaRule {
        expect("the header field \(name): \(value)") { $0.request.headerFields[name] == value }
    }

    static func query(_ name: String, _ value: String) -> ReplicaRule {
        expect("\(name)=\(value) in the query") { $0.query.values(for: name) == [value] }
    }

    /// A parameter of the query whose value is some of a few, joined; it may be absent unless it has to be there.
    static func query(_ name: String, of values: [String], joiner: String = ",", isRequired: Bool = false)
        -> ReplicaRule
    {
        expect("\(name) of \(values.joined(separator: joiner)), joined with '\(joiner)'") { request in
            let found = request.query.values(for: name)
            guard let text = found.first else { return !isRequired }
            return found.count == 1 && text.split(separator: joiner).allSatisfy { values.contains(String($0)) }
        }
    }

    static func realm(_ realm: String) -> ReplicaRule {
        expect("the realm '\(realm)'") { $0.incoming?.realm == realm }
    }

    static let realmIsURL = expect("the URL of the request as the realm") {
        $0.incoming?.realm == $0.signedURL
    }

    static let noToken = expect("a request without oauth_token") { $0.incoming?.token == nil }

    static let tokenIsThere = expect("oauth_token, empty if there is no token") { $0.incoming?.token != nil }

    static let bodyHash = expect("oauth_body_hash") { $0.incoming?.bodyHash != nil }

    static let callback = expect("oauth_callback") { $0.incoming?.callback != nil }

    static let callbackIsOutOfBand = expect("oauth_callback=oob") { $0.incoming?.callback == "oob" }

    static let callbackIsURL = expect("a URL as oauth_callback: this service does not support oob") {
        $0.incoming?.callback != "oob"
    }

    /// What OAuth 1.0 does not have.
    static let noCallback = expect("no oauth_callback in this request (OAuth 1.0)") { $0.incoming?.callback == nil }

    /// What OAuth 1.0 does not have.
    static let noVerifier = expect("no oauth_verifier (OAuth 1.0)") { $0.incoming?.verifier == nil }
}
