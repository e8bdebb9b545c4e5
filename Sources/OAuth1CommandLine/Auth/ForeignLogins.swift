//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client
import Yams

/// The logins in a file of twurl or xurl, which are for X.
///
/// Both are YAML; older files of xurl are JSON, a subset of it.
struct ForeignLogins {
    /// The most bytes of a file, which has some hundred per login.
    static let maximumBytes = 65_536
    /// The most logins of a file.
    private static let maximumLogins = 1_000

    let profiles: [Profile]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - path: Where it is, for errors.
    /// - Throws: ``CommandFailure`` if it contains no login of OAuth 1.0a.
    init(_ bytes: [UInt8], path: String) throws {
        // The parser's errors could quote the file.
        guard let text = String(validating: bytes, as: UTF8.self), let root = (try? Yams.compose(yaml: text)) ?? nil,
            root.mapping != nil
        else { throw ForeignLogins.unreadable(path, "is not YAML") }
        let found = root["profiles"] == nil ? ForeignLogins.xurl(root) : ForeignLogins.twurl(root)
        guard !found.isEmpty else { throw ForeignLogins.unreadable(path, "contains no login of OAuth 1.0a") }
        guard found.count <= ForeignLogins.maximumLogins else {
            throw ForeignLogins.unreadable(path, "contains more than \(ForeignLogins.maximumLogins) logins")
        }
        profiles = found
    }

    private static func unreadable(_ path: String, _ what: String) -> CommandFailure {
        CommandFailure(
            .unreadableInput,
            "\(path) \(what)",
            advice: "Pass the .twurlrc of twurl, or the .xurl of xurl"
        )
    }

    /// The logins of twurl: by the user's name, and then by the consumer key.
    private static func twurl(_ root: Node) -> [Profile] {
        guard let users = root["profiles"]?.mapping else { return [] }
        var profiles: [Profile] = []
        for (user, applications) in users {
            let applications = applications.mapping.map(Array.init) ?? []
            for (index, application) in applications.enumerated() {
                let name = user.string ?? "unknown"
                let account = index == 0 ? name : "\(name)-\(index + 1)"
                guard
                    let profile = profile(
                        application.value,
                        account: account,
                        user: name,
                        names: ("consumer_key", "consumer_secret", "token", "secret")
                    )
                else { continue }
                profiles.append(profile)
                if profiles.count > maximumLogins { return profiles }
            }
        }
        return profiles
    }

    /// The logins of xurl: one of OAuth 1.0a for each application, or one for the file in older versions.
    private static func xurl(_ root: Node) -> [Profile] {
        var applications = root["apps"]?.mapping.map { $0.map { ($0.key.string ?? "app", $0.value) } } ?? []
        if applications.isEmpty { applications = [("xurl", root)] }
        return applications.prefix(maximumLogins + 1)
            .compactMap { name, application in
                (application["oauth1_token"]?["oauth1"])
                    .flatMap { token in
                        profile(
                            token,
                            account: name,
                            user: nil,
                            names: ("consumer_key", "consumer_secret", "access_token", "token_secret")
                        )
                    }
            }
    }

    private static func profile(
        _ node: Node,
        account: String,
        user: String?,
        names: (key: String, secret: String, token: String, tokenSecret: String)
    ) -> Profile? {
        guard let key = node[names.key]?.scalar?.string, !key.isEmpty,
            let secret = node[names.secret]?.scalar?.string, let token = node[names.token]?.scalar?.string,
            !token.isEmpty, let tokenSecret = node[names.tokenSecret]?.scalar?.string,
            let name = try? LoginTarget.checked(Profile.name(service: OAuth1Service.x.id, account: account))
        else { return nil }
        return Profile(
            name: name,
            service: ProfileService(preset: OAuth1Service.x.id),
            client: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
            token: OAuth1AccessToken(token: token, secret: OAuth1Secret(tokenSecret)),
            user: user
        )
    }
}
#endif
