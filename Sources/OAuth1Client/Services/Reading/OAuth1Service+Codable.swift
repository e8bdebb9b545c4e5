//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1Service: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
        case documentation
        case deprecation
        case flow
        case variables
        case requestToken
        case authorize
        case accessToken
        case renewToken
        case revokeToken
        case tokenExchange
        case apiBaseURL
        case signature
        case placement
        case realm
        case bodyHash
        case callback
        case verifier
        case emptyToken
        case headers
        case tokenResponse
        case errorInBody
        case tokenUse
        case refusal
        case environments
        case probe
    }

    /// Reads a service and checks that it does not contradict itself.
    ///
    /// ``init(json:)-(String)`` also reports the line of an error.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        let flow: Flow? = try fields.choice(.flow)
        guard let flow else {
            throw OAuth1ServiceError(
                field: fields.path(.flow),
                expected: "this required field",
                found: "nothing"
            )
        }
        self.init(
            id: try fields.required(.id),
            name: try fields.required(.name),
            documentation: try fields.optional(.documentation),
            deprecation: try fields.optional(.deprecation),
            flow: flow,
            variables: try fields.optional(.variables) ?? [],
            requestToken: try fields.optional(.requestToken),
            authorize: try fields.optional(.authorize),
            accessToken: try fields.optional(.accessToken),
            renewToken: try fields.optional(.renewToken),
            revokeToken: try fields.optional(.revokeToken),
            tokenExchange: try fields.optional(.tokenExchange),
            apiBaseURL: try fields.optional(.apiBaseURL),
            signature: try fields.required(.signature),
            placement: try fields.choice(.placement, or: .header),
            realm: try fields.optional(.realm),
            bodyHash: try fields.choice(.bodyHash, or: .off),
            callback: try fields.optional(.callback) ?? Callback(),
            verifier: try fields.choice(.verifier, or: .required),
            emptyToken: try fields.choice(.emptyToken, or: .omit),
            headers: try fields.optional(.headers) ?? Headers(),
            tokenResponse: try fields.optional(.tokenResponse) ?? TokenResponse(),
            errorInBody: try fields.optional(.errorInBody),
            tokenUse: try fields.optional(.tokenUse) ?? .signed,
            refusal: try fields.optional(.refusal) ?? OAuth1Service.standardRefusal,
            environments: try fields.optional(.environments) ?? [:],
            probe: try fields.optional(.probe)
        )
        do {
            try validate()
        } catch {
            throw OAuth1ServiceError(
                field: FieldPath.joined(FieldPath.text(decoder.codingPath), error.field),
                expected: error.expected,
                found: error.found
            )
        }
    }

    /// Writes the service, without what is as usual.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func write<Value: Encodable & Equatable>(_ value: Value, _ key: CodingKeys, unless usual: Value) throws {
            if value != usual { try container.encode(value, forKey: key) }
        }
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(documentation, forKey: .documentation)
        try container.encodeIfPresent(deprecation, forKey: .deprecation)
        try container.encode(flow, forKey: .flow)
        try write(variables, .variables, unless: [])
        try container.encodeIfPresent(requestToken, forKey: .requestToken)
        try container.encodeIfPresent(authorize, forKey: .authorize)
        try container.encodeIfPresent(accessToken, forKey: .accessToken)
        try container.encodeIfPresent(renewToken, forKey: .renewToken)
        try container.encodeIfPresent(revokeToken, forKey: .revokeToken)
        try container.encodeIfPresent(tokenExchange, forKey: .tokenExchange)
        try container.encodeIfPresent(apiBaseURL, forKey: .apiBaseURL)
        try container.encode(signature, forKey: .signature)
        try write(placement, .placement, unless: .header)
        try container.encodeIfPresent(realm, forKey: .realm)
        try write(bodyHash, .bodyHash, unless: .off)
        try write(callback, .callback, unless: Callback())
        try write(verifier, .verifier, unless: .required)
        try write(emptyToken, .emptyToken, unless: .omit)
        try write(headers, .headers, unless: Headers())
        try write(tokenResponse, .tokenResponse, unless: TokenResponse())
        try container.encodeIfPresent(errorInBody, forKey: .errorInBody)
        try write(tokenUse, .tokenUse, unless: .signed)
        try write(refusal, .refusal, unless: OAuth1Service.standardRefusal)
        try write(environments, .environments, unless: [:])
        try container.encodeIfPresent(probe, forKey: .probe)
    }
}
