//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import Foundation
import OAuth1
import OAuth1Server

/// The keys of a provider's database, from a file or the environment: never an argument, which every process can read.
enum ProviderKeyList {
    /// The digits of a key as `openssl rand -hex 32` prints it.
    private static let digitCount = 64

    /// Reads a file, or standard input for `-`: a key on each line, blank lines and comments skipped.
    static func read(file: String) throws -> [OAuth1Secret] {
        guard !looksLikeKey(file) || FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(
                .unreadableInput,
                "--keys-file: expected the path of a file with keys, got a text that looks like a key and is not shown",
                advice: "Write it to a file with mode 0600, and pass its path. Use a new key if other users may have "
                    + "seen the arguments"
            )
        }
        let bytes = try InputFile.read(file, option: "--keys-file", limit: 65_536, hasKeys: true)
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return try keys(lines, source: "--keys-file: \(file)", part: "line")
    }

    /// Reads the value of an environment variable, in which commas or lines separate the keys.
    static func read(variable name: String, _ value: String) throws -> [OAuth1Secret] {
        let parts = value.split(omittingEmptySubsequences: false) { $0.isNewline || $0 == "," }
        return try keys(parts, source: name, part: "part")
    }

    /// Whether a text contains what may be a key, which is never shown.
    static func looksLikeKey(_ text: String) -> Bool {
        var count = 0
        for character in text {
            count = character.isHexDigit ? count + 1 : 0
            if count == digitCount { return true }
        }
        return false
    }

    private static func keys(_ parts: [Substring], source: String, part: String) throws -> [OAuth1Secret] {
        var keys: [OAuth1Secret] = []
        for (index, text) in parts.enumerated() {
            let key = text.trimmingCharacters(in: .whitespaces)
            guard !key.isEmpty, !key.hasPrefix("#") else { continue }
            let secret = OAuth1Secret(key)
            // Each alone, so that the error names its place.
            do { _ = try OAuth1DatabaseKeys([secret]) } catch {
                throw CommandFailure(.unreadableInput, "\(source), \(part) \(index + 1): \(error.reason)")
            }
            keys.append(secret)
        }
        guard !keys.isEmpty else { throw CommandFailure(.unreadableInput, "\(source) has no key") }
        return keys
    }
}
#endif
