//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1Client

/// A transport for requests that are signed and not sent.
struct UnsentTransport: OAuth1Transport {
    func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
        throw CommandFailure(.failed, "this command sends nothing")
    }
}
#endif
