//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
import Configuration

/// Reads settings of a type each.
///
/// A value of another type is an error: ignoring it could allow what it should forbid. So is an empty text.
struct ClientSettingsReader {
    private let reader: ConfigReader
    /// What the keys in errors start with.
    private let prefix: String

    /// Reads settings that are not those of one client.
    init(_ reader: ConfigReader) {
        self.reader = reader
        prefix = ""
    }

    /// Reads the settings of a client.
    init(_ reader: ConfigReader, client name: String) {
        self.reader = reader.scoped(to: ConfigKey([name]))
        prefix = "\(name)."
    }

    func text(_ key: String, isSecret: Bool = false) throws(OAuth1ClientSettingsError) -> String? {
        guard let value = reader.string(forKey: ConfigKey([key]), isSecret: isSecret) else {
            try checkMissing(key, "a text, in a file with quotation marks")
            return nil
        }
        guard !value.isEmpty else { throw error(key, "is empty: set it, or remove it") }
        return value
    }

    func flag(_ key: String) throws(OAuth1ClientSettingsError) -> Bool? {
        let path = ConfigKey([key])
        let expected = "true or false"
        guard let value = reader.bool(forKey: path) else {
            try checkMissing(key, expected)
            return nil
        }
        // Some sources make a truth value of any number.
        if let number = reader.double(forKey: path, isSecret: true), number != 0, number != 1 {
            throw mismatch(key, expected)
        }
        return value
    }

    func list(_ key: String) throws(OAuth1ClientSettingsError) -> [String]? {
        if let value = reader.stringArray(forKey: ConfigKey([key])) { return value }
        try checkMissing(key, "a list of texts")
        return nil
    }

    /// A time between the years 2000 and 9999, in seconds since 1970; anything else is in another unit, or a truth value.
    func second(_ key: String) throws(OAuth1ClientSettingsError) -> Int64? {
        let expected = "a time in whole seconds since 1970"
        guard let value = reader.int(forKey: ConfigKey([key])).map({ Int64($0) }) else {
            try checkMissing(key, expected)
            return nil
        }
        guard (946_684_800...253_402_300_799).contains(value) else { throw mismatch(key, expected) }
        return value
    }

    /// Checks that a setting that can't be read as its type has no value at all.
    private func checkMissing(_ key: String, _ expected: String) throws(OAuth1ClientSettingsError) {
        let path = ConfigKey([key])
        // As a secret, since a value in the wrong place may be one.
        let hasText = reader.string(forKey: path, isSecret: true) != nil
        let hasNumber =
            reader.int(forKey: path, isSecret: true) != nil || reader.double(forKey: path, isSecret: true) != nil
        let hasOther =
            reader.bool(forKey: path, isSecret: true) != nil || reader.bytes(forKey: path, isSecret: true) != nil
        let hasList =
            reader.stringArray(forKey: path, isSecret: true) != nil
            || reader.doubleArray(forKey: path, isSecret: true) != nil
            || reader.intArray(forKey: path, isSecret: true) != nil
            || reader.boolArray(forKey: path, isSecret: true) != nil
        guard !hasText, !hasNumber, !hasOther, !hasList else { throw mismatch(key, expected) }
    }

    private func mismatch(_ key: String, _ expected: String) -> OAuth1ClientSettingsError {
        error(key, "can't be read: expected \(expected)")
    }

    func error(_ key: String, _ reason: String) -> OAuth1ClientSettingsError {
        OAuth1ClientSettingsError(prefix + key, reason)
    }
}
#endif
