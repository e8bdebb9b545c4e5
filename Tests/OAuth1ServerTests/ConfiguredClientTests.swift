//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
import Configuration
import Foundation
import OAuth1
import OAuth1Server
import Synchronization
import Testing

@Suite("Fixed clients from swift-configuration")
struct ConfiguredClientTests {
    @Test("Clients are read from environment variables, with all their settings")
    func environment() async throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048).publicKey.pem
        let provider = EnvironmentVariablesProvider(environmentVariables: [
            "CLIENTS": "photo-printer,importer", "PHOTO_PRINTER_CLIENT_KEY": "printer-1",
            "PHOTO_PRINTER_CLIENT_SECRET": "printer-secret", "PHOTO_PRINTER_DISPLAY_NAME": "Photo printer",
            "PHOTO_PRINTER_CALLBACKS": "https://one.example/,https://two.example/",
            "PHOTO_PRINTER_CALLBACK_MATCHING": "anyQuery,pathPrefix", "PHOTO_PRINTER_ALLOWS_OUT_OF_BAND": "false",
            "PHOTO_PRINTER_SIGNATURE_METHODS": "HMAC-SHA1,HMAC-SHA256", "PHOTO_PRINTER_PREVIOUS_SECRET": "old-secret",
            "PHOTO_PRINTER_PREVIOUS_SECRET_VALID_UNTIL": "1700000000",
            "PHOTO_PRINTER_SCOPES": "photos.read,photos.write", "PHOTO_PRINTER_REALMS": "my albums",
            "PHOTO_PRINTER_SCOPES_WITHOUT_TOKEN": "status", "PHOTO_PRINTER_REALMS_WITHOUT_TOKEN": "public",
            "PHOTO_PRINTER_ALLOWS_RENEWAL": "true", "PHOTO_PRINTER_ALLOWS_XAUTH": "yes",
            "IMPORTER_CLIENT_KEY": "importer-1",
            "IMPORTER_PUBLIC_KEY": key, "IMPORTER_IS_DISABLED": "true",
        ])
        let store = try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider))
        let printer = try #require(await store.client(forKey: "printer-1"))
        #expect(printer.credentials == OAuth1ClientCredentials(key: "printer-1", secret: "printer-secret"))
        #expect(printer.displayName == "Photo printer")
        #expect(printer.callbacks == ["https://one.example/", "https://two.example/"])
        #expect(printer.callbackMatching == [.anyQuery, .pathPrefix])
        #expect(!printer.allowsOutOfBand && !printer.isDisabled)
        #expect(printer.signatureMethods == [.hmacSHA1, .hmacSHA256])
        #expect(printer.previousSecret == OAuth1PreviousSecret("old-secret", validUntil: 1_700_000_000))
        #expect(printer.allowedAccess == OAuth1Access(scopes: ["photos.read", "photos.write"], realms: ["my albums"]))
        #expect(printer.accessWithoutToken == OAuth1Access(scopes: ["status"], realms: ["public"]))
        #expect(printer.allowsRenewal && printer.allowsXAuth)
        let importer = try #require(await store.client(forKey: "importer-1"))
        #expect(importer.rsaPublicKey?.pem == key)
        #expect(importer.credentials.secret.isEmpty && importer.isDisabled && importer.allowsOutOfBand)
        #expect(importer.allowedAccess == nil && importer.accessWithoutToken.isEmpty)
        #expect(!importer.allowsRenewal && !importer.allowsXAuth)
        #expect(await store.client(forKey: "Printer-1") == nil)
        #expect(store.clients.map(\.key) == ["printer-1", "importer-1"])
        let nothing = EnvironmentVariablesProvider(environmentVariables: [:])
        #expect(try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: nothing)).clients.isEmpty)
    }

    @Test(
        "A setting that is missing or wrong is an error that names its key, and not its value",
        arguments: [
            (["A_CLIENT_SECRET": "hidden-value"], "a.clientKey"), (["A_CLIENT_KEY": "hidden-value"], "a.clientSecret"),
            (["A_CLIENT_KEY": "k", "A_PUBLIC_KEY": "hidden-value"], "a.publicKey"),
            (
                ["A_CLIENT_KEY": "k", "A_CLIENT_SECRET": "s", "A_CALLBACK_MATCHING": "hidden-value"],
                "a.callbackMatching"
            ),
            (
                [
                    "CLIENTS": "a,b", "A_CLIENT_KEY": "k", "A_CLIENT_SECRET": "s", "B_CLIENT_KEY": "k",
                    "B_CLIENT_SECRET": "s",
                ],
                "b.clientKey"
            ),
        ]
    )
    func wrong(variables: [String: String], key: String) throws {
        let provider = EnvironmentVariablesProvider(
            environmentVariables: variables.merging(["CLIENTS": "a"]) { own, _ in own }
        )
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider))
        }
        #expect(error?.key == key)
        #expect(error?.localizedDescription.contains("hidden-value") == false)
        #expect(error?.recoverySuggestion?.isEmpty == false)
    }

    @Test(
        "A value of the wrong type is an error, and not the default, which could allow more",
        arguments: [
            ("IS_DISABLED", "a.isDisabled", "ture"), ("ALLOWS_OUT_OF_BAND", "a.allowsOutOfBand", "nein"),
            ("PREVIOUS_SECRET_VALID_UNTIL", "a.previousSecretValidUntil", "2026-12-01"),
        ]
    )
    func wrongType(variable: String, key: String, value: String) throws {
        let provider = EnvironmentVariablesProvider(environmentVariables: [
            "CLIENTS": "a", "A_CLIENT_KEY": "k", "A_CLIENT_SECRET": "s", "A_PREVIOUS_SECRET": "old",
            "A_\(variable)": value,
        ])
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider))
        }
        #expect(error?.key == key)
        #expect(error?.localizedDescription.contains(value) == false)
    }

    @Test("A single text in the place of a list is an error", arguments: ["callbacks", "signatureMethods"])
    func textForList(key: String) throws {
        let provider = InMemoryProvider(values: [
            ["clients"]: ConfigValue(.stringArray(["a"]), isSecret: false), ["a", "clientKey"]: "key",
            ["a", "clientSecret"]: "secret", AbsoluteConfigKey(["a", key]): "HMAC-SHA256",
        ])
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider))
        }
        #expect(error?.key == "a.\(key)")
    }

    @Test("With scopes or realms a client may ask for nothing else, and with an empty list for none")
    func access() throws {
        func allowed(_ key: String, _ names: [String]) throws -> OAuth1Access? {
            let provider = InMemoryProvider(values: [
                ["clients"]: ConfigValue(.stringArray(["a"]), isSecret: false), ["a", "clientKey"]: "key",
                ["a", "clientSecret"]: "secret",
                AbsoluteConfigKey(["a", key]): ConfigValue(.stringArray(names), isSecret: false),
            ])
            let store = try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider))
            return try #require(store.clients.first).allowedAccess
        }
        #expect(try allowed("scopes", ["photos.read"]) == OAuth1Access(scopes: ["photos.read"]))
        #expect(try allowed("realms", ["albums"]) == OAuth1Access(realms: ["albums"]))
        #expect(try allowed("scopes", []) == OAuth1Access())
        #expect(try allowed("scopesWithoutToken", ["status"]) == nil)
    }

    @Test("Secrets are asked for as secrets")
    func secrets() throws {
        let reporter = Reporter()
        let provider = InMemoryProvider(values: [
            ["clients"]: ConfigValue(.stringArray(["a"]), isSecret: false), ["a", "clientKey"]: "key",
            ["a", "clientSecret"]: "very secret", ["a", "previousSecret"]: "very secret, too",
        ])
        _ = try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider, accessReporter: reporter))
        #expect(reporter.text.contains("clientSecret"))
        #expect(!reporter.text.contains("very secret"))
    }

    private final class Reporter: AccessReporter {
        private let events = Mutex("")
        var text: String { events.withLock { $0 } }

        func report(_ event: AccessEvent) {
            let text = "\(event.metadata.key) \(event.result)\n"
            events.withLock { $0 += text }
        }
    }
}
#endif
