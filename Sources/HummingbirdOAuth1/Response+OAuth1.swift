//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import Hummingbird
import NIOCore
import OAuth1Server

extension Response {
    /// A server's answer as Hummingbird sends it.
    init(_ answer: OAuth1ServerResponse) {
        self.init(
            status: answer.response.status,
            headers: answer.response.headerFields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }
}
#endif
