//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

extension MistakeCatalog {
    /// Mistakes with the method and the URL (RFC 5849 section 3.4.1.2).
    static let urls: [MistakeRule] = schemeAndHost + paths + methods

    private static let schemeAndHost: [MistakeRule] = [
        .base(
            "scheme-behind-proxy",
            "the URL is signed with the other scheme, http instead of https or the reverse",
            "Sign the URL that the client uses. If a proxy terminates TLS, set the service's external URL, so that it verifies "
                + "https."
        ) { steps in
            steps.scheme = steps.scheme == .https ? .http : .https
            if steps.port == Array("\(steps.scheme.defaultPort)".utf8) { steps.port = nil }
        },
        .base(
            "default-port-kept",
            "the default port is part of the signed URL",
            "Leave out port 443 of https and port 80 of http (RFC 5849 section 3.4.1.2)."
        ) { steps in
            if steps.port == nil { steps.port = Array("\(steps.scheme.defaultPort)".utf8) }
        },
        .base(
            "port-dropped",
            "the port is missing in the signed URL",
            "Sign every port except the default one of the scheme, exactly as in the Host field."
        ) { steps in
            steps.port = nil
        },
        MistakeRule(
            "host-case",
            "the host is not signed in lower case",
            "Convert the host to lower case before you sign (RFC 5849 section 3.4.1.2)."
        ) { request, _ in
            ([request.authority, request.authority.map(\.asciiUppercased)] + spellings(of: request.authority))
                .map { host in .base { $0.host = host } }
        },
        MistakeRule(
            "www",
            "the host is signed with www. and sent without it, or the reverse",
            "Sign the host that the request is sent to. A redirect between the two hosts needs a new signature.",
            [
                .base { steps in
                    let prefix = Array("www.".utf8)
                    if steps.host.starts(with: prefix) {
                        steps.host.removeFirst(prefix.count)
                    } else {
                        steps.host = prefix + steps.host
                    }
                }
            ]
        ),
        MistakeRule(
            "other-host",
            "the host of another field is signed",
            "Sign the host of the Host field. If a proxy changes the host, configure the service with its public URL."
        ) { request, _ in
            let forwarded = request.field("X-Forwarded-Host")
                .map { $0.split(separator: ",").first.map(String.init) ?? $0 }
            return [request.request.authority, forwarded]
                .compactMap { $0 }
                .filter {
                    Array($0.utf8.prefix { $0 != UInt8(ascii: ":") }).map(\.asciiLowercased) != request.steps.host
                }
                .map { text in
                    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).map(Array.init)
                    return .base { steps in
                        guard let host = parts.first else { return }
                        steps.host = host.map(\.asciiLowercased)
                        steps.port = parts.count > 1 ? parts[1] : nil
                    }
                }
        },
    ]

    /// The usual spellings of a host that was sent in lower case: HTTP libraries change it, whatever the URL has.
    private static func spellings(of host: [UInt8]) -> [[UInt8]] {
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        guard host == host.map(\.asciiLowercased), 2...8 ~= labels.count else { return [] }
        func forms(_ label: [UInt8]) -> [[UInt8]] {
            [label, label.map(\.asciiUppercased), label.prefix(1).map(\.asciiUppercased) + label.dropFirst()]
        }
        let last = labels.count - 2
        let first = max(0, last - 1)
        let titles = labels.map { forms($0)[2] }
        var hosts = [titles]
        for one in forms(labels[first]) {
            for two in first == last ? [one] : forms(labels[last]) {
                var labels = labels
                (labels[first], labels[last]) = (one, two)
                hosts.append(labels)
            }
        }
        return hosts.map { Array($0.joined(separator: [UInt8(ascii: ".")])) }
    }

    private static let paths: [MistakeRule] = [
        .base(
            "trailing-slash",
            "the path is signed with a slash at its end and sent without it, or the reverse",
            "Sign the path exactly as it is sent."
        ) { steps in
            if steps.path.last == UInt8(ascii: "/"), steps.path.count > 1 {
                steps.path.removeLast()
            } else {
                steps.path.append(UInt8(ascii: "/"))
            }
        },
        .base(
            "empty-path",
            "an empty path is signed without a slash",
            "An empty path is signed as a single slash (RFC 5849 section 3.4.1.2)."
        ) { steps in
            if steps.path == [UInt8(ascii: "/")] { steps.path = [] }
        },
        .base(
            "path-decoded",
            "the escapes of the path are decoded before signing",
            "Sign the path exactly as it is sent, with its escapes."
        ) { steps in
            steps.path = steps.path.decodedOnce()
        },
        .base(
            "path-encoded-twice",
            "the path is encoded again before signing",
            "Sign the path exactly as it is sent: its escapes are encoded once, by the base string."
        ) { steps in
            var encoder = StepEncoder()
            encoder.raw = Array("/".utf8)
            steps.path = encoder.encoded(steps.path)
        },
        MistakeRule(
            "path-normalized",
            "the escapes of the path are changed before signing",
            "Sign the path exactly as it is sent. Some HTTP libraries encode characters of the path only when they send it: "
                + "encode the path before signing.",
            [
                .base { steps in
                    var encoder = StepEncoder()
                    encoder.raw = Array("/".utf8)
                    steps.path = encoder.encoded(steps.path.decodedOnce())
                },
                .base { steps in
                    var encoder = StepEncoder()
                    encoder.raw = Array("/!$&'()*+,;=:@".utf8)
                    steps.path = encoder.encoded(steps.path.decodedOnce())
                },
                .base { steps in
                    var encoder = StepEncoder()
                    encoder.raw = Array("/%!$&'()*+,;=:@".utf8)
                    encoder.isLowercase = true
                    steps.path = encoder.encoded(steps.path.decodedOnce())
                },
            ]
        ),
        .base(
            "slashes-merged",
            "several slashes in the path are signed as one",
            "Sign the path exactly as it is sent, or send one slash."
        ) { steps in
            var path: [UInt8] = []
            for byte in steps.path where byte != UInt8(ascii: "/") || path.last != byte { path.append(byte) }
            steps.path = path
        },
        MistakeRule(
            "path-prefix",
            "a prefix of the path is not signed",
            "Sign the whole path of the public URL. A proxy that removes a prefix hides it from the service: set the service's "
                + "external URL."
        ) { request, _ in
            let path = request.steps.path
            let slashes = path.indices.dropFirst().filter { path[$0] == UInt8(ascii: "/") }.prefix(4)
            return slashes.map { index in .base { steps in steps.path = Array(path[index...]) } }
        },
        MistakeRule(
            "query-kept-in-url",
            "the query is part of the signed URL",
            "Remove the query from the URL of the base string: its parameters are signed with all others "
                + "(RFC 5849 section 3.4.1.2)."
        ) { request, _ in
            guard !request.query.isEmpty else { return [] }
            let suffix = [UInt8(ascii: "?")] + request.query
            return [
                .base { steps in
                    steps.urlSuffix = suffix
                    steps.parameters.removeAll { $0.source == .query }
                },
                .base { $0.urlSuffix = suffix },
            ]
        },
        .base(
            "question-mark-kept",
            "a question mark remains at the end of the signed URL",
            "Remove the query from the URL together with its question mark."
        ) { steps in
            steps.urlSuffix = [UInt8(ascii: "?")]
        },
    ]

    private static let methods: [MistakeRule] = [
        .base(
            "method-lowercase",
            "the HTTP method is not signed in upper case",
            "Convert the method to upper case before you sign (RFC 5849 section 3.4.1.1)."
        ) { steps in
            steps.method = steps.method.map(\.asciiLowercased)
        },
        MistakeRule(
            "method-overridden",
            "the method of an override is signed instead of the method of the request",
            "Sign the method of the request line. An override in a field or a parameter does not change it."
        ) { request, _ in
            let names = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]
            let inParameters = request.steps.parameters
                .filter { $0.decodedName == Array("_method".utf8) }
                .map(\.decodedValue)
            return (names.compactMap { request.field($0).map { Array($0.utf8) } } + inParameters)
                .map { method in .base { $0.method = StepEncoder().encoded(method.map(\.asciiUppercased)) } }
        },
        MistakeRule(
            "wrong-method",
            "another HTTP method is signed than the one that is sent",
            "Sign the method that is sent. After a redirect, an HTTP library may have changed it."
        ) { request, _ in
            ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
                .map { Array($0.utf8) }
                .filter { $0 != request.steps.method }
                .map { method in
                    .base("signed as \(String(decoding: method, as: UTF8.self))") { $0.method = method }
                }
        },
    ]
}
