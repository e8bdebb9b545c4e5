//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// SplitMix64 with what requests are made of: the same requests in every run.
struct PeerGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    mutating func flip() -> Bool {
        Bool.random(using: &self)
    }

    /// A text with characters that make mistakes show.
    mutating func text(upTo count: Int, without excluded: String = "") -> String {
        let odd = "&=+%;?#/\"\\, ~:@!*'()[]{}|^`<>$.-_\u{E9}\u{FC}\u{2603}\u{1F600}\u{65E5}\0\n"
            .filter { !excluded.contains($0) }
        let plain = Array("abcXYZ0189")
        return String(
            (0..<Int.random(in: 0...count, using: &self)).map { _ in flip() ? one(of: Array(odd)) : one(of: plain) }
        )
    }

    /// A text of visible ASCII characters that needs no escaping in JSON or Python, as keys and tokens are.
    mutating func identifier() -> String {
        String((0..<Int.random(in: 4...20, using: &self)).map { _ in one(of: Array("abcdefXYZ0123456789-._~")) })
    }

    /// A query or a form: duplicates, empty parts, plus signs, and escapes in either case.
    mutating func pairs() -> String {
        let names = ["a", "b", "a", "c@", "c2", "p[0]", "x y", "\u{E9}", "oauth", "realm", "A", ""]
        var pairs = (0..<Int.random(in: 0...6, using: &self))
            .map { _ in
                let name = encoded(one(of: names))
                switch Int.random(in: 0..<5, using: &self) {
                case 0: return name.isEmpty ? "=" : name
                case 1: return name + "="
                default: return name + "=" + encoded(text(upTo: 10))
                }
            }
        if flip() { pairs.append("") }
        return pairs.joined(separator: "&")
    }

    private mutating func encoded(_ text: String) -> String {
        // What oauthlib accepts without an escape.
        let raw = Set("!*'(),:@/?$;~-._".utf8)
        var output = ""
        for byte in text.utf8 {
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            if isPlain ? next() % 8 > 0 : raw.contains(byte) && flip() {
                output.unicodeScalars.append(UnicodeScalar(byte))
            } else if byte == 0x20, flip() {
                output += "+"
            } else {
                let hex = String(byte, radix: 16, uppercase: flip())
                output += hex.utf8.count == 1 ? "%0" + hex : "%" + hex
            }
        }
        return output
    }

    /// An absolute URL.
    mutating func url() -> String {
        let origins = [
            "http://example.com", "https://EXAMPLE.com", "http://example.com:80", "https://example.com:443",
            "https://example.com:80", "http://example.com:8080", "https://xn--bcher-kva.example",
            "http://127.0.0.1:8000",
            "http://[::1]:3000", "https://[2001:db8::a]:443",
        ]
        let paths = [
            "", "/", "/a/b", "/a/b/", "/%7Euser/%7e", "/%C3%A9%2F", "/a;b=c/d", "/a!b'c(d)*", "/x+y", "/a:b@c,d",
        ]
        let url = one(of: origins) + one(of: paths)
        return flip() ? url + "?" + pairs() : url
    }
}
