//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Writes the signature base string (RFC 5849 section 3.4.1), the one way for signer and verifier.
enum SignatureBaseString {
    /// The most bytes that the base string of a request can have.
    @inline(__always)
    static func capacity(method: Int, authority: Int, path: Int, text: Int, parameters: Int) -> Int {
        // The longest prefix is `https%3A%2F%2F`; an empty path becomes `%2F`; two ampersands; `%26` between pairs.
        3 * (method + authority + path + parameters) + text + 14 + 3 + 2
    }

    /// Appends `METHOD&base-string-URI&parameters`.
    static func append(
        method: Span<UInt8>,
        scheme: RequestScheme,
        authority: RequestAuthority,
        of authorityText: Span<UInt8>,
        path: Range<Int>,
        of target: Span<UInt8>,
        parameters: Span<ParameterEntry>,
        of text: Span<UInt8>,
        to output: inout ByteWriter
    ) {
        output.batch(atMost: EncodingDepth.once.mostBytes &* method.count) { batch in
            for index in method.indices {
                batch.appendEncoded(method[index].asciiUppercased, .once)
            }
        }
        output.append(UInt8(ascii: "&"))
        output.append(scheme.encodedPrefix)
        let host = authorityText.extracting(authority.host)
        output.batch(atMost: EncodingDepth.once.mostBytes &* host.count) { batch in
            for index in host.indices {
                batch.appendEncoded(host[index].asciiLowercased, .once)
            }
        }
        if let port = authority.port {
            output.append("%3A")
            for index in port {
                output.append(authorityText[index])
            }
        }
        if path.isEmpty {
            output.append("%2F")
        } else {
            // The path goes in exactly as it is on the wire: its own escapes are encoded, not decoded.
            output.appendEncoded(target.extracting(path), .once)
        }
        output.append(UInt8(ascii: "&"))
        var index = 0
        while index < parameters.count {
            if index > 0 { output.append("%26") }
            // What was collected in the order in which it sorts is copied at once, ampersands included.
            let first = parameters[index]
            var last = first
            index &+= 1
            while index < parameters.count, last.isFollowed(by: parameters[index]) {
                last = parameters[index]
                index &+= 1
            }
            output.append(text.extracting(first.all.lowerBound..<last.all.upperBound))
        }
    }
}
