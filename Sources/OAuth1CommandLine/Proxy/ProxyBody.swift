//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import HTTPTypes
import HummingbirdCore
import NIOCore
import OAuth1
import OAuth1Client

/// The bodies of requests to forward: read if they are signed or short, so that they can be sent again, and otherwise passed
/// on as they arrive.
enum ProxyBody {
    /// The most bytes of a form, and of a body whose hash is signed.
    static let maximumSignedBytes = 8 * 1_024 * 1_024
    /// The most bytes of another body that is read first, so that it can be sent again after a rejected timestamp.
    static let maximumRepeatableBytes = 64 * 1_024
    /// The most bytes of bodies in memory, of all requests together.
    static let budgetBytes = 64 * 1_024 * 1_024

    /// How a body has to be treated, by the head of its request.
    enum Kind: Equatable {
        case none
        case signed(isForm: Bool)
        case repeatable(length: Int64)
        case streamed(length: Int64?)
    }

    /// Finds the kind of a body.
    ///
    /// - Parameters:
    ///   - arrived: The fields of the request as it arrived.
    ///   - fields: The fields to send.
    ///   - hasHash: Whether the service wants a body hash.
    /// - Returns: The kind.
    /// - Throws: ``ProxyRefusal`` if the body can't be signed.
    static func kind(
        _ arrived: HTTPFields,
        sending fields: HTTPFields,
        hasHash: Bool
    ) throws(ProxyRefusal) -> Kind {
        let length = arrived[.contentLength].flatMap { Int64($0) }
        let isChunked = arrived[.transferEncoding] != nil
        let isForm = OAuth1Body([], contentType: fields[.contentType]) != .other([])
        guard isChunked || length ?? 0 > 0 else { return .none }
        if isForm, let encoding = fields[.contentEncoding], encoding.lowercased() != "identity" {
            throw ProxyRefusal(
                .encodedForm,
                "a form with Content-Encoding \(encoding) can't be signed",
                advice: "Send the form without compression"
            )
        }
        if isForm || hasHash {
            guard length ?? 0 <= maximumSignedBytes else { throw tooLarge(isForm: isForm) }
            return .signed(isForm: isForm)
        }
        if let length, length <= maximumRepeatableBytes { return .repeatable(length: length) }
        return .streamed(length: length)
    }

    static func tooLarge(isForm: Bool) -> ProxyRefusal {
        ProxyRefusal(
            .bodyTooLarge,
            "\(isForm ? "a form is signed" : "the hash of the body is signed"), so it can have at most "
                + "\(maximumSignedBytes) bytes here",
            advice: isForm ? "Send large data as multipart/form-data" : nil
        )
    }

    /// Reads a whole body.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - limit: The most bytes.
    ///   - lease: The request's part of the budget.
    /// - Returns: The bytes, or `nil` if there are more.
    /// - Throws: ``ProxyRefusal``, or the error of the connection.
    static func read(_ body: RequestBody, upTo limit: Int, _ lease: BufferLease) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else { return nil }
            guard lease.add(buffer.readableBytes) else {
                throw ProxyRefusal(.busy, "too many forms are being read at once", advice: "Send the request again")
            }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }
}
#endif
