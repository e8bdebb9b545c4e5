//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Reads which scopes and realms a client asks for, and checks that it may (RFC 5849 sections 2.1 and 3.5.1).
struct RequestedAccess {
    private let rules: OAuth1AccessRules
    /// The realm of the whole service, which is not a request for anything.
    private let serviceRealm: String
    private let allowed: OAuth1Access

    init(_ configuration: OAuth1ServerConfiguration, _ client: OAuth1RegisteredClient) {
        rules = configuration.accessRules
        serviceRealm = configuration.realm
        allowed = rules.access(of: client)
    }

    /// The scopes and realms of a signed request.
    ///
    /// With `ignoresRealm` the realm asks for nothing: it is not signed, so a user must see it before it is granted.
    ///
    /// - Throws: ``OAuth1ServerError`` if one of them is unknown or not allowed for the client; both look the same.
    func read(
        _ request: OAuth1IncomingRequest,
        ignoresRealm: Bool = false
    ) throws(OAuth1ServerError) -> OAuth1Access {
        var access = OAuth1Access()
        if !rules.scopes.isEmpty {
            let signed = request.signedParameters
            let asked = (signed.query.values(for: "scope") + signed.form.values(for: "scope"))
                .flatMap(OAuth1Access.names)
            access.scopes = try checked(asked, allowed.scopes, rules.defaultAccess.scopes, "scope")
        }
        if !rules.realms.isEmpty {
            let asked = ignoresRealm ? [] : realms(in: request.realm ?? "")
            access.realms = try checked(asked, allowed.realms, rules.defaultAccess.realms, "realm")
        }
        return access
    }

    /// The names in a realm; one that has a space in it counts as a whole.
    private func realms(in text: String) -> [String] {
        if text.hasSameBytes(as: serviceRealm) { return [] }
        return allowed.hasRealm(text) ? [text] : OAuth1Access.names(in: text)
    }

    private func checked(
        _ names: [String],
        _ allowed: [String],
        _ defaults: [String],
        _ parameter: String
    ) throws(OAuth1ServerError) -> [String] {
        guard !names.isEmpty else { return defaults.uniqueTexts.filter { allowed.containsBytes(of: $0) } }
        let names = names.uniqueTexts
        // More than there are can't all be known, so that the comparison takes little time.
        guard names.count <= allowed.count, names.allSatisfy({ allowed.containsBytes(of: $0) }) else {
            throw OAuth1ServerError(
                .parameterRejected,
                "\(parameter) has a value that this service does not know, or that this client may not ask for: separate "
                    + "several with spaces",
                parameter: parameter
            )
        }
        return names
    }
}

extension OAuth1Access {
    /// The names in a text, separated by spaces.
    static func names(in text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What is part of both.
    func intersection(_ other: OAuth1Access) -> OAuth1Access {
        OAuth1Access(
            scopes: scopes.filter { other.hasScope($0) },
            realms: realms.filter { other.hasRealm($0) }
        )
    }

    /// The part that a consent form names in its fields `scope` and `realm`: nothing without them.
    func selected(by fields: OAuth1Parameters) -> OAuth1Access {
        let scopes = fields.values(for: "scope").flatMap(Self.names)
        // A realm can have spaces in it, so that each has a separate field.
        let realms = fields.values(for: "realm")
        return OAuth1Access(
            scopes: self.scopes.filter { scopes.containsBytes(of: $0) },
            realms: self.realms.filter { realms.containsBytes(of: $0) }
        )
    }

    /// The fields of a consent form that name all of it.
    var fields: OAuth1Parameters {
        var fields = OAuth1Parameters(realms.map { OAuth1Parameter("realm", $0) })
        // One for all scopes, as a decision has a limited number of fields.
        if !scopes.isEmpty { fields.append(OAuth1Parameter("scope", scopes.joined(separator: " "))) }
        return fields
    }

    /// Whether another one has the same scopes and realms, in any order.
    func allowsSame(as other: OAuth1Access) -> Bool {
        scopes.allSatisfy { other.hasScope($0) } && other.scopes.allSatisfy { hasScope($0) }
            && realms.allSatisfy { other.hasRealm($0) } && other.realms.allSatisfy { hasRealm($0) }
    }
}
