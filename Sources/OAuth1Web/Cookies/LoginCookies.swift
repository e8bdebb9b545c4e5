//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import HTTPTypes
import OAuth1

/// The names and attributes of the cookies of logins: one for each in progress, so that tabs don't disturb each
/// other.
struct LoginCookies: Sendable {
    /// 64 bits in hex digits, to distinguish the logins of one browser.
    private static let fingerprintLength = 16

    /// The prefix of all names.
    private let prefix: String
    private let attributes: CookieAttributes

    /// Decides on the strictest attributes that the application's URL allows.
    init(isSecure: Bool) {
        attributes = CookieAttributes(isSecure: isSecure)
        prefix = attributes.namePrefix + "oauth1."
    }

    /// The name prefix of a service's cookies.
    func prefix(of service: String) -> String { "\(prefix)\(service)." }

    /// The name of the cookie of a login, which the callback's token finds again and nobody can read the token from.
    func name(service: String, token: String) -> String {
        prefix(of: service) + Self.fingerprint(token)
    }

    /// Returns whether a name has the form of ``name(service:token:)``, for some token.
    func isName(_ name: String, ofCookieOf service: String) -> Bool {
        let digits = name.utf8.dropFirst(prefix(of: service).utf8.count)
        return digits.count == Self.fingerprintLength
            && digits.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// Represents a request token in places that must not see the token itself.
    private static func fingerprint(_ token: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in SHA256.hash(data: Array(token.utf8)).prefix(fingerprintLength / 2) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The cookies of logins at any service that came with a request.
    func sent(with request: HTTPRequest) -> RequestCookies { RequestCookies(request, keeping: prefix) }

    /// The field that sets a cookie.
    func set(_ name: String, _ value: String, maximumAge: Int64) -> HTTPField {
        attributes.set(name, value, maximumAge: maximumAge)
    }

    /// The field that removes a cookie.
    func remove(_ name: String) -> HTTPField { attributes.remove(name) }
}
