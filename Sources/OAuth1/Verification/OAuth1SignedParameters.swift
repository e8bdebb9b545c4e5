//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The parameters of a request as its signature covers them (RFC 5849 section 3.4.1.3), without those of the protocol.
///
/// Use these in a handler rather than what a web framework makes of query and form: the signature distinguishes neither
/// `%64ry_run` from `dry_run` nor `+` from `%20`, and frameworks may.
public struct OAuth1SignedParameters: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// Those of the query, decoded once, in their order.
    public let query: OAuth1Parameters
    /// Those of the form body, decoded once, in their order; empty if the body is not a form.
    ///
    /// Bodies of every other kind, `multipart/form-data` included, are not signed and never here.
    public let form: OAuth1Parameters
    /// Those of the Authorization header that are neither the realm nor of the protocol itself.
    ///
    /// A provider's protector rejects all that don't start with `oauth_` or `xoauth_`. Without one, reject requests that
    /// have ``OAuth1IncomingRequest/hasForeignHeaderParameter``.
    public let header: OAuth1Parameters

    /// Creates parameters, for tests of what needs some.
    ///
    /// - Parameters:
    ///   - query: Those of the query.
    ///   - form: Those of the form body.
    ///   - header: Those of the Authorization header.
    public init(query: OAuth1Parameters = [], form: OAuth1Parameters = [], header: OAuth1Parameters = []) {
        self.query = query
        self.form = form
        self.header = header
    }

    /// Those of query, form and header, in this order.
    public var all: OAuth1Parameters { OAuth1Parameters(Array(query) + Array(form) + Array(header)) }

    /// The one value of a name, or `nil` if there is none, or more than one.
    ///
    /// A signature does not say whether a parameter was sent in the query or in the form, nor which of two comes first:
    /// a name that must be unique has no value when somebody sent it twice.
    ///
    /// - Parameter name: The decoded name.
    public subscript(_ name: String) -> String? {
        let values = values(for: name)
        return values.count == 1 ? values[0] : nil
    }

    /// All values of a name: those of the query, then those of the form, then those of the header.
    ///
    /// - Parameter name: The decoded name.
    /// - Returns: The values.
    public func values(for name: String) -> [String] {
        query.values(for: name) + form.values(for: name) + header.values(for: name)
    }

    /// How many there are; no names and no values.
    public var description: String {
        "OAuth1SignedParameters(query: \(query.count), form: \(form.count), header: \(header.count))"
    }

    /// A mirror without children, as a form can have a password in it.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension OAuth1IncomingRequest {
    /// The parameters that the signature covers, without those of the protocol.
    ///
    /// Decoded when they are asked for; meaningful only after the signature was verified.
    public var signedParameters: OAuth1SignedParameters {
        let parameters = try? withView { view, header throws(OAuth1Error) in
            let query = OAuth1IncomingRequest.parameters(view.target.query, of: view.targetText)
            var form = OAuth1IncomingRequest.parameters(0..<view.form.count, of: view.form)
            if configuration.ignoresBodyDuplicatesOfQuery { form = form.removingRepetitions(of: query) }
            let pairs = found.headerPairs
            return OAuth1SignedParameters(
                query: query,
                form: form,
                header: OAuth1Parameters(
                    pairs.compactMap { OAuth1IncomingRequest.parameter($0, of: header, .isLiteral) }
                )
            )
        }
        return parameters ?? OAuth1SignedParameters()
    }

    /// Whether the Authorization header has parameters that an application would look for elsewhere.
    ///
    /// A field of a form that is moved there leaves the signature as it is. Only the realm and names that start with
    /// `oauth_` or `xoauth_` belong in the header. A provider's protector answers such requests with status 400.
    public var hasForeignHeaderParameter: Bool { found.hasForeignHeaderParameter }

    /// Whether the request has `oauth_body_hash`.
    package var hasBodyHash: Bool { range(.bodyHash) != nil }

    /// Whether the request has a body of which neither the parameters nor the hash are signed.
    package var hasUnsignedBody: Bool {
        guard case .other(let bytes) = body else { return false }
        return !bytes.isEmpty && !hasBodyHash
    }

    private static func parameters(_ range: Range<Int>, of source: Span<UInt8>) -> OAuth1Parameters {
        var parameters = OAuth1Parameters()
        var cursor = EncodedPairCursor(range)
        while let pair = cursor.next(in: source) {
            if let parameter = parameter(pair, of: source, .isSpace) { parameters.append(parameter) }
        }
        return parameters
    }

    /// A pair decoded, or `nil` if it is one of the protocol.
    private static func parameter(
        _ pair: EncodedPair,
        of source: Span<UInt8>,
        _ plusSign: PlusSign
    ) -> OAuth1Parameter? {
        guard ProtocolParameter(source, pair.name, plusSign) == nil else { return nil }
        return OAuth1Parameter(
            nameBytes: source.decoded(pair.name, plusSign),
            valueBytes: source.decoded(pair.value, plusSign)
        )
    }
}

extension OAuth1Parameters {
    /// These without those that others have, each as often as it is there.
    ///
    /// - Parameter others: The others.
    /// - Returns: The parameters that are left, in their order.
    package func removingRepetitions(of others: OAuth1Parameters) -> OAuth1Parameters {
        var left: [OAuth1Parameter: Int] = [:]
        for parameter in others { left[parameter, default: 0] += 1 }
        return OAuth1Parameters(
            filter { parameter in
                guard let count = left[parameter], count > 0 else { return true }
                left[parameter] = count - 1
                return false
            }
        )
    }
}
