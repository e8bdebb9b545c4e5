//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A URL as errors show it: scheme, host, port and path.
enum ShownURL {
    /// The most characters of a URL that are shown.
    private static let limit = 300

    /// A URL without user, query and fragment, on one line.
    static func text(_ url: String) -> String {
        var base = URLReference(String(url.prefix(4_096))).base
        // User information is part of the authority, which ends at the first slash after `://`.
        if let start = base.firstRange(of: "://")?.upperBound {
            let end = base[start...].firstIndex { $0 == "/" || $0 == "\\" } ?? base.endIndex
            if let at = base[start..<end].lastIndex(of: "@") { base.removeSubrange(start...at) }
        }
        return ServiceErrorText.printable(Array(base.utf8), limit: limit)
    }
}

extension HTTPRequest {
    /// Scheme, host, port and path, for errors.
    var shownURL: String { ShownURL.text("\(scheme ?? "https")://\(authority ?? "")\(path ?? "/")") }
}
