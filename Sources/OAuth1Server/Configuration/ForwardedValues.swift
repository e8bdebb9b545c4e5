//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The scheme and the host that listed proxies wrote into a request.
///
/// The last value of each field is that of the nearest proxy. The value before it counts if the nearest proxy names another
/// listed proxy as the machine that sent the request: that proxy wrote it. This continues up to the first machine that is
/// not listed, whose own values never count.
///
/// A field that can't be read, or of which the client may have written a part that hides the proxy's own, is an error.
struct ForwardedValues {
    /// `http` or `https`, or `nil` if the proxies say nothing of it.
    private(set) var scheme: String?
    /// The host, which is not checked, or `nil` if the proxies say nothing of it.
    private(set) var host: String?

    /// Longer fields are rejected.
    private static let maximumBytes = 4_096
    /// More listed proxies, one after the other, are rejected.
    private static let maximumHops = 16

    init(of request: HTTPRequest, _ proxies: OAuth1TrustedProxies) throws(OAuth1ServerError) {
        switch proxies.field {
        case .forwarded: try readElements(of: request, proxies)
        case .xForwarded: try readLists(of: request, proxies)
        }
    }

    /// Reads `Forwarded`; what an outer proxy says replaces what an inner one says.
    private mutating func readElements(
        of request: HTTPRequest,
        _ proxies: OAuth1TrustedProxies
    ) throws(OAuth1ServerError) {
        var hops = 0
        for value in try Self.values(of: "Forwarded", in: request).reversed() {
            for element in try ForwardedElement.all(in: value).reversed() {
                hops += 1
                guard hops <= Self.maximumHops else { throw Self.tooManyHops("Forwarded") }
                if let text = element.scheme { scheme = try Self.checkedScheme(text) }
                if let text = element.host { host = text }
                // Only a listed proxy wrote the element before this one.
                guard let address = element.address, proxies.contains(address) else { return }
            }
        }
    }

    /// Reads `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-Port`, all at the same place in their lists.
    private mutating func readLists(
        of request: HTTPRequest,
        _ proxies: OAuth1TrustedProxies
    ) throws(OAuth1ServerError) {
        let schemes = try Self.list("X-Forwarded-Proto", of: request)
        let hosts = try Self.list("X-Forwarded-Host", of: request)
        let ports = try Self.list("X-Forwarded-Port", of: request)
        let nodes = try Self.list("X-Forwarded-For", of: request)
        // Lists of another length were not written by the same proxies: then only the last value is surely the nearest proxy's.
        let isSameLength = [schemes, hosts, ports].allSatisfy { $0.isEmpty || $0.count == nodes.count }
        let hops = try isSameLength ? Self.listedHops(nodes, proxies) : 0
        if let text = try Self.value("X-Forwarded-Proto", schemes, before: hops) {
            scheme = try Self.checkedScheme(text)
        }
        guard let name = try Self.value("X-Forwarded-Host", hosts, before: hops) else { return }
        host = name
        guard !Self.hasPort(name), let port = try Self.value("X-Forwarded-Port", ports, before: hops) else { return }
        let number = try Self.checkedPort(port)
        let defaultPort: UInt16 = (scheme ?? request.scheme) == "http" ? 80 : 443
        if number != defaultPort { host = "\(name):\(number)" }
    }

    /// How many values at the end of the lists were written by a proxy that got the request from another listed proxy.
    private static func listedHops(
        _ nodes: [String],
        _ proxies: OAuth1TrustedProxies
    ) throws(OAuth1ServerError) -> Int {
        var hops = 0
        for node in nodes.dropFirst().reversed() {
            guard let address = ForwardedNode.address(in: node, allowsBareIPv6: true), proxies.contains(address) else {
                break
            }
            hops += 1
            guard hops < maximumHops else { throw tooManyHops("X-Forwarded-For") }
        }
        return hops
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

    private static func list(_ name: String, of request: HTTPRequest) throws(OAuth1ServerError) -> [String] {
        try values(of: name, in: request).flatMap { $0.parts(at: UInt8(ascii: ",")).map { $0.trimmingSpaces } }
    }

    /// The value before so many others at the end of a list, or `nil` if the list is empty.
    private static func value(_ name: String, _ list: [String], before hops: Int) throws(OAuth1ServerError) -> String? {
        guard hops < list.count else { return nil }
        let value = list[list.count - 1 - hops]
        guard !value.isEmpty else { throw unreadable(name, "its last value is empty") }
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

    private static func checkedPort(_ text: String) throws(OAuth1ServerError) -> UInt16 {
        let isNumber = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isNumber, text.utf8.first != UInt8(ascii: "0"), let port = UInt16(text) else {
            throw unreadable("X-Forwarded-Port", "its last value is not a port")
        }
        return port
    }

    /// Whether a host has a port; the colons of an IPv6 address are in brackets.
    private static func hasPort(_ host: String) -> Bool {
        let bytes = host.utf8
        let start = bytes.lastIndex(of: UInt8(ascii: "]")) ?? bytes.startIndex
        return bytes[start...].contains(UInt8(ascii: ":"))
    }

    private static func tooManyHops(_ field: String) -> OAuth1ServerError {
        unreadable(field, "it names more than \(maximumHops) listed proxies")
    }

    static func unreadable(_ field: String, _ reason: String) -> OAuth1ServerError {
        OAuth1ServerError(
            .invalidRequest,
            "the field \(field) of the proxy can't be read, as \(reason): the operator must have the proxy replace what "
                + "clients send"
        )
    }
}
