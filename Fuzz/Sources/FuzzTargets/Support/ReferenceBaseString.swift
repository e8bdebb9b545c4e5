//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The signature base string as RFC 5849 section 3.4.1 describes it step by step, in the simplest form.
///
/// It shares no code with the library: arrays are split and joined where that works on borrowed bytes.
enum ReferenceBaseString {
    /// A parameter, decoded.
    struct Parameter: Equatable {
        var name: [UInt8]
        var value: [UInt8]
        /// Whether it is the realm of a header, which is not signed.
        var isRealm = false

        init(_ name: [UInt8], _ value: [UInt8]) {
            self.name = name
            self.value = value
        }

        /// Whether its name is this one.
        func isNamed(_ text: String) -> Bool { name == Array(text.utf8) }
    }

    /// A URL in its parts.
    struct URLParts {
        var scheme: String
        var authority: [UInt8]
        var path: [UInt8]
        var query: [UInt8]

        /// Splits an absolute URL; `nil` if it is none of http or https.
        init?(_ url: [UInt8]) {
            guard let colon = url.firstIndex(of: UInt8(ascii: ":")), url[(colon + 1)...].starts(with: "//".utf8) else {
                return nil
            }
            scheme = String(decoding: url[..<colon], as: UTF8.self).lowercased()
            guard scheme == "http" || scheme == "https" else { return nil }
            let rest = url[(colon + 3)...]
            let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
            authority = Array(rest[..<end])
            let target = rest[end...].prefix { $0 != UInt8(ascii: "#") }
            let pathEnd = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
            path = Array(target[..<pathEnd])
            query = Array(target[pathEnd...].dropFirst())
        }

        /// The base string URI (section 3.4.1.2).
        var baseURI: [UInt8] {
            var authority = authority.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
            let hostEnd = authority.lastIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? 0
            if let colon = authority[hostEnd...].firstIndex(of: UInt8(ascii: ":")) {
                let port = Int(String(decoding: authority[(colon + 1)...], as: UTF8.self))
                if port == nil || port == (scheme == "https" ? 443 : 80) { authority = Array(authority[..<colon]) }
            }
            return Array("\(scheme)://".utf8) + authority + (path.isEmpty ? [UInt8(ascii: "/")] : path)
        }
    }

    /// The base string.
    static func make(_ method: String, _ url: URLParts, _ parameters: [Parameter]) -> [UInt8] {
        let pairs = parameters.map { (encoded($0.name), encoded($0.value)) }
            .sorted { lhs, rhs in
                lhs.0 == rhs.0 ? lhs.1.lexicographicallyPrecedes(rhs.1) : lhs.0.lexicographicallyPrecedes(rhs.0)
            }
            .map { $0 + [UInt8(ascii: "=")] + $1 }
        let method = Array(method.utf8).map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
        let parts = [encoded(method), encoded(url.baseURI), encoded(Array(pairs.joined(separator: "&".utf8)))]
        return Array(parts.joined(separator: "&".utf8))
    }

    /// The parameters of a query or a form (section 3.4.1.3.1).
    static func form(_ text: [UInt8]) -> [Parameter] {
        text.split(separator: UInt8(ascii: "&"))
            .map { pair in
                let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
                return Parameter(
                    decoded(pair[..<equals], plusIsSpace: true),
                    decoded(pair[equals...].dropFirst(), plusIsSpace: true)
                )
            }
    }

    /// The parameters of an Authorization header's value, or `nil` if it can't be read or is of another scheme.
    static func header(_ text: [UInt8]) -> [Parameter]? {
        let isSpace = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
        var rest = text.drop(while: isSpace)
        guard String(decoding: rest.prefix(5), as: UTF8.self).lowercased() == "oauth" else { return nil }
        rest = rest.dropFirst(5)
        guard rest.first.map(isSpace) ?? true else { return nil }
        var parameters: [Parameter] = []
        while true {
            rest = rest.drop { isSpace($0) || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty else { return parameters }
            let name = rest.prefix { !isSpace($0) && !"=,\"".utf8.contains($0) }
            rest = rest.dropFirst(name.count).drop(while: isSpace)
            guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst().drop(while: isSpace)
            var value: [UInt8] = []
            if rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                while let byte = rest.first, byte != UInt8(ascii: "\"") {
                    value.append(byte)
                    rest = rest.dropFirst()
                    if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() { value.append(escaped) }
                }
                guard rest.popFirst() != nil else { return nil }
            } else {
                value = Array(rest.prefix { !isSpace($0) && $0 != UInt8(ascii: ",") })
                guard !value.contains(UInt8(ascii: "\"")) else { return nil }
                rest = rest.dropFirst(value.count)
            }
            var parameter = Parameter(decoded(name, plusIsSpace: false), decoded(value[...], plusIsSpace: false))
            parameter.isRealm = String(decoding: name, as: UTF8.self).lowercased() == "realm"
            parameters.append(parameter)
            rest = rest.drop(while: isSpace)
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
        }
    }

    /// Percent-decoding; an escape that is not valid stays as it is.
    static func decoded(_ text: ArraySlice<UInt8>, plusIsSpace: Bool) -> [UInt8] {
        var output: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let number = hex(rest[rest.startIndex], rest[rest.startIndex + 1])
            {
                output.append(number)
                rest = rest.dropFirst(2)
            } else {
                output.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
            }
        }
        return output
    }

    private static func hex(_ high: UInt8, _ low: UInt8) -> UInt8? {
        guard let high = Character(UnicodeScalar(high)).hexDigitValue,
            let low = Character(UnicodeScalar(low)).hexDigitValue
        else { return nil }
        return UInt8(high * 16 + low)
    }

    /// Percent-encoding (section 3.6).
    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                output.append(byte)
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                output += Array(("%" + (hex.count == 1 ? "0" : "") + hex).utf8)
            }
        }
        return output
    }
}
