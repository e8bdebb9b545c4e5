//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes

/// The first line of a response.
enum HeadText {
    /// Code and reason phrase, such as `404 Not Found`; transports may not pass on the phrase.
    static func status(_ status: HTTPResponse.Status) -> String {
        status.reasonPhrase.isEmpty ? "\(status.code)" : "\(status.code) \(VisibleText.escaping(status.reasonPhrase))"
    }
}
#endif
