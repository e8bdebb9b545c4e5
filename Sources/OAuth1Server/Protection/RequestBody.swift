//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension HTTPRequest {
    /// Whether the body is a form, which is always signed (RFC 5849 section 3.4.1.3.1).
    var hasForm: Bool {
        guard let mediaType = try? headerFields.mediaType() else { return false }
        if case .form = OAuth1Body([], contentType: mediaType) { return true }
        return false
    }
}

/// A body that could not be read for a reason that is not the provider's, such as a connection that was closed.
struct BodyFailure: Error {
    let cause: any Error

    /// Reads a body.
    ///
    /// - Throws: ``OAuth1ServerError``, or a failure with whatever else was thrown.
    static func wrapping(_ readBody: () async throws -> [UInt8]) async throws -> [UInt8] {
        do {
            return try await readBody()
        } catch let error as OAuth1ServerError {
            throw error
        } catch {
            throw BodyFailure(cause: error)
        }
    }
}
