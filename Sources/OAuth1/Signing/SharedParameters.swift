//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The text around names and values: a type and not a value, so that it is known when the code is compiled.
protocol ParameterSyntax: Sendable {
    static var begin: StaticString { get }
    static var between: StaticString { get }
    static var equals: StaticString { get }
    static var end: StaticString { get }
    static var depth: EncodingDepth { get }
}

/// In the signature base string (RFC 5849 section 3.4.1.1).
enum BaseStringSyntax: ParameterSyntax {
    static var begin: StaticString { "" }
    static var between: StaticString { "%26" }
    static var equals: StaticString { "%3D" }
    static var end: StaticString { "" }
    static var depth: EncodingDepth { .twice }
}

/// In the Authorization header (section 3.5.1).
enum HeaderSyntax: ParameterSyntax {
    static var begin: StaticString { "OAuth " }
    static var between: StaticString { "\", " }
    static var equals: StaticString { "=\"" }
    static var end: StaticString { "\"" }
    static var depth: EncodingDepth { .once }
}

/// In a query or a form body (sections 3.5.2 and 3.5.3).
enum FormSyntax: ParameterSyntax {
    static var begin: StaticString { "" }
    static var between: StaticString { "&" }
    static var equals: StaticString { "=" }
    static var end: StaticString { "" }
    static var depth: EncodingDepth { .once }
}

/// Text that all requests of a signer have.
struct EncodedBlock: Sendable {
    let text: [UInt8]
    /// Where the value of its parameter ends.
    let valueEnd: Int

    @inline(__always)
    func write(to output: inout ByteWriter) { output.append(text.span) }
}

/// The text before, between and after the values of one request, in one place of the request.
///
/// The parameters are everywhere in the order in which they sort, so that texts can be compared, and
/// a verifier finds them sorted.
struct SharedParameters<Syntax: ParameterSyntax>: Sendable {
    /// The realm if there is one, the consumer key and the name of the nonce.
    let untilNonce: EncodedBlock
    /// The signature method and the name of the timestamp.
    let untilTimestamp: EncodedBlock
    /// The token, or nothing.
    let token: EncodedBlock
    /// The version, or nothing.
    let version: EncodedBlock

    init(
        _ consumerKey: String,
        _ method: OAuth1SignatureMethod.Name,
        _ token: String?,
        _ version: String?,
        realm: String?
    ) {
        let prefix = [UInt8](capacity: 40 + 2 * (realm?.utf8.count ?? 0)) { output in
            output.append(Syntax.begin)
            guard let realm else { return }
            output.append("realm")
            output.append(Syntax.equals)
            output.appendQuoted(realm)
            output.append(Syntax.between)
        }
        self.untilNonce = Self.block(.consumerKey, consumerKey, behind: prefix, inFrontOf: .nonce)
        self.untilTimestamp = Self.block(.signatureMethod, method.rawValue, inFrontOf: .timestamp)
        self.token = token.map { Self.block(.token, $0) } ?? EncodedBlock(text: [], valueEnd: 0)
        self.version = version.map { Self.block(.version, $0) } ?? EncodedBlock(text: [], valueEnd: 0)
    }

    /// How many bytes there are.
    var count: Int { untilNonce.text.count + untilTimestamp.text.count + token.text.count + version.text.count }

    private static func block(
        _ parameter: ProtocolParameter,
        _ value: String,
        behind prefix: [UInt8]? = nil,
        inFrontOf next: ProtocolParameter? = nil
    ) -> EncodedBlock {
        var valueEnd = 0
        let nameCount = parameter.nameCount + (next?.nameCount ?? 0) + 12
        let text = [UInt8](capacity: (prefix?.count ?? 0) + nameCount + 5 * value.utf8.count) { output in
            if let prefix { output.append(prefix.span) } else { output.append(Syntax.between) }
            output.append(parameter.name)
            output.append(Syntax.equals)
            output.appendEncoded(value, Syntax.depth)
            valueEnd = output.count
            guard let next else { return }
            output.append(Syntax.between)
            output.append(next.name)
            output.append(Syntax.equals)
        }
        return EncodedBlock(text: text, valueEnd: valueEnd)
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
