//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// What the file of the profiles contains, in the form of its JSON.
struct ProfileDocument: Codable, Sendable {
    /// The version that this program writes.
    ///
    /// A change through which older programs would lose data gets another one.
    static let currentVersion = 1

    var version = ProfileDocument.currentVersion
    /// The name of the profile in use.
    var current: String?
    /// How the secrets are encrypted, or `nil` if they are in clear.
    var encryption: ProfileEncryption.Parameters?
    var profiles: [StoredProfile] = []

    subscript(name: String) -> StoredProfile? { profiles.first { $0.name == name } }

    /// The profile that commands use when none is named.
    var inUse: StoredProfile? { current.flatMap { self[$0] } }
}

/// A profile without its secrets, and the secrets beside it.
struct StoredProfile: Codable, Sendable {
    var name: String
    var service: ProfileService
    var consumerKey: String
    var signing: ProfileSigning?
    var user: String?
    var hasToken: Bool
    var obtainedAt: Int64?
    var endsAt: Int64?
    var clockOffset: Int64?
    /// The secrets, if they are not encrypted.
    var secrets: ProfileSecrets?
    /// The encrypted secrets in base64.
    var encryptedSecrets: String?

    /// A profile without secrets yet.
    init(_ profile: Profile) {
        name = profile.name
        service = profile.service
        consumerKey = profile.client.key
        signing = profile.signing
        user = profile.user
        hasToken = profile.token != nil
        obtainedAt = profile.obtainedAt
        endsAt = profile.endsAt
        clockOffset = profile.clockOffset == 0 ? nil : profile.clockOffset
    }

    /// The profile with its secrets.
    func profile(_ secrets: ProfileSecrets) -> Profile {
        Profile(
            name: name,
            service: service,
            client: OAuth1ClientCredentials(key: consumerKey, secret: OAuth1Secret(secrets.consumerSecret)),
            token: secrets.accessToken,
            signing: signing,
            user: user,
            obtainedAt: obtainedAt,
            endsAt: endsAt,
            clockOffset: clockOffset ?? 0
        )
    }
}

/// The secrets of a profile in clear.
struct ProfileSecrets: Codable, Sendable, CustomStringConvertible, CustomReflectable {
    let consumerSecret: String
    let login: OAuth1ExposedLogin

    init(_ profile: Profile) {
        consumerSecret = profile.client.secret.reveal()
        login = OAuth1ExposedLogin(profile.token.map { OAuth1LoginState(accessToken: $0) } ?? OAuth1LoginState())
    }

    var accessToken: OAuth1AccessToken? { login.state.accessToken }

    var description: String { "ProfileSecrets(<redacted>)" }
    var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
#endif
