//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Configuration
import Foundation
import OAuth1
import OAuth1Web

/// The keys that encrypt cookies: those of logins in progress, and those of the site's own session.
struct CookieKeys: Sendable {
    /// The keys for what the site keeps itself; each purpose gets one that is derived from these.
    let secrets: [OAuth1Secret]
    /// The keys for the logins.
    let loginKeys: OAuth1CookieKeys

    /// Reads the keys from a file or the environment, or makes one that ends with the process.
    init(file: String?, environment: ConfigReader) throws {
        var text = environment.string(forKey: "cookie.keys", isSecret: true) ?? ""
        if let file { text = try String(contentsOfFile: file, encoding: .utf8) }
        var secrets = text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map { OAuth1Secret(String($0)) }
        if secrets.isEmpty {
            guard file == nil else { throw ValidationError("the file of cookie keys is empty") }
            var generator = SystemRandomNumberGenerator()
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            secrets = [OAuth1Secret(bytes.map { String(format: "%02x", $0) }.joined())]
        }
        self.secrets = secrets
        loginKeys = try OAuth1CookieKeys(current: secrets[0], previous: Array(secrets.dropFirst()))
    }
}
