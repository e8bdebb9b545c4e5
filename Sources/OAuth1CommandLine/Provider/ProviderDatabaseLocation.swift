//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import Foundation
import OAuth1

/// Where a provider's database is: a file of SQLite, or a server.
enum ProviderDatabaseLocation: ExpressibleByArgument, Equatable {
    case file(String)
    /// A connection string of PostgreSQL, which may contain a password.
    case postgreSQL(OAuth1Secret)
    /// A server that the libraries of this build don't support.
    case unsupportedServer(scheme: String)
    /// A text that may be a misspelt connection string with a password, and so is never shown.
    case malformed

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        // Before URLs, as the value of a setting may be one.
        if Self.startsWithSetting(argument) {
            self = .postgreSQL(OAuth1Secret(argument))
            return
        }
        guard let end = argument.firstRange(of: "://") else {
            self = Self.location(ofFile: argument)
            return
        }
        let scheme = argument[..<end.lowerBound].lowercased()
        guard scheme.utf8.allSatisfy({ 0x61...0x7A ~= $0 }) else {
            self = .malformed
            return
        }
        self =
            switch scheme {
            case "file": Self.location(ofFile: String(argument[end.upperBound...]))
            case "postgresql", "postgres": .postgreSQL(OAuth1Secret(argument))
            default: .unsupportedServer(scheme: scheme)
            }
    }

    private static func location(ofFile text: String) -> ProviderDatabaseLocation {
        let mayBeSecret = mayHavePassword(text) || ProviderKeyList.looksLikeKey(text)
        return mayBeSecret && !FileManager.default.fileExists(atPath: text) ? .malformed : .file(text)
    }

    /// Whether a text starts like the settings of libpq, for instance `host=db user=oauth1`, which may contain a password.
    ///
    /// A file with such a name needs a path: `./a=b`.
    private static func startsWithSetting(_ text: String) -> Bool {
        let name = text.utf8.drop { isSpace($0) }.prefix { isLetter($0) || $0 == UInt8(ascii: "_") }
        return !name.isEmpty && text.utf8[name.endIndex...].first { !isSpace($0) } == UInt8(ascii: "=")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

    /// Whether a text that is neither a URL nor settings may still contain a password, for instance `postgresql:u:X@h`.
    ///
    /// A new file with such a name needs a path: `./a:b@c`.
    private static func mayHavePassword(_ text: String) -> Bool {
        // What is left of a URL that lost its scheme starts with two slashes.
        guard let first = text.utf8.first, first != UInt8(ascii: "."),
            first != UInt8(ascii: "/") || text.utf8.starts(with: "//".utf8)
        else {
            return false
        }
        let lowercase = text.lowercased()
        return text.utf8.contains(UInt8(ascii: "@")) || lowercase.contains("password")
            || lowercase.hasPrefix("postgres:") || lowercase.hasPrefix("postgresql:")
    }
}
#endif
