//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension PreparedParameters {
    /// Writes the value of the Authorization header (RFC 5849 section 3.5.1).
    @inline(__always)
    func authorizationHeader(_ values: borrowing ProtocolParameterValues, signature: Span<UInt8>) -> String {
        write(values, among: header, signature: signature)
    }

    /// Writes the parameters as they are in a query or a form (sections 3.5.2 and 3.5.3).
    func formEncoded(_ values: borrowing ProtocolParameterValues, signature: Span<UInt8>) -> String {
        write(values, among: form, signature: signature)
    }

    /// Writes the parameters of one request among those that all requests share.
    @inline(__always)
    private func write<Syntax: ParameterSyntax>(
        _ values: borrowing ProtocolParameterValues,
        among shared: SharedParameters<Syntax>,
        signature: Span<UInt8>
    ) -> String {
        let capacity = shared.count + values.encodedCapacity + 3 * signature.count + 24
        return String(utf8Capacity: capacity) { output in
            shared.untilNonce.write(to: &output)
            values.append(.nonce, to: &output, .once)
            shared.untilTimestamp.write(to: &output)
            values.append(.timestamp, to: &output, .once)
            shared.token.write(to: &output)
            shared.version.write(to: &output)
            append(.bodyHash, of: values, Syntax.self, to: &output)
            append(.callback, of: values, Syntax.self, to: &output)
            append(.verifier, of: values, Syntax.self, to: &output)
            for parameter in values.additional {
                output.append(Syntax.between)
                output.appendEncoded(parameter.nameBytes.span, .once)
                output.append(Syntax.equals)
                output.appendEncoded(parameter.valueBytes.span, .once)
            }
            output.append(Syntax.between)
            output.append(ProtocolParameter.signature.name)
            output.append(Syntax.equals)
            output.appendEncoded(signature, .once)
            output.append(Syntax.end)
        }
    }

    @inline(__always)
    private func append<Syntax: ParameterSyntax>(
        _ parameter: ProtocolParameter,
        of values: borrowing ProtocolParameterValues,
        _ syntax: Syntax.Type,
        to output: inout ByteWriter
    ) {
        guard values.has(parameter) else { return }
        output.append(Syntax.between)
        output.append(parameter.name)
        output.append(Syntax.equals)
        values.append(parameter, to: &output, .once)
    }
}
