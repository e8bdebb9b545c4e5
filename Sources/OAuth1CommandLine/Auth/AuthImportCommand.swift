//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import OAuth1Client

/// `oauth1 auth import`: takes over logins of other tools.
struct AuthImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import the logins of twurl (.twurlrc) or xurl (.xurl).",
        discussion: """
            Without FILE the command reads ~/.twurlrc and ~/.xurl, whichever exist. The files are not changed. They \
            contain secrets in clear: remove them when you no longer use those tools.
            """
    )

    @Argument(help: "The file of twurl or xurl. Use - for standard input.")
    var file: String?

    @Flag(help: "Replace stored logins with the same names.")
    var replace = false

    @Flag(help: "Encrypt the secrets of all stored logins with a passphrase.")
    var encrypt = false

    func run() throws {
        let store = try ProfileStore()
        var profiles: [Profile] = []
        for path in try paths() {
            let bytes = try InputFile.read(path, option: "FILE", limit: ForeignLogins.maximumBytes)
            for profile in try ForeignLogins(bytes, path: path).profiles {
                guard !profiles.contains(where: { $0.name == profile.name }) else {
                    Diagnostics.warn("\(path): \(profile.name) occurs twice, and the first one is imported")
                    continue
                }
                profiles.append(profile)
            }
        }
        let existing = try store.document()
        let kept = profiles.filter { existing[$0.name] != nil && !replace }
        profiles.removeAll { profile in kept.contains { $0.name == profile.name } }
        if !profiles.isEmpty { try store.save(profiles, store.encryption(starting: encrypt)) }
        for profile in profiles { Diagnostics.say("Imported \(profile.name).") }
        for profile in kept { Diagnostics.warn("\(profile.name) is stored already. Use --replace to replace it") }
        if profiles.isEmpty, !kept.isEmpty { throw ExitStatus.failed.code }
    }

    private func paths() throws -> [String] {
        if let file { return [file] }
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        let found = [".twurlrc", ".xurl"].map { "\(home)/\($0)" }
            .filter { FileManager.default.fileExists(atPath: $0) }
        guard !found.isEmpty else {
            throw CommandFailure(
                .unreadableInput,
                "there is neither \(home)/.twurlrc nor \(home)/.xurl",
                advice: "Pass the path of the file"
            )
        }
        return found
    }
}
#endif
