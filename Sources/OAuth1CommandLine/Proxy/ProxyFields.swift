//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1

/// The header fields that are forwarded, in both directions.
struct ProxyFields: Sendable {
    /// How this proxy names itself to others in the field Via.
    static let pseudonym = "oauth1"

    /// Fields that each request gets, in place of the caller's.
    let added: HTTPFields
    /// Fields that no request has, whatever the caller sends.
    let stripped: Set<HTTPField.Name>

    /// Fields of one connection only (RFC 9110 section 7.6.1), and those of HTTP/1.1 upgrades.
    private static let ofConnection: Set<String> = [
        "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings",
    ]

    /// Whether a field is for the next recipient only.
    private static func isOfConnection(_ name: HTTPField.Name) -> Bool {
        ofConnection.contains(name.canonicalName) || name.canonicalName.hasPrefix("proxy-")
    }

    /// The names that the Connection field lists.
    private static func listed(in fields: HTTPFields) -> Set<HTTPField.Name> {
        let names = fields[values: .connection].flatMap { $0.parts(at: UInt8(ascii: ",")) }
        return Set(names.compactMap { HTTPField.Name($0.filter { $0 != " " && $0 != "\t" }) })
    }

    private static func forwarded(_ fields: HTTPFields) -> [HTTPField] {
        let listed = listed(in: fields)
        return fields.filter { !isOfConnection($0.name) && !listed.contains($0.name) }
    }

    /// The fields of a request, without those that were for this proxy, and without any credential of the caller.
    ///
    /// - Parameter fields: The fields as they arrived.
    /// - Returns: The fields to sign and send.
    func request(_ fields: HTTPFields) -> HTTPFields {
        var result = HTTPFields()
        for field in ProxyFields.forwarded(fields) {
            switch field.name {
            // The signature, the host of the upstream, and what the HTTP library sets.
            case .authorization, .contentLength, .expect: continue
            case let name where name.canonicalName == "host" || stripped.contains(name) || added.contains(name):
                continue
            default: result.append(field)
            }
        }
        result.append(contentsOf: added)
        result.append(HTTPField(name: .via, value: "1.1 \(ProxyFields.pseudonym)"))
        return result
    }

    /// The values of the added fields, and the words in them, such as those after a scheme: nothing may show them.
    var addedSecrets: [OAuth1Secret] {
        added.flatMap { field in
            let words = field.value.split { " \t,;=\"".contains($0) }
            return [field.value] + words.filter { $0.utf8.count >= 8 }.map { String($0) }
        }
        .map { OAuth1Secret($0) }
    }

    /// The fields of a response.
    ///
    /// - Parameters:
    ///   - fields: The fields as they arrived.
    ///   - target: The request's target.
    ///   - upstreams: The allowed servers, redirects to which lead through this proxy again.
    /// - Returns: The fields to send.
    func response(_ fields: HTTPFields, of target: ProxyTarget, _ upstreams: Upstreams) -> HTTPFields {
        var result = HTTPFields()
        // Alt-Svc would name another port of this machine.
        for field in ProxyFields.forwarded(fields) where field.name.canonicalName != "alt-svc" {
            var field = field
            if field.name == .location { field.value = ProxyFields.location(field.value, target, upstreams) }
            result.append(field)
        }
        return result
    }

    /// A redirect's URL as the caller has to request it, so that the next request is signed, too.
    static func location(_ value: String, _ target: ProxyTarget, _ upstreams: Upstreams) -> String {
        guard let origin = UpstreamOrigin(url: value) else {
            // Browsers leave out tabs and line breaks, and take a backslash for a slash.
            let text = String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 }))
            if text.utf8.starts(with: "//".utf8) {
                let url = "\(target.upstream.scheme):\(text)"
                return UpstreamOrigin(url: url) == nil ? url : location(url, target, upstreams)
            }
            if isOfOtherHost(text) {
                return absolute(
                    text.utf8.first == UInt8(ascii: "/") ? text : "/" + text,
                    target.upstream,
                    target.form
                )
            }
            // Relative to the target of the caller.
            return text.utf8.first == UInt8(ascii: "/") && target.form == .prefix ? "/\(target.upstream)\(text)" : value
        }
        guard upstreams.origins.contains(origin), let scheme = value.firstRange(of: "://") else { return value }
        let rest = String(decoding: value.utf8[scheme.upperBound...].drop { !"/?#".utf8.contains($0) }, as: UTF8.self)
        let path = rest.utf8.first == UInt8(ascii: "/") ? rest : "/" + rest
        // Such a path alone would be the URL of another host.
        let isShort = target.form == .path && origin == upstreams.first && !isOfOtherHost(path)
        return isShort ? path : absolute(path, origin, target.form)
    }

    /// Whether a browser takes a path for a host and its path.
    private static func isOfOtherHost(_ path: String) -> Bool {
        let start = path.unicodeScalars.filter { $0.value > 0x20 }.prefix(2)
        return start.count == 2 && start.allSatisfy { $0 == "/" || $0 == "\\" }
    }

    /// A path with the server that it is for.
    private static func absolute(_ path: String, _ origin: UpstreamOrigin, _ form: ProxyTarget.Form) -> String {
        guard form == .absolute else { return "/\(origin)\(path)" }
        let port = origin.scheme == "https" && origin.port == 443 ? 80 : origin.port
        return "\(UpstreamOrigin(scheme: "http", host: origin.host, port: port))\(path)"
    }
}
#endif
