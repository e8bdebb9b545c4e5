//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// A type that hides its content in descriptions, dumps and mirrors.
protocol Redacted: CustomStringConvertible, CustomReflectable {}

extension Redacted {
    /// Says that a secret is here, and nothing of it.
    var description: String { "<redacted>" }
    /// A mirror without children.
    var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

// The pads that an HMAC key became are as good as the secret, and the key of PLAINTEXT is the secret. These keys can't
// be copied, and so not be described: what they are in is redacted.
extension OAuth1Signer.Parts: Redacted {}
extension OAuth1VerificationKey.PreparedKey: Redacted {}

extension OAuth1SignedRequest: CustomStringConvertible, CustomReflectable {
    /// Shows method and URL without the query; a PLAINTEXT signature consists of the secrets, wherever it is.
    public var description: String { "OAuth1SignedRequest(\(request.method) \(urlWithoutQuery))" }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror {
        Mirror(self, children: ["method": request.method.rawValue, "url": urlWithoutQuery])
    }

    private var urlWithoutQuery: String {
        "\(request.scheme ?? "")://\(request.authority ?? "")\(request.targetReference.base)"
    }
}

extension OAuth1IncomingRequest: CustomStringConvertible, CustomReflectable {
    /// Shows the consumer key and the placement; header, query and form may have secrets.
    public var description: String {
        "OAuth1IncomingRequest(key: \(consumerKey?.debugDescription ?? "none"), placement: \(placement))"
    }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror {
        Mirror(self, children: ["key": consumerKey as Any, "placement": placement])
    }
}

extension OAuth1SigningOptions: CustomStringConvertible, CustomReflectable {
    /// Hides the verifier and the values of parameters, which may be passwords or session handles.
    public var description: String {
        "OAuth1SigningOptions(isTokenRequest: \(isTokenRequest), verifier: \(verifier == nil ? "none" : "<redacted>"))"
    }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror {
        Mirror(self, children: ["isTokenRequest": isTokenRequest, "verifier": verifier == nil ? "none" : "<redacted>"])
    }
}
