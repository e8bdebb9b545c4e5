//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1Response {
    /// What the service reports, in its body or in `WWW-Authenticate`, if it uses the Problem Reporting extension.
    public var problem: OAuth1Problem? { problem(hiding: []) }

    /// The response, if its status is one of success.
    ///
    /// - Returns: The response.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` and the service's words.
    @discardableResult
    public func checkingStatus() throws(OAuth1ClientError) -> OAuth1Response {
        guard !isSuccess else { return self }
        throw OAuth1ClientError(
            .unexpectedStatus,
            status.kind == .successful
                ? "the service reports an error in the body of a response with a status of success"
                : "expected a response with a status of success",
            response: self
        )
    }

    /// The value that a JSON body stands for, if the status is one of success.
    ///
    /// - Parameters:
    ///   - type: The value's type.
    ///   - decoder: What decodes it.
    /// - Returns: The value.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` or
    ///   ``OAuth1ClientError/Code/unreadableResponse``.
    public func json<Value: Decodable>(
        _ type: Value.Type = Value.self,
        decoder: JSONDecoder = JSONDecoder()
    ) throws(OAuth1ClientError) -> Value {
        try checkingStatus()
        do {
            return try decoder.decode(type, from: Data(body))
        } catch {
            throw OAuth1ClientError(
                .unreadableResponse,
                "expected JSON of \(type)",
                response: self,
                cause: (error as? DecodingError)?.hiding(secrets) ?? error
            )
        }
    }

    /// The report, without the secrets of the request and without those that are given.
    func problem(hiding secrets: [OAuth1Secret]) -> OAuth1Problem? {
        let report = report
        return report.isEmpty ? nil : OAuth1Problem(report, hiding: self.secrets + secrets)
    }
}
