//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Requests with whatever can be on the wire, well-formed or not: more than an oauthlib can read.
struct WireGenerator {
    var random: PeerGenerator

    init(seed: UInt64) {
        random = PeerGenerator(seed: seed)
    }

    mutating func method() -> String {
        random.one(of: ["GET", "POST", "PUT", "DELETE", "get", "Patch", "M-SEARCH", "PROPFIND"])
    }

    /// The value of an Authorization header, whose parameters are those of the protocol.
    mutating func authorization() -> String {
        let names = [
            "oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_timestamp", "oauth_nonce",
            "oauth_version", "oauth_callback", "oauth_verifier", "oauth_signature", "oauth_session_handle",
        ]
        let parameters = names.shuffled(using: &random).prefix(Int.random(in: 1...10, using: &random))
            .map { name in "\(name)=\"\(encoded(random.text(upTo: 12), raw: "!*'();:@&=+$/?[]{}|^`<>"))\"" }
        let realm = random.flip() ? "realm=\"\(random.identifier())\"" + random.one(of: [",", ", ", " ,  "]) : ""
        return random.one(of: ["OAuth ", "oauth ", "OAUTH "]) + realm
            + parameters.joined(separator: random.one(of: [",", ", ", ",   "]))
    }

    mutating func url() -> String {
        let hosts = [
            "example.com", "EXAMPLE.com", "xn--bcher-kva.example", "127.0.0.1", "010.0.0.1", "[::1]", "[2001:DB8:0::A]",
            "[2001:db8:0:0:0:0:0:1]", "a_b.example", "example.com.", "-", "1", "a!$&'()*;=b",
        ]
        let ports = ["", "", "", ":", ":80", ":443", ":8080", ":0080", ":00443", ":65535", ":65536", ":0", ":1"]
        let scheme = random.one(of: ["http", "https", "HTTP", "hTTps"])
        let url = "\(scheme)://" + random.one(of: hosts) + random.one(of: ports) + path()
        return random.flip() ? url + "?" + pairs() : url
    }

    private mutating func path() -> String {
        let segments = (0..<Int.random(in: 0...4, using: &random))
            .map { _ in
                random.flip()
                    ? random.one(of: [
                        "", ".", "..", "%2e%2E", "a;b=c", ";", "a;", ";;", "~u", "%7Eu", "%7eu", "%", "%2", "%zz",
                    ])
                    : encoded(random.text(upTo: 6), raw: "!*'();:@&=+$,[]{}|^`<>\"\\")
            }
        return segments.map { "/" + $0 }.joined()
    }

    /// A query or a form.
    mutating func pairs() -> String {
        let names = [
            "a", "b", "a", "A", "a1", "a%31", "c@", "", "x+y", "p[0]", "\u{E9}", "oauth", "oauth_", "oauth_x",
            "oauth%5Fx", "realm",
            "oauth_Token", "a=", "+", "%2B", "%E9", "%C3%A9", "%00", "%", "%4", "\u{1F600}",
        ]
        return (0..<Int.random(in: 0...7, using: &random))
            .map { _ in
                let name = random.one(of: names)
                switch Int.random(in: 0..<8, using: &random) {
                case 0: return name
                case 1: return name + "="
                case 2:
                    return name + "="
                        + random.one(of: ["%E9", "%C3%28", "%FF%FE", "%ED%A0%80", "%F4%90%80%80", "a%80"])
                case 3:
                    return name + "="
                        + random.one(of: ["%", "%%", "%2", "%g1", "%1g", "100%", "%%41", "%25", "%2525", "%25%"])
                case 4:
                    return name + "="
                        + random.one(of: ["=", "==", "a=b", "a;b", ";", "a+b", "+", "%2b", "\"q\"", "<x>", "\u{65E5}"])
                default:
                    return encoded(name, raw: "%=[]+") + "="
                        + encoded(random.text(upTo: 10), raw: "!*'(),:@/?$;~{}[]|^`<>\"\\")
                }
            }
            .joined(separator: random.one(of: ["&", "&", "&&"]))
    }

    /// Percent-encoded except for letters, digits and some of the bytes in `raw`; spaces and control characters always.
    private mutating func encoded(_ text: String, raw: String) -> String {
        let raw = Set(raw.utf8)
        var output = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain ? random.next() % 8 > 0 : scalar.isASCII && raw.contains(UInt8(scalar.value)) && random.flip() {
                output.unicodeScalars.append(scalar)
            } else if !scalar.isASCII, random.next() % 3 == 0 {
                output.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let hex = String(byte, radix: 16, uppercase: random.flip())
                    output += hex.utf8.count == 1 ? "%0" + hex : "%" + hex
                }
            }
        }
        return output
    }
}
