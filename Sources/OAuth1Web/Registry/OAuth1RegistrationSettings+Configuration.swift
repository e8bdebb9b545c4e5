//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
public import Configuration

extension OAuth1RegistrationSettings {
    /// Reads what swift-configuration has about the services: environment variables, files, arguments.
    ///
    /// Consumer secrets and private keys are asked for as secrets, so that no access log shows them.
    ///
    /// - Parameters:
    ///   - reader: The reader, scoped to where the names of the services are.
    ///   - precedence: Whether code or configuration takes precedence; code by default.
    public init(reader: ConfigReader, precedence: Precedence = .code) {
        self.init(precedence: precedence) { service, key, isSecret in
            reader.text(ConfigKey([service] + key), isSecret: isSecret)
        }
    }
}

extension ConfigReader {
    /// The text of a key, or the text of a number or a truth value, which files have without quotes.
    fileprivate func text(_ key: ConfigKey, isSecret: Bool) -> String? {
        string(forKey: key, isSecret: isSecret)
            ?? bool(forKey: key, isSecret: isSecret).map { "\($0)" }
            ?? int(forKey: key, isSecret: isSecret).map { "\($0)" }
    }
}
#endif
