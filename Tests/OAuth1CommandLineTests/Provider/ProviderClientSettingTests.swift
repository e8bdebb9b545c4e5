//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import Foundation
import OAuth1
import OAuth1GRDB
import OAuth1Server
import Testing

@testable import OAuth1CommandLine

@Suite("oauth1 provider clients: what a client may do, and how clients are shown")
struct ProviderClientSettingTests {
    /// A client of the list as JSON.
    private struct ShownClient: Decodable {
        let key: String
        let callbackMatching: [String]
        let scopes: [String]?
        let realms: [String]?
        let scopesWithoutToken: [String]
        let realmsWithoutToken: [String]
        let allowsRenewal: Bool
        let allowsXAuth: Bool
    }

    @Test("A client is created with scopes, realms, refresh and xAuth, and the list shows them")
    func access() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let created = try await folder.run([
                "clients", "create", "--name", "Printer", "--key", "printer", "--scope", "photos.read", "--scope",
                "photos.write", "--realm", "my albums", "--scope-without-token", "status", "--realm-without-token",
                "public", "--refresh", "--xauth", "--callback", "http://127.0.0.1/done", "--callback-matching",
                "any-loopback-port", "--callback-matching", "any-query", "--no-oob",
            ])
            #expect(created.status == 0, "\(created)")
            #expect(try await folder.run(["clients", "create", "--name", "Any", "--key", "any"]).status == 0)
            let database = try folder.open()
            let printer = try #require(try await database.clients.client(forKey: "printer"))
            #expect(
                printer.allowedAccess == OAuth1Access(scopes: ["photos.read", "photos.write"], realms: ["my albums"])
            )
            #expect(printer.accessWithoutToken == OAuth1Access(scopes: ["status"], realms: ["public"]))
            #expect(printer.allowsRenewal && printer.allowsXAuth)
            let unlimited = try #require(try await database.clients.client(forKey: "any"))
            #expect(unlimited.allowedAccess == nil && unlimited.accessWithoutToken.isEmpty)
            #expect(!unlimited.allowsRenewal && !unlimited.allowsXAuth)

            let list = try await folder.run(["clients", "list"])
            let rows = list.output.split(separator: "\n").map { String($0) }
            #expect(rows.count == 2, "\(list)")
            #expect(rows.first?.contains("any callback") == true, "\(list)")
            #expect(rows.first?.hasSuffix("any scope and realm") == true, "\(list)")
            for text in [
                "http://127.0.0.1/done (any-loopback-port, any-query)",
                "scopes photos.read photos.write; realms my albums", "without a token: scopes status", "no oob",
                "refresh", "xauth",
            ] {
                #expect(rows.last?.contains(text) == true, "\(text) in \(list)")
            }
            let json = try await folder.run(["clients", "list", "--json"])
            let shown = try JSONDecoder().decode([ShownClient].self, from: Data(json.output.utf8))
            #expect(shown.map(\.key) == ["any", "printer"])
            #expect(shown.map(\.scopes) == [nil, ["photos.read", "photos.write"]])
            #expect(shown.map(\.realms) == [nil, ["my albums"]])
            #expect(shown.map(\.scopesWithoutToken) == [[], ["status"]])
            #expect(shown.map(\.realmsWithoutToken) == [[], ["public"]])
            #expect(shown.map(\.callbackMatching) == [[], ["any-loopback-port", "any-query"]])
            #expect(shown.map(\.allowsRenewal) == [false, true] && shown.map(\.allowsXAuth) == [false, true])
        }
    }

    @Test("The help says that a client without scopes and realms may ask for all")
    func help() async throws {
        let help = try await ToolProcess.run(["provider", "clients", "create", "--help"], environment: [:])
        let text = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("Default: all scopes and realms of the provider"), "\(help)")
        for option in ["--scope-without-token", "--realm-without-token", "--refresh", "--xauth"] {
            #expect(text.contains(option))
        }
    }

    @Test(
        "An invalid setting is an error about its option, which shows no control character",
        arguments: [
            (["--callback", "oob"], "--no-oob"), (["--callback", "OOB"], "--no-oob"),
            (["--callback", "http:/x"], "--callback http:/x"), (["--callback", ""], "--callback"),
            (["--name", "a\u{1B}[2J"], "--name"), (["--name", "a\nb"], "--name"), (["--name", " "], "--name"),
            (["--key", ""], "--key"), (["--key", "a b"], "--key"), (["--key", "a\u{9B}2J"], "--key"),
            (["--key", "a\n"], "--key"), (["--key", String(repeating: "k", count: 1_025)], "--key"),
            (["--scope", ""], "--scope"), (["--scope", "a b"], "--scope a b"),
            (["--scope", "a\u{1B}b"], "--scope a\\u001bb"), (["--realm", " a"], "--realm"),
            (["--scope-without-token", "a b"], "--scope-without-token"),
            (["--realm-without-token", "a\n"], "--realm-without-token"),
            (["--signature-method", "HMAC-SHA1", "--signature-method", "RSA-SHA256"], "--rsa-public-key"),
            (["--callback-matching", "any-query"], "--callback"),
        ]
    )
    func mistakes(arguments: [String], expected: String) async throws {
        let named = arguments.first == "--name" ? arguments : ["--name", "A"] + arguments
        let result = try await ToolProcess.run(["provider", "clients", "create"] + named, environment: [:])
        #expect(result.status == 64 && result.output.isEmpty, "\(result)")
        let error = result.errors.split(separator: "\n").first.map { String($0) } ?? ""
        #expect(error.contains(expected), "\(result)")
        #expect(!result.errors.unicodeScalars.contains { $0 != "\n" && $0.isHiddenControl }, "\(result)")
    }

    @Test("A method that needs a secret is an error for a client with a public key")
    func publicKey() async throws {
        try await ProviderFolder.with { folder in
            let file = try folder.file("key.pem", OAuth1RSAPrivateKey(generatingBits: 2_048).publicKey.pem)
            let options = ["--name", "A", "--rsa-public-key", file, "--signature-method"]
            let result = try await folder.run(["clients", "create"] + options + ["HMAC-SHA1"])
            #expect(result.status == 64 && result.errors.contains("needs a secret"), "\(result)")
            _ = try await folder.run(["migrate"])
            #expect(try await folder.run(["clients", "create"] + options + ["RSA-SHA256"]).status == 0)
        }
    }

    @Test("A client that was stored with control characters has one row, in which they are escaped")
    func storedControls() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let key = "a\u{1B}[2J\u{9B}1m"
            let database = try folder.open()
            try await database.clients
                .register(
                    OAuth1RegisteredClient(
                        credentials: OAuth1ClientCredentials(key: key, secret: "s"),
                        displayName: "Name\nb  Fake  enabled\t\u{202E}",
                        allowedAccess: OAuth1Access(scopes: ["x\r\ny"])
                    )
                )
            let list = try await folder.run(["clients", "list"])
            #expect(list.output.split(separator: "\n").count == 1 && list.output.hasSuffix("\n"), "\(list)")
            for text in ["a\\u001b[2J\\u009b1m", "Name\\u000ab  Fake  enabled\\u0009\\u202e", "x\\u000d\\u000ay"] {
                #expect(list.output.contains(text), "\(list)")
            }
            let json = try await folder.run(["clients", "list", "--json"])
            let shown = try JSONDecoder().decode([ShownClient].self, from: Data(json.output.utf8))
            #expect(shown.map(\.key) == [key])
            let disabled = try await folder.run(["clients", "disable", key])
            #expect(disabled.status == 0 && disabled.errors.contains("a\\u001b[2J"), "\(disabled)")
            let rotated = try await folder.run(["clients", "rotate", key])
            #expect(rotated.status == 0 && rotated.output.contains("a\\u001b[2J"), "\(rotated)")
            let again = try await folder.run(["clients", "rotate", key])
            #expect(again.status == 1, "\(again)")
            for result in [list, json, disabled, rotated, again] {
                let text = result.output + result.errors
                #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isHiddenControl }, "\(result)")
            }
        }
    }

    @Test(
        "A file with keys that other users can read or change gives a warning, and one for the group that reads it does not"
    )
    func keysFileMode() async throws {
        try await ProviderFolder.with { folder in
            let file = try folder.file("keys", "\(ProviderFolder.oldKey)\n")
            for (mode, isExposed) in [(0o644, true), (0o604, true), (0o660, true), (0o640, false), (0o600, false)] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
                let result = try await ToolProcess.run(
                    ["provider", "migrate", "--database", folder.path, "--keys-file", file],
                    environment: [:]
                )
                #expect(result.status == 0, "\(result)")
                #expect(result.errors.contains("can be read or changed by other users") == isExposed, "\(result)")
                #expect(result.errors.contains("chmod 600") == isExposed)
                #expect(!(result.output + result.errors).contains(ProviderFolder.oldKey))
            }
        }
    }
}
#endif
