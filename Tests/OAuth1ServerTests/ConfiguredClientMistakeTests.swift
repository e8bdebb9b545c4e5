//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
import Configuration
import OAuth1
import OAuth1Server
import Testing

@Suite("Mistakes in the configuration of fixed clients")
struct ConfiguredClientMistakeTests {
    /// A setting, a value that it can't have, and words of the error.
    static let mistakes: [(String, ConfigValue, String)] = [
        ("clientKey", "", "is empty"),
        ("clientKey", "hidden value", "space"),
        ("clientKey", "hidden\u{1B}[2J", "control character"),
        ("clientKey", "hidden\n", "control character"),
        ("clientKey", "hidden\u{200B}", "invisible"),
        ("clientKey", 12_345, "a text"),
        ("clientSecret", "", "is empty"),
        ("clientSecret", " ", "only spaces"),
        ("clientSecret", "hidden-value\n", "line break"),
        ("clientSecret", true, "a text"),
        ("previousSecret", "", "is empty"),
        ("previousSecret", "hidden-value\r\n", "line break"),
        ("previousSecretValidUntil", 1_700_000_000, "previous secret"),
        ("previousSecretValidUntil", 1_700_000_000_000, "seconds since 1970"),
        ("previousSecretValidUntil", true, "seconds since 1970"),
        ("publicKey", "", "is empty"),
        ("publicKey", 1, "a text"),
        ("displayName", "", "is empty"),
        ("displayName", "Hidden\nname", "line break"),
        ("displayName", "Hidden \u{202E}name", "direction"),
        ("displayName", " ", "space"),
        ("displayName", 7, "a text"),
        ("callbacks", list(), "is empty"),
        ("callbacks", list(""), "is empty"),
        ("callbacks", list("https://a.example/", "http:/hidden"), "number 2"),
        ("callbacks", list("hidden-value"), "expected an absolute URL"),
        ("callbacks", list("javascript:hidden"), "scheme"),
        ("callbacks", list("oob"), "allowsOutOfBand"),
        ("callbacks", list("OOB"), "allowsOutOfBand"),
        ("callbacks", "https://hidden.example/", "a list"),
        ("callbackMatching", list("hidden-value"), "pathPrefix"),
        ("callbackMatching", list("anyQuery"), "callbacks"),
        ("callbackMatching", "anyQuery", "a list"),
        ("allowsOutOfBand", "false", "true or false"),
        ("allowsOutOfBand", 0, "true or false"),
        ("isDisabled", list("true"), "true or false"),
        ("allowsRenewal", "hidden-value", "true or false"),
        ("allowsXAuth", 1, "true or false"),
        ("signatureMethods", list(), "is empty"),
        ("signatureMethods", list(""), "expected some of HMAC-SHA1"),
        ("signatureMethods", list("HMAC-SHA-256"), "expected some of HMAC-SHA1"),
        ("signatureMethods", list("HMAC-SHA1", "hidden-value"), "expected some of HMAC-SHA1"),
        ("signatureMethods", list("RSA-SHA256"), "publicKey"),
        ("signatureMethods", "HMAC-SHA1", "a list"),
        ("scopes", list(""), "is empty"),
        ("scopes", list("hidden.read hidden.write"), "space"),
        ("scopes", "hidden.read", "a list"),
        ("realms", list("hidden", " hidden "), "number 2"),
        ("realms", list("hid\u{7}den"), "control character"),
        ("scopesWithoutToken", list("hidden.read", "hidden\tvalue"), "number 2"),
        ("realmsWithoutToken", true, "a list"),
    ]

    @Test(
        "A value that can't be right is an error with its setting and what is expected, without the value",
        arguments: mistakes
    )
    func mistake(setting: String, value: ConfigValue, expected: String) {
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: Self.reader([AbsoluteConfigKey(["a", setting]): value]))
        }
        #expect(error?.key == "a.\(setting)")
        #expect(error?.reason.contains(expected) == true, "\(String(describing: error))")
        #expect(error?.description.lowercased().contains("hid") == false, "\(String(describing: error))")
    }

    @Test(
        "Without a secret and a public key, a client is an error, and so is a secret's method for a client without a secret"
    )
    func secrets() throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048).publicKey.pem
        var values: [AbsoluteConfigKey: ConfigValue] = [["clients"]: Self.list("a"), ["a", "clientKey"]: "key"]
        func error() -> OAuth1ClientSettingsError? {
            let reader = ConfigReader(provider: InMemoryProvider(values: values))
            return #expect(throws: OAuth1ClientSettingsError.self) { try OAuth1ConfiguredClientStore(reader: reader) }
        }
        #expect(error()?.key == "a.clientSecret")
        values[["a", "publicKey"]] = ConfigValue(.string(key), isSecret: false)
        values[["a", "signatureMethods"]] = Self.list("RSA-SHA256", "HMAC-SHA1")
        let mixed = error()
        #expect(mixed?.key == "a.signatureMethods" && mixed?.reason.contains("clientSecret") == true)
        values[["a", "signatureMethods"]] = Self.list("RSA-SHA256")
        let reader = ConfigReader(provider: InMemoryProvider(values: values))
        #expect(try OAuth1ConfiguredClientStore(reader: reader).clients.first?.signatureMethods == [.rsaSHA256])
    }

    @Test(
        "A list of clients that is not a list, or has an empty, unreadable or repeated name, is an error, and not no clients",
        arguments: [
            ("a", "a list"), (7, "a list"), (true, "a list"), (list(""), "number 1"), (list("a", ""), "number 2"),
            (list("a", "b c"), "number 2"), (list("a", "b\u{1B}"), "number 2"), (list("a", "a"), "twice"),
        ] as [(ConfigValue, String)]
    )
    func names(value: ConfigValue, expected: String) {
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: Self.reader([["clients"]: value]))
        }
        #expect(error?.key == "clients" && error?.reason.contains(expected) == true, "\(String(describing: error))")
    }

    @Test(
        "Empty environment variables are errors, as they are easily set by mistake",
        arguments: [
            ("CLIENTS", "clients"), ("A_CLIENT_KEY", "a.clientKey"), ("A_CLIENT_SECRET", "a.clientSecret"),
            ("A_CALLBACKS", "a.callbacks"), ("A_SIGNATURE_METHODS", "a.signatureMethods"), ("A_SCOPES", "a.scopes"),
            ("A_IS_DISABLED", "a.isDisabled"), ("A_ALLOWS_XAUTH", "a.allowsXAuth"),
        ]
    )
    func emptyVariable(variable: String, key: String) {
        var variables = ["CLIENTS": "a", "A_CLIENT_KEY": "k", "A_CLIENT_SECRET": "s"]
        variables[variable] = ""
        let provider = EnvironmentVariablesProvider(environmentVariables: variables)
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: ConfigReader(provider: provider))
        }
        #expect(error?.key == key)
    }

    @Test("Signature methods are known in any case, and custom ones if they are named")
    func methods() throws {
        let methods: [AbsoluteConfigKey: ConfigValue] = [
            ["a", "signatureMethods"]: Self.list("hmac-sha256", "X-Custom")
        ]
        let error = #expect(throws: OAuth1ClientSettingsError.self) {
            try OAuth1ConfiguredClientStore(reader: Self.reader(methods))
        }
        #expect(error?.key == "a.signatureMethods")
        let store = try OAuth1ConfiguredClientStore(reader: Self.reader(methods), customSignatureMethods: ["X-Custom"])
        #expect(store.clients.first?.signatureMethods == [.hmacSHA256, "X-Custom"])
    }

    /// A reader with a client `a` that is right, and with other values.
    private static func reader(_ values: [AbsoluteConfigKey: ConfigValue]) -> ConfigReader {
        let client: [AbsoluteConfigKey: ConfigValue] = [
            ["clients"]: list("a"), ["a", "clientKey"]: "key", ["a", "clientSecret"]: "secret",
        ]
        return ConfigReader(provider: InMemoryProvider(values: client.merging(values) { $1 }))
    }

    private static func list(_ texts: String...) -> ConfigValue { ConfigValue(.stringArray(texts), isSecret: false) }
}
#endif
