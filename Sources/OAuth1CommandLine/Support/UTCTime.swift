//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// Times for people, in UTC.
enum UTCTime {
    /// A time, such as `2026-12-31 23:59 UTC`, or `2026-12-31 23:59:59 UTC` with seconds.
    static func text(_ seconds: Int64, withSeconds: Bool = false) -> String {
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        let text = date.formatted(.iso8601)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(withSeconds ? 8 : 5)) UTC"
    }
}
#endif
