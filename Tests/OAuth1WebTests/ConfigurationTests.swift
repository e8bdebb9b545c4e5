//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Configuration
import Configuration
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization
import Testing

@Suite("Services from swift-configuration")
struct ConfigurationTests {
    private static let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }

    private func registry(_ names: [String], _ reader: ConfigReader) throws(OAuth1RegistryError) -> OAuth1Registry {
        try OAuth1Registry(
            names.map { OAuth1Registration(named: $0) },
            configuration: OAuth1WebConfiguration(publicURL: "https://app.example", storage: .sealedCookie(.random())),
            settings: OAuth1RegistrationSettings(reader: reader),
            transport: Self.transport
        )
    }

    @Test("Environment variables name keys, secrets, endpoints and options")
    func environment() throws {
        let provider = EnvironmentVariablesProvider(environmentVariables: [
            "TWITTER_CLIENT_KEY": "key", "TWITTER_CLIENT_SECRET": "secret", "TWITTER_PRESET": "x",
            "TWITTER_API_BASE_URL": "https://api.twitter.example", "NETSUITE_TBA_CLIENT_KEY": "k",
            "NETSUITE_TBA_CLIENT_SECRET": "s", "NETSUITE_TBA_VARIABLE_ACCOUNT": "1234567_SB1",
            "OWN_CLIENT_KEY": "k", "OWN_CLIENT_SECRET": "s", "OWN_REQUEST_TOKEN_URL": "https://own.example/request",
            "OWN_AUTHORIZE_URL": "https://own.example/authorize", "OWN_ACCESS_TOKEN_URL": "https://own.example/access",
            "OWN_REQUIRES_CALLBACK_CONFIRMATION": "false", "OWN_USER_AGENT": "App/1",
        ])
        let registry = try registry(["twitter", "netsuite-tba", "own"], ConfigReader(provider: provider))
        let twitter = try registry.client("twitter").client.flow
        #expect(twitter.client == OAuth1ClientCredentials(key: "key", secret: "secret"))
        #expect(twitter.options.baseURL == "https://api.twitter.example")
        #expect(try registry.client("netsuite-tba").client.flow.options.baseURL?.contains("1234567-sb1") == true)
        let own = try registry.client("own").client.flow
        #expect(own.options.requiresCallbackConfirmation == false)
        #expect(own.options.headerFields[.userAgent] == "App/1")
    }

    @Test("A message about what is missing names the environment variable that is read")
    func names() throws {
        let services = ["atlassian-data-center", "smugmug"]
        let nothing = EnvironmentVariablesProvider(environmentVariables: [:])
        let error = #expect(throws: OAuth1RegistryError.self) {
            try registry(services, ConfigReader(provider: nothing))
        }
        let text = try #require(error).description
        let hints = text.matches(of: /([a-zA-Z]+) \(([A-Z_]+)\)/).map { (key: String($0.1), name: String($0.2)) }
        #expect(hints.map(\.name).contains("SMUGMUG_CLIENT_SECRET"))
        for (key, name) in hints {
            let provider = EnvironmentVariablesProvider(environmentVariables: [name: "value"])
            let reader = ConfigReader(provider: provider)
            #expect(services.contains { reader.string(forKey: ConfigKey([$0, key])) == "value" }, "\(name)")
        }
    }

    @Test("Truth values and numbers need no quotes where a file has them as such")
    func types() throws {
        let provider = InMemoryProvider(values: [
            ["own", "clientKey"]: 12345, ["own", "clientSecret"]: "s", ["own", "preset"]: "x",
            ["own", "requiresVerifier"]: false, ["own", "allowsMissingVerifier"]: true,
        ])
        let flow = try registry(["own"], ConfigReader(provider: provider)).client("own").client.flow
        #expect(flow.client.key == "12345")
        #expect(flow.options.requiresVerifier == false)
    }

    @Test("Secrets are asked for as secrets")
    func secrets() throws {
        let reporter = Reporter()
        let provider = InMemoryProvider(values: [
            ["x", "clientKey"]: "key", ["x", "clientSecret"]: "very secret",
        ])
        _ = try registry(["x"], ConfigReader(provider: provider, accessReporter: reporter))
        let events = reporter.events
        #expect(events.contains { $0.contains("clientSecret") })
        #expect(!events.contains { $0.contains("very secret") })
    }

    /// Remembers what an access log would show.
    private final class Reporter: AccessReporter {
        private let lines = Mutex<[String]>([])

        var events: [String] { lines.withLock { $0 } }

        func report(_ event: AccessEvent) {
            lines.withLock { $0.append("\(event.metadata.key) \(event.providerResults) \(event.result)") }
        }
    }
}
#endif
