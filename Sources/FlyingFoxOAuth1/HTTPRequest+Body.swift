//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if FlyingFox
package import FlyingFox
import Foundation
import OAuth1Server

extension FlyingFox.HTTPRequest {
    /// Reads the whole body, which can be read again afterwards.
    ///
    /// FlyingFox takes bytes that nobody reads for the next request of the connection, so a body that is too large is
    /// read to its end, too, without being kept. The server's timeout limits how long that takes.
    package mutating func readBody(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var isTooLarge = (bodySequence.count ?? 0) > limit
        for try await piece in bodySequence {
            isTooLarge = isTooLarge || piece.count > limit - bytes.count
            if isTooLarge { bytes = [] } else { bytes += piece }
        }
        bodySequence = HTTPBodySequence(data: Data(bytes))
        guard !isTooLarge else {
            throw OAuth1ServerError(.bodyTooLarge, "the body has more than \(limit) bytes")
        }
        return bytes
    }

    /// Reads the body without keeping it, so that the connection is ready for the next request.
    package mutating func discardBody() async throws {
        for try await _ in bodySequence {}
        bodySequence = HTTPBodySequence()
    }
}
#endif
