//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// One stored login: a service, an account there, and the credentials with which its calls are signed.
struct Profile: Sendable {
    /// The name by which the commands choose it, such as `x` or `x/alice`.
    var name: String
    /// The service that the credentials are for.
    var service: ProfileService
    /// The consumer key and secret.
    var client: OAuth1ClientCredentials
    /// The access token, or `nil` for services whose calls are signed without one.
    var token: OAuth1AccessToken?
    /// How requests are signed, or `nil` for the service's default.
    var signing: ProfileSigning?
    /// The user as the service names them, if it does.
    var user: String?
    /// When the access token was issued, in seconds since 1970.
    var obtainedAt: Int64?
    /// When the access token ends, in seconds since 1970, or `nil` if the service does not say.
    var endsAt: Int64?
    /// How many seconds the clock of the service is ahead of this machine's.
    var clockOffset: Int64 = 0

    /// The name of a login: the service's identifier, and the account if one is named.
    static func name(service: String, account: String?) -> String {
        account.map { "\(service)/\($0)" } ?? service
    }

    /// A user's name as the service sent it, made harmless for terminals: on one line, without control characters, and short.
    ///
    /// - Parameter text: The service's text.
    /// - Returns: The name, or `nil` if there is none.
    static func userName(_ text: String?) -> String? {
        guard let text else { return nil }
        let name = ServiceErrorText.printable(Array(text.utf8.prefix(1_024)), limit: 100)
        return name.isEmpty ? nil : name
    }

    /// Replaces the token by one that the service just issued.
    mutating func replaceToken(_ token: OAuth1AccessToken, at time: Int64) {
        self.token = token
        obtainedAt = time
        endsAt = token.expiresIn.map { time + $0.components.seconds }
    }
}

/// The signature method of a profile, and the file with its private key.
struct ProfileSigning: Sendable, Equatable, Codable {
    /// The value of `oauth_signature_method`.
    var method: SignatureMethodName
    /// The absolute path of the private key, for the RSA methods, which is not copied.
    var keyFile: String?
}

extension SignatureMethodName: Codable {}
#endif
