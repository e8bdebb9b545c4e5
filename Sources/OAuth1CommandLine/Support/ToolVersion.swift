//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// How the tool names itself.
enum ToolVersion {
    /// The User-Agent of its requests, which some services require.
    static let userAgent = "oauth1/\(OAuth1Command.version)"
}
#endif
