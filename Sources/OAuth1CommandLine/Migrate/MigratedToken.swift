//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client

/// A line of the output: an OAuth 2.0 token, and which token it was exchanged for.
struct MigratedToken: Encodable {
    /// The hash of the OAuth 1.0a token.
    private let oauth1Token: String
    private let line: Int
    private let account: String?
    private let accessToken: String
    private let tokenType: String
    private let expiresIn: Int64?
    private let refreshToken: String?
    private let refreshTokenExpiresIn: Int64?
    private let scope: String?
    /// When the response arrived, in UTC.
    private let exchangedAt: String

    private enum CodingKeys: String, CodingKey {
        case oauth1Token = "oauth1_token"
        case line
        case account
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case refreshToken = "refresh_token"
        case refreshTokenExpiresIn = "refresh_token_expires_in"
        case scope
        case exchangedAt = "exchanged_at"
    }

    init(_ token: OAuth2Token, of row: TokenRow, at date: Date = Date()) {
        oauth1Token = row.hash
        line = row.line
        account = row.account
        accessToken = token.accessToken.reveal()
        tokenType = token.tokenType
        expiresIn = token.expiresIn?.components.seconds
        refreshToken = token.refreshToken?.reveal()
        refreshTokenExpiresIn = token.refreshTokenExpiresIn?.components.seconds
        scope = token.scope?.joined(separator: " ")
        exchangedAt = date.formatted(.iso8601)
    }

    /// What is read of a line again.
    struct Stored: Decodable {
        let fingerprint: TokenFingerprint

        private enum CodingKeys: String, CodingKey {
            case oauth1Token = "oauth1_token"
            case accessToken = "access_token"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            _ = try container.decode(String.self, forKey: .accessToken)
            let hash = try container.decode(String.self, forKey: .oauth1Token)
            guard let fingerprint = TokenFingerprint(hash) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .oauth1Token,
                    in: container,
                    debugDescription: "expected a hash"
                )
            }
            self.fingerprint = fingerprint
        }
    }
}
#endif
