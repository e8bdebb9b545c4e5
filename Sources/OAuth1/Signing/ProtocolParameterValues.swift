//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The protocol parameters that differ from request to request.
///
/// Not copyable, as a copy counts references to each text.
struct ProtocolParameterValues: ~Copyable {
    let nonce: OAuth1Nonce
    let timestamp: Int64
    let callback: String?
    let verifier: String?
    let bodyHash: String?
    let additional: OAuth1Parameters

    /// The values of one request, asking clock and nonce source for what the options leave open, the clock
    /// unless the time is given.
    @inline(__always)
    init(
        _ options: borrowing OAuth1SigningOptions,
        _ configuration: borrowing OAuth1SigningConfiguration,
        bodyHash: consuming String?,
        at time: Int64?
    ) {
        // Without `??`, whose right side would copy the configuration.
        if let nonce = options.nonce { self.nonce = nonce } else { nonce = configuration.nonceSource.makeNonce() }
        if let timestamp = options.timestamp {
            self.timestamp = timestamp
        } else if let time {
            self.timestamp = time
        } else {
            timestamp = configuration.clock.now()
        }
        self.callback = options.callback
        self.verifier = options.verifier
        self.bodyHash = bodyHash
        self.additional = options.additionalParameters
    }

    /// The most bytes that the values take when they are encoded, with the names of those that not all requests have.
    @inline(__always)
    var encodedCapacity: Int {
        // 20 digits of the timestamp, and at most 6 bytes around each of the others: `%26name%3Dvalue`.
        var capacity = nonce.encodedCapacity + 20
        if let callback { capacity += ProtocolParameter.callback.nameCount + 5 * callback.utf8.count + 6 }
        if let verifier { capacity += ProtocolParameter.verifier.nameCount + 5 * verifier.utf8.count + 6 }
        if let bodyHash { capacity += ProtocolParameter.bodyHash.nameCount + 5 * bodyHash.utf8.count + 6 }
        for parameter in additional {
            capacity += 5 * (parameter.nameBytes.count + parameter.valueBytes.count) + 6
        }
        return capacity
    }

    /// Appends the value of a protocol parameter; nothing if this request has none.
    @inline(__always)
    func append(
        _ parameter: ProtocolParameter,
        to output: inout ByteWriter,
        _ depth: EncodingDepth
    ) {
        switch parameter {
        case .nonce: nonce.append(to: &output, depth)
        case .timestamp: output.appendDecimal(timestamp)
        case .callback: if let callback { output.appendEncoded(callback, depth) }
        case .verifier: if let verifier { output.appendEncoded(verifier, depth) }
        case .bodyHash: if let bodyHash { output.appendEncoded(bodyHash, depth) }
        default: break
        }
    }

    @inline(__always)
    func has(_ parameter: ProtocolParameter) -> Bool {
        switch parameter {
        case .nonce, .timestamp: true
        case .callback: callback != nil
        case .verifier: verifier != nil
        case .bodyHash: bodyHash != nil
        default: false
        }
    }
}
