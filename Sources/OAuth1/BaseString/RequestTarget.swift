//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The places of path and query in a request target, the part of a request line between method and version.
struct RequestTarget {
    /// The path exactly as it is sent; empty when the target has none, which is signed as `/`.
    var path: Range<Int>
    /// The query without its question mark; empty when there is none.
    var query: Range<Int>

    /// Splits a target.
    ///
    /// A fragment is never sent and never signed.
    @inline(__always)
    init(_ target: Span<UInt8>, in range: Range<Int>) {
        let end = target.firstIndex(of: UInt8(ascii: "#"), in: range)
        let pathEnd = target.firstIndex(of: UInt8(ascii: "?"), in: range.lowerBound..<end)
        self.path = range.lowerBound..<pathEnd
        self.query = min(pathEnd + 1, end)..<end
    }
}

/// The places of scheme, authority and target in an absolute http or https URL.
struct AbsoluteURL {
    var scheme: Range<Int>
    var authority: Range<Int>
    var target: Range<Int>

    /// Splits a URL without changing or judging any of its bytes.
    @inline(__always)
    init(_ url: Span<UInt8>) throws(OAuth1Error) {
        let schemeEnd = url.firstIndex(of: UInt8(ascii: ":"), in: 0..<url.count)
        let authorityStart = schemeEnd + 3
        guard authorityStart <= url.count, url[schemeEnd + 1] == UInt8(ascii: "/"),
            url[schemeEnd + 2] == UInt8(ascii: "/")
        else {
            throw OAuth1Error(.invalidURL, "expected an absolute URL such as https://api.example.com/resource")
        }
        var authorityEnd = authorityStart
        while true {
            authorityEnd = url.endOfUnreserved(from: authorityEnd, before: url.count)
            guard authorityEnd < url.count else { break }
            let byte = url[authorityEnd]
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { break }
            authorityEnd &+= 1
        }
        self.scheme = 0..<schemeEnd
        self.authority = authorityStart..<authorityEnd
        self.target = authorityEnd..<url.count
    }
}
