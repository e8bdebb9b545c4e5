//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The protocol parameters that all requests of a signer share, encoded when the signer is made.
struct PreparedParameters: Sendable {
    private let baseString: SharedParameters<BaseStringSyntax>
    let header: SharedParameters<HeaderSyntax>
    let form: SharedParameters<FormSyntax>
    private let hasToken: Bool
    private let hasVersion: Bool

    /// The bytes of the shared parameters in the base string, and one ampersand.
    var textCount: Int { baseString.count + 3 }

    init(
        client: OAuth1ClientCredentials,
        token: String?,
        method: OAuth1SignatureMethod.Name,
        configuration: OAuth1SigningConfiguration
    ) {
        let token = token ?? (configuration.sendsEmptyToken ? "" : nil)
        let version = configuration.sendsVersion ? "1.0" : nil
        self.hasToken = token != nil
        self.hasVersion = version != nil
        self.baseString = SharedParameters(client.key, method, token, version, realm: nil)
        self.header = SharedParameters(client.key, method, token, version, realm: configuration.realm)
        self.form = SharedParameters(client.key, method, token, version, realm: nil)
    }

    /// Collects the protocol parameters of one request, in the order in which they sort.
    func collect(
        _ values: borrowing ProtocolParameterValues,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        try collect(.bodyHash, of: values, text: &text, entries: &entries)
        try collect(.callback, of: values, text: &text, entries: &entries)

        let keyStart = ParameterCollection.begin(&text, entries)
        baseString.untilNonce.write(to: &text)
        values.append(.nonce, to: &text, .twice)
        let nonceEnd = text.count
        baseString.untilTimestamp.write(to: &text)
        values.append(.timestamp, to: &text, .twice)
        let keyEnd = keyStart &+ baseString.untilNonce.valueEnd
        let methodEnd = nonceEnd &+ baseString.untilTimestamp.valueEnd
        try ParameterCollection.add(.consumerKey, keyStart, keyEnd, to: &entries)
        try ParameterCollection.add(.nonce, keyEnd &+ 3, nonceEnd, to: &entries)
        try ParameterCollection.add(.signatureMethod, nonceEnd &+ 3, methodEnd, to: &entries)
        try ParameterCollection.add(.timestamp, methodEnd &+ 3, text.count, to: &entries)

        if hasToken { try collect(baseString.token, .token, text: &text, entries: &entries) }
        try collect(.verifier, of: values, text: &text, entries: &entries)
        if hasVersion { try collect(baseString.version, .version, text: &text, entries: &entries) }
        for parameter in values.additional {
            try checkIsNotSent(parameter, values)
            try ParameterCollection.collect(parameter, text: &text, entries: &entries)
        }
    }

    /// Rejects an additional parameter that the request has already, or that would be read as something else.
    private func checkIsNotSent(
        _ additional: OAuth1Parameter,
        _ values: borrowing ProtocolParameterValues
    ) throws(OAuth1Error) {
        guard !withBytes(of: additional.name, { $0.isEqual(0..<$0.count, ignoringCase: "realm") }) else {
            throw OAuth1Error(
                .invalidParameter,
                "an additional parameter named realm would be read as the header's realm, which is not signed: set "
                    + "the configuration's realm, or put it into the URL",
                parameter: "realm"
            )
        }
        for parameter in ProtocolParameter.allCases where additional.name == "\(parameter.name)" {
            let isSent =
                switch parameter {
                case .consumerKey, .signature, .signatureMethod: true
                case .token: hasToken
                case .version: hasVersion
                default: values.has(parameter)
                }
            if isSent { throw .duplicate(parameter, "is also an additional parameter: remove it, the signer adds it") }
        }
    }

    @inline(__always)
    private func collect(
        _ block: EncodedBlock,
        _ parameter: ProtocolParameter,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        let start = text.count &+ 3
        block.write(to: &text)
        try ParameterCollection.add(parameter, start, text.count, to: &entries)
    }

    @inline(__always)
    private func collect(
        _ parameter: ProtocolParameter,
        of values: borrowing ProtocolParameterValues,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        guard values.has(parameter) else { return }
        let start = ParameterCollection.begin(&text, entries)
        text.append(parameter.name)
        text.append("%3D")
        values.append(parameter, to: &text, .twice)
        try ParameterCollection.add(parameter, start, text.count, to: &entries)
    }
}

extension ParameterCollection {
    /// Remembers the place of a protocol parameter, whose name is its own encoding.
    @inline(__always)
    static func add(
        _ parameter: ProtocolParameter,
        _ start: Int,
        _ end: Int,
        to entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        try add(start, start &+ parameter.nameCount, end, to: &entries)
    }

    /// Collects a parameter that is not encoded yet.
    @inline(__always)
    static func collect(
        _ parameter: OAuth1Parameter,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        try collect(
            name: parameter.nameBytes.span,
            value: parameter.valueBytes.span,
            text: &text,
            entries: &entries
        )
    }
}
