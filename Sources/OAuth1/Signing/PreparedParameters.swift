//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The protocol parameters that all requests of a signer share, encoded when the signer is made.
///
/// A class, so that a signer that is copied or captured costs one reference count and not one for each text.
final class PreparedParameters: Sendable {
    /// One parameter as the base string has it: `name%3Dvalue`, encoded twice.
    struct Parameter: Sendable {
        let text: [UInt8]
        let nameEnd: Int

        init(_ parameter: ProtocolParameter, _ value: String) {
            let name = parameter.name
            self.text = [UInt8](capacity: name.utf8CodeUnitCount + 3 + 5 * value.utf8.count) { output in
                output.append(name)
                output.append("%3D")
                output.appendEncoded(value, .twice)
            }
            self.nameEnd = name.utf8CodeUnitCount
        }
    }

    let consumerKey: Parameter
    let signatureMethod: Parameter
    let token: Parameter?
    let version: Parameter?
    /// How every Authorization header begins: scheme, realm and the shared parameters.
    let header: [UInt8]
    /// How the parameters in a query or a form begin.
    let form: [UInt8]

    /// The bytes of all parameters together.
    let textCount: Int

    init(
        client: OAuth1ClientCredentials,
        token: String?,
        method: OAuth1SignatureMethod.Name,
        configuration: OAuth1SigningConfiguration
    ) {
        let token = token ?? (configuration.sendsEmptyToken ? "" : nil)
        var values: [(ProtocolParameter, String)] = [(.consumerKey, client.key), (.signatureMethod, method.rawValue)]
        if let token { values.append((.token, token)) }
        if configuration.sendsVersion { values.append((.version, "1.0")) }

        self.consumerKey = Parameter(.consumerKey, client.key)
        self.signatureMethod = Parameter(.signatureMethod, method.rawValue)
        self.token = token.map { Parameter(.token, $0) }
        self.version = configuration.sendsVersion ? Parameter(.version, "1.0") : nil
        self.textCount =
            consumerKey.text.count + signatureMethod.text.count + (self.token?.text.count ?? 0)
            + (version?.text.count ?? 0) + 4 * 3

        let realm = configuration.realm
        let encodedCount = values.reduce(0) { $0 + $1.0.name.utf8CodeUnitCount + 3 * $1.1.utf8.count + 5 }
        self.header = [UInt8](capacity: encodedCount + 2 * (realm?.utf8.count ?? 0) + 20) { output in
            output.append("OAuth ")
            if let realm {
                output.append("realm=\"")
                output.appendQuoted(realm)
                output.append("\", ")
            }
            for (index, (parameter, value)) in values.enumerated() {
                if index > 0 { output.append(", ") }
                output.append(parameter.name)
                output.append("=\"")
                output.appendEncoded(value, .once)
                output.append("\"")
            }
        }
        self.form = [UInt8](capacity: encodedCount) { output in
            for (index, (parameter, value)) in values.enumerated() {
                if index > 0 { output.append("&") }
                output.append(parameter.name)
                output.append("=")
                output.appendEncoded(value, .once)
            }
        }
    }

    /// Collects the protocol parameters of one request, in the order in which they sort.
    func collect(
        _ values: borrowing ProtocolParameterValues,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        try collect(.bodyHash, of: values, text: &text, entries: &entries)
        try collect(.callback, of: values, text: &text, entries: &entries)
        try collect(consumerKey, text: &text, entries: &entries)
        try collect(.nonce, of: values, text: &text, entries: &entries)
        try collect(signatureMethod, text: &text, entries: &entries)
        try collect(.timestamp, of: values, text: &text, entries: &entries)
        if let token { try collect(token, text: &text, entries: &entries) }
        try collect(.verifier, of: values, text: &text, entries: &entries)
        if let version { try collect(version, text: &text, entries: &entries) }
        for parameter in values.additional {
            try checkIsNotSent(parameter, values)
            try ParameterCollection.collect(parameter, text: &text, entries: &entries)
        }
    }

    /// Refuses an additional parameter that the request has already, or that would be read as something else.
    private func checkIsNotSent(
        _ additional: OAuth1Parameter,
        _ values: borrowing ProtocolParameterValues
    ) throws(OAuth1Error) {
        guard !withBytes(of: additional.name, { $0.isEqual(0..<$0.count, ignoringCase: "realm") }) else {
            throw OAuth1Error(
                .invalidParameter,
                "an additional parameter named realm would be read as that of the header, which is not signed: set "
                    + "the configuration's realm, or put it into the URL",
                parameter: "realm"
            )
        }
        for parameter in ProtocolParameter.allCases where additional.name == "\(parameter.name)" {
            let isSent =
                switch parameter {
                case .consumerKey, .signature, .signatureMethod: true
                case .token: token != nil
                case .version: version != nil
                default: values.has(parameter)
                }
            if isSent { throw .duplicate(parameter, "is an additional parameter: leave it to the signer") }
        }
    }

    @inline(__always)
    private func collect(
        _ parameter: Parameter,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        let start = ParameterCollection.begin(&text, entries)
        text.append(parameter.text.span)
        try ParameterCollection.add(start, start + parameter.nameEnd, text.count, to: &entries)
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
        let nameEnd = text.count
        text.append("%3D")
        values.append(parameter, to: &text, .twice)
        try ParameterCollection.add(start, nameEnd, text.count, to: &entries)
    }

    /// Writes the value of the Authorization header.
    @inline(__always)
    func authorizationHeader(_ values: borrowing ProtocolParameterValues, signature: Span<UInt8>) -> String {
        let header = header
        let capacity = header.count + values.encodedCapacity + 3 * signature.count + 24
        return String(utf8Capacity: capacity) { output in
            output.append(header.span)
            append(values, signature: signature, HeaderSyntax.self, to: &output)
        }
    }

    /// Writes the parameters as they stand in a query or a form.
    func formEncoded(_ values: borrowing ProtocolParameterValues, signature: Span<UInt8>) -> String {
        let form = form
        let capacity = form.count + values.encodedCapacity + 3 * signature.count + 24
        return String(utf8Capacity: capacity) { output in
            output.append(form.span)
            append(values, signature: signature, FormSyntax.self, to: &output)
        }
    }

    /// Writes the parameters of one request behind those that all requests share.
    private func append<Syntax: ParameterSyntax>(
        _ values: borrowing ProtocolParameterValues,
        signature: Span<UInt8>,
        _ syntax: Syntax.Type,
        to output: inout ByteWriter
    ) {
        append(.bodyHash, of: values, syntax, to: &output)
        append(.callback, of: values, syntax, to: &output)
        append(.nonce, of: values, syntax, to: &output)
        append(.timestamp, of: values, syntax, to: &output)
        append(.verifier, of: values, syntax, to: &output)
        for parameter in values.additional {
            output.append(Syntax.before)
            output.appendEncoded(parameter.nameBytes.span, .once)
            output.append(Syntax.between)
            output.appendEncoded(parameter.valueBytes.span, .once)
            output.append(Syntax.after)
        }
        output.append(Syntax.before)
        output.append(ProtocolParameter.signature.name)
        output.append(Syntax.between)
        output.appendEncoded(signature, .once)
        output.append(Syntax.after)
    }

    @inline(__always)
    private func append<Syntax: ParameterSyntax>(
        _ parameter: ProtocolParameter,
        of values: borrowing ProtocolParameterValues,
        _ syntax: Syntax.Type,
        to output: inout ByteWriter
    ) {
        guard values.has(parameter) else { return }
        output.append(Syntax.before)
        output.append(parameter.name)
        output.append(Syntax.between)
        values.append(parameter, to: &output, .once)
        output.append(Syntax.after)
    }
}

/// What stands around names and values: a type and not a value, so that it is known when the code is compiled.
private protocol ParameterSyntax {
    static var before: StaticString { get }
    static var between: StaticString { get }
    static var after: StaticString { get }
}

private enum HeaderSyntax: ParameterSyntax {
    static var before: StaticString { ", " }
    static var between: StaticString { "=\"" }
    static var after: StaticString { "\"" }
}

private enum FormSyntax: ParameterSyntax {
    static var before: StaticString { "&" }
    static var between: StaticString { "=" }
    static var after: StaticString { "" }
}

extension ParameterCollection {
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

extension ByteWriter {
    /// Appends the inside of a quoted string (RFC 9110 section 5.6.4); control characters become spaces.
    @_lifetime(self: copy self)
    mutating func appendQuoted(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case 0..<0x20, 0x7F:
                append(UInt8(ascii: " "))
            default:
                append(byte)
            }
        }
    }
}
