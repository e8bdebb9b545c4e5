//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes
import OAuth1

/// A URL as errors show it: scheme, host, port and path.
package enum ShownURL {
    /// The most characters of a URL that are shown.
    private static let limit = 300
    /// The most bytes that are looked at.
    private static let maximumBytes = 16_384

    /// A URL without user, query and fragment, on one line.
    package static func text(_ url: String) -> String {
        var base = Array(url.utf8.prefix(maximumBytes).prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
        // User information is part of the authority, which ends at the first slash after `://`.
        if let colon = base.firstIndex(ofText: "://") {
            let start = colon + 3
            let end = base[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
            if let at = base[start..<(end ?? base.count)].lastIndex(of: UInt8(ascii: "@")) {
                base.removeSubrange(start...at)
            } else if end == nil, base.count == maximumBytes {
                // User information that is longer than the text that is read.
                base.removeSubrange(start...)
            }
        }
        return ServiceErrorText.printable(base, limit: limit)
    }
}

extension HTTPRequest {
    /// Scheme, host, port and path, for errors.
    package var shownURL: String { ShownURL.text("\(scheme ?? "https")://\(authority ?? "")\(path ?? "/")") }
}
