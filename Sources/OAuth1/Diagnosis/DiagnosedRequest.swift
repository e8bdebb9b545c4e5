//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// A request that was read, in the parts that mistakes change.
struct DiagnosedRequest: Sendable {
    let incoming: OAuth1IncomingRequest
    let request: HTTPRequest
    let body: [UInt8]
    /// The steps without a mistake.
    let steps: BaseStringSteps
    /// The host and port as they were sent.
    let authority: [UInt8]
    /// The query as it was sent.
    let query: [UInt8]

    /// The parts of a request.
    ///
    /// - Throws: ``OAuth1Error`` if the request has more than the limits allow.
    init(_ incoming: OAuth1IncomingRequest, _ request: HTTPRequest, body: [UInt8]) throws(OAuth1Error) {
        self.incoming = incoming
        self.request = request
        self.body = body
        let placement = incoming.placement
        let headerPairs = incoming.found.headerPairs
        let parts = try incoming.withView { view, header throws(OAuth1Error) in
            var parameters: [StepParameter] = []
            func collect(_ range: Range<Int>, _ text: Span<UInt8>, _ source: StepParameter.Source) {
                var cursor = EncodedPairCursor(range)
                while let pair = cursor.next(in: text) {
                    if placement != .header, ProtocolParameter(text, pair.name, .isSpace) == .signature { continue }
                    parameters.append(
                        StepParameter(
                            name: text.extracting(pair.name).copied(),
                            value: text.extracting(pair.value).copied(),
                            source: source,
                            hasEqualsSign: pair.name.upperBound < pair.value.lowerBound
                        )
                    )
                }
            }
            collect(view.target.query, view.targetText, .query)
            collect(0..<view.form.count, view.form, .form)
            for pair in headerPairs {
                parameters.append(
                    StepParameter(
                        name: header.extracting(pair.name).copied(),
                        value: header.extracting(pair.value).copied(),
                        source: .header
                    )
                )
            }
            let path = view.targetText.extracting(view.target.path).copied()
            let authority = view.authority
            let steps = BaseStringSteps(
                method: StepEncoder().encoded(view.method.copied().map(\.asciiUppercased)),
                scheme: view.scheme,
                host: view.authorityText.extracting(authority.host).copied().map(\.asciiLowercased),
                port: authority.port.map { view.authorityText.extracting($0).copied() },
                path: path.isEmpty ? [UInt8(ascii: "/")] : path,
                parameters: parameters
            )
            return (
                steps, view.authorityText.extracting(authority.host).copied(),
                view.targetText.extracting(view.target.query).copied()
            )
        }
        (steps, authority, query) = parts
    }

    /// The decoded value of a protocol parameter.
    func value(_ parameter: ProtocolParameter) -> [UInt8]? {
        incoming.value(parameter).map { Array($0.utf8) }
    }

    /// The position of a protocol parameter among those that are signed.
    func index(of parameter: ProtocolParameter) -> Int? {
        let name = Array("\(parameter.name)".utf8)
        return steps.parameters.firstIndex { $0.decodedName == name }
    }

    /// Whether a parameter has a value that is not shown, and characters by which a wrong base string could split it.
    var hasUnreadableSecretValue: Bool {
        steps.parameters.contains { parameter in
            ParameterText.isSecret(parameter.decodedName)
                && !parameter.decodedValue.allSatisfy(PercentEncoding.isUnreserved)
        }
    }

    /// The value of a header field.
    func field(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { request.headerFields[$0] }
    }
}
