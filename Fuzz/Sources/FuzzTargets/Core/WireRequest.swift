//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A request as it is sent, in the parts that an attacker on the network can change.
struct WireRequest: Equatable {
    var method: String
    var url: [UInt8]
    var header: [UInt8]
    var contentType: [UInt8]
    var body: [UInt8]

    /// A part of a request.
    static let parts: [any WritableKeyPath<WireRequest, [UInt8]> & Sendable] = [\.url, \.header, \.contentType, \.body]

    init?(_ request: HTTPRequest, body: [UInt8]?) {
        guard let scheme = request.scheme, let authority = request.authority else { return nil }
        method = request.method.rawValue
        url = Array("\(scheme)://\(authority)\(request.path ?? "")".utf8)
        header = Array((request.headerFields[.authorization] ?? "").utf8)
        contentType = Array((request.headerFields[.contentType] ?? "").utf8)
        self.body = body ?? []
    }

    /// Whether the body is a form (RFC 5849 section 3.4.1.3.1).
    var isForm: Bool {
        let type = String(decoding: contentType.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let bytes = type.utf8.drop(while: isBlank)
        let end = bytes.lastIndex { !isBlank($0) }.map { bytes.index(after: $0) } ?? bytes.startIndex
        let name = String(
            decoding: bytes[bytes.startIndex..<end].map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 },
            as: UTF8.self
        )
        return name.utf8.elementsEqual("application/x-www-form-urlencoded".utf8)
    }

    var urlText: String { String(decoding: url, as: UTF8.self) }
    var headerText: String? { header.isEmpty ? nil : String(decoding: header, as: UTF8.self) }

    /// The request as the library reads it, or `nil` if it rejects to.
    func read() -> OAuth1IncomingRequest? {
        try? OAuth1IncomingRequest.read(
            method: method,
            url: urlText,
            authorization: headerText,
            body: OAuth1Body(
                body,
                contentType: contentType.isEmpty ? nil : String(decoding: contentType, as: UTF8.self)
            )
        )
    }

    /// The request as RFC 5849 reads it.
    func reference() -> ReferenceRequest? {
        ReferenceRequest(method: method, url: urlText, header: headerText, form: isForm ? body : nil)
    }

    /// Whether a provider with the right key accepts the request.
    func isAccepted(_ key: OAuth1VerificationKey) -> Bool {
        guard let request = read() else { return false }
        do {
            try OAuth1Verifier().checkParameters(of: request)
            try OAuth1Verifier().verify(request, with: key)
            return true
        } catch {
            return false
        }
    }
}
