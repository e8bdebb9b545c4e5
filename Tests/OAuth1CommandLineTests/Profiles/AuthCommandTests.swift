//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client
import Testing

@testable import OAuth1CommandLine

@Suite("Commands of stored logins")
struct AuthCommandTests {
    @Test("status exits with 4 when a login is needed, with 75 when the service was not reached, and says what to type")
    func status() async throws {
        try await UserFolder.with { user in
            let none = try await user.run(["auth", "status"])
            #expect(none.status == 4 && none.errors.contains("oauth1 login"), "\(none)")
        }
        try await CallService.withRunning { service in
            try await UserFolder.with { user in
                try await user.store("mine", service.endpoints)
                let rejected = try await user.run(["auth", "status"])
                #expect(rejected.status == 4 && rejected.output.contains("oauth1 login mine"), "\(rejected)")
                let json = try await user.run(["auth", "status", "--json"])
                #expect(json.output.contains(#""state" : "rejected""#))
            }
        }
        try await UserFolder.with { user in
            let closed = CallService(origin: "http://127.0.0.1:9", token: OAuth1AccessToken(token: "", secret: ""))
            try await user.store("mine", closed.endpoints)
            let result = try await user.run(["auth", "status", "mine"])
            #expect(result.status == 75, "\(result)")
        }
    }

    @Test("Logins of twurl and xurl are imported, and stored ones are replaced only if asked for")
    func importing() async throws {
        let twurl = """
            ---
            profiles:
              noradio:
                ck1: {username: noradio, consumer_key: ck1, consumer_secret: cs1, token: t1, secret: ts1}
              other:
                ck2:
                  username: other
                  consumer_key: ck2
                  consumer_secret: "cs2"
                  token: 12-t2
                  secret: '0123'
            configuration:
              default_profile: [noradio, ck1]
            """
        let xurl = """
            apps:
                default:
                    client_id: abc
                    oauth1_token:
                        type: oauth1
                        oauth1:
                            access_token: at
                            token_secret: ts
                            consumer_key: ck
                            consumer_secret: cs
                empty:
                    client_id: def
            default_app: default
            """
        let old =
            #"{"oauth1_token":{"type":"oauth1","oauth1":{"access_token":"a","token_secret":"b","#
            + #""consumer_key":"c","consumer_secret":"d"}}}"#
        try await UserFolder.with { user in
            try Data(twurl.utf8).write(to: user.folder.appendingPathComponent(".twurlrc"))
            try Data(xurl.utf8).write(to: user.folder.appendingPathComponent(".xurl"))
            #expect(try await user.run(["auth", "import"]).status == 0)
            #expect(try await user.run(["auth", "import", "-"], input: old).status == 0)
            let names = try user.document().profiles.map(\.name)
            #expect(Set(names) == ["x/noradio", "x/other", "x/default", "x/xurl"])
            let other = try ProfileStore(environment: user.environment()).profile(named: "x/other")
            #expect(other.client == OAuth1ClientCredentials(key: "ck2", secret: "cs2"))
            #expect(other.token == OAuth1AccessToken(token: "12-t2", secret: "0123"))
            let again = try await user.run(["auth", "import", "-"], input: old)
            #expect(again.status == 1 && again.errors.contains("--replace"))
            #expect(try await user.run(["auth", "import", "-", "--replace"], input: old).status == 0)
        }
    }

    @Test(
        "A file that can't be imported exits with 66 and is not quoted",
        arguments: [
            "", "hidden-value", "a: [hidden-value", "- hidden-value", "profiles: {hidden-value: {}}",
            String(repeating: "[", count: 60_000), String(repeating: "- ", count: 30_000),
        ]
    )
    func badImport(text: String) async throws {
        try await UserFolder.with { user in
            let result = try await user.run(["auth", "import", "-"], input: text)
            #expect(result.status == 66, "\(result.status) \(result.errors.prefix(300))")
            #expect(!result.errors.contains("hidden-value"))
        }
    }

    @Test("An exported login is read by another machine, and by other programs")
    func exporting() async throws {
        try await UserFolder.with { user in
            try await user.store(account: "o'hara")
            let lines = try await user.run(["auth", "export"])
            #expect(try Tool.shell(lines.output + "printf %s \"$OAUTH1_TOKEN_SECRET\"") == "token-secret-of-a-test")
            try await UserFolder.with { other in
                let file = try other.serviceFile()
                #expect(try await other.run(["login", file, "--with-token"], input: lines.output).status == 0)
                let store = try ProfileStore(environment: other.environment())
                #expect(try store.profile().token?.secret == "token-secret-of-a-test")
            }
            for format in ["postman", "bruno"] {
                let result = try await user.run(["auth", "export", "--format", format])
                let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                #expect(json is [String: Any])
                #expect(result.output.contains("oauth1") && result.output.contains("consumer-secret-of-a-test"))
            }
        }
    }

    @Test("services lists the presets, shows what each needs, and names the source of each end")
    func services() async throws {
        try await UserFolder.with { user in
            let list = try await user.run(["services"])
            for service in OAuth1Service.presets { #expect(list.output.contains("\(service.id) ")) }
            for service in OAuth1Service.presets {
                let shown = try await user.run(["services", "show", service.id])
                #expect(shown.status == 0 && shown.output.contains("oauth1 login \(service.id)"), "\(shown)")
            }
            let ending = try await user.run(["services", "list", "--expiring"])
            #expect(ending.output.contains("2026-12-31") && ending.output.contains("Source: https://"))
            #expect(!ending.output.contains("discogs"))
            let json = try await user.run(["services", "show", "etrade", "--json"])
            #expect(try OAuth1Service(json: json.output) == .etrade)
            #expect(try await user.run(["services", "show", "nosuch"]).status == 64)
        }
    }
}
#endif
