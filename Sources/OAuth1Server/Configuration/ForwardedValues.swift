//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The scheme and the host that the nearest proxy wrote into a request: the last value of each field.
///
/// Values before the last one never count, even if the nearest proxy names another listed one as the machine that sent the
/// request: whether each proxy adds to each field can't be seen from here, and where one does not, a client selects the value
/// at that place.
///
/// A field that can't be read, or of which the client may have written a part that hides the proxy's own, is an error.
struct ForwardedValues {
    /// `http` or `https`, or `nil` if the proxy says nothing of it.
    private(set) var scheme: String?
    /// The host, which is not checked, or `nil` if the proxy says nothing of it.
    private(set) var host: String?

    /// Longer fields are rejected.
    private static let maximumBytes = 4_096

    init(of request: HTTPRequest, in field: OAuth1TrustedProxies.Field) throws(OAuth1ServerError) {
        switch field {
        case .forwarded:
            guard let value = try Self.values(of: "Forwarded", in: request).last,
                let element = try ForwardedElement.all(in: value).last
            else { return }
            scheme = try element.scheme.map(Self.checkedScheme)
            host = element.host
        case .xForwarded:
            scheme = try Self.lastValue(of: "X-Forwarded-Proto", in: request).map(Self.checkedScheme)
            host = try Self.lastValue(of: "X-Forwarded-Host", in: request)
        }
    }

    /// The values of a field, one for each line of the request's head.
    private static func values(of name: String, in request: HTTPRequest) throws(OAuth1ServerError) -> [String] {
        guard let field = HTTPField.Name(name) else { return [] }
        let values = request.headerFields[values: field]
        guard values.reduce(0, { $0 + $1.utf8.count }) <= maximumBytes else {
            throw unreadable(name, "it has more than \(maximumBytes) bytes")
        }
        return values
    }

    /// The last value of a list, or `nil` if the request does not have the field.
    private static func lastValue(of name: String, in request: HTTPRequest) throws(OAuth1ServerError) -> String? {
        guard let line = try values(of: name, in: request).last else { return nil }
        guard let value = line.parts(at: UInt8(ascii: ",")).last?.trimmingSpaces, !value.isEmpty else {
            throw unreadable(name, "its last value is empty")
        }
        return value
    }

    private static func checkedScheme(_ text: String) throws(OAuth1ServerError) -> String {
        let scheme = text.lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw OAuth1ServerError(
                .invalidRequest,
                "the proxy names a scheme that is neither http nor https: the operator must configure the proxy"
            )
        }
        return scheme
    }

    static func unreadable(_ field: String, _ reason: String) -> OAuth1ServerError {
        OAuth1ServerError(
            .invalidRequest,
            "the field \(field) of the proxy can't be read, as \(reason): the operator must have the proxy replace what "
                + "clients send"
        )
    }
}
