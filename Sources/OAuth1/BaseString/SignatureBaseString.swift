//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Writes the parts of the signature base string (RFC 5849 section 3.4.1).
enum SignatureBaseString {
    /// The most bytes that the base string of a request can have in front of its parameters.
    @inline(__always)
    static func headCapacity(of request: RequestView) -> Int {
        let authority = request.authority.host.count + (request.authority.port?.count ?? 0) + 1
        // The longest prefix is `https%3A%2F%2F`; an empty path becomes `%2F`; two ampersands.
        return 3 * (request.method.count + authority + request.target.path.count) + 14 + 3 + 2
    }

    /// Appends `METHOD&base-string-URI&`.
    @inline(__always)
    static func appendHead(of request: RequestView, to output: inout ByteWriter) {
        let method = request.method
        output.batch(atMost: EncodingDepth.once.mostBytes &* method.count) { batch in
            for index in method.indices {
                batch.appendEncoded(method[index].asciiUppercased, .once)
            }
        }
        output.append(UInt8(ascii: "&"))
        output.append(request.scheme.encodedPrefix)
        let host = request.authorityText.extracting(request.authority.host)
        output.batch(atMost: EncodingDepth.once.mostBytes &* host.count) { batch in
            let lowercased = PercentEncoding.lowercasedUnreserved.span
            for index in host.indices {
                let byte = lowercased[Int(host[index])]
                if byte == UInt8(ascii: "%") {
                    batch.appendEscape(of: host[index], .once)
                } else {
                    batch.append(byte)
                }
            }
        }
        if let port = request.authority.port {
            output.append("%3A")
            output.append(request.authorityText.extracting(port))
        }
        if request.target.path.isEmpty {
            output.append("%2F")
        } else {
            // The path goes in exactly as it is on the wire: its own escapes are encoded, not decoded.
            output.appendEncoded(request.targetText.extracting(request.target.path), .once)
        }
        output.append(UInt8(ascii: "&"))
    }

    /// Sorts the parameters, which the text has from `start` on, in whatever order they were collected.
    static func sort(_ entries: inout OutputSpan<ParameterEntry>, in text: inout ByteWriter, from start: Int) {
        guard !ParameterCollection.isSorted(entries.span, text: text.span, from: start) else { return }
        ParameterCollection.sort(&entries, text: text.span)
        withScratch(capacity: text.count &- start) { sorted in
            append(entries.span, of: text.span, to: &sorted)
            text.replace(from: start, with: sorted.span)
        }
    }

    /// Appends parameters in the order of their entries.
    private static func append(_ parameters: Span<ParameterEntry>, of text: Span<UInt8>, to output: inout ByteWriter) {
        var index = 0
        while index < parameters.count {
            if index > 0 { output.append("%26") }
            // Parameters collected in this order are copied in one step, including ampersands.
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
