//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
public import OAuth1Client

/// The services that users of a web application can log in with, by name.
///
/// ```swift
/// let registry = try OAuth1Registry(
///     [OAuth1Registration(.x, client: credentials), OAuth1Registration(.trello, client: others)],
///     configuration: OAuth1WebConfiguration(publicURL: "https://app.example.org", storage: .sealedCookie(keys)),
///     transport: .urlSession
/// )
/// ```
///
/// Each login is rehearsed when it is made, as far as that is possible without the service, so that no user is the first
/// to find what is missing.
public struct OAuth1Registry: Sendable {
    /// The names, in the order in which the services were registered.
    public let names: [String]
    /// The configuration for all logins.
    public let configuration: OAuth1WebConfiguration
    package let basePath: String
    private let clients: [String: OAuth1WebClient]

    /// Creates a registry.
    ///
    /// - Parameters:
    ///   - registrations: The services.
    ///   - configuration: The configuration for all logins.
    ///   - settings: The services' settings from the application's configuration.
    ///   - transport: Sends requests to the services.
    /// - Throws: ``OAuth1RegistryError`` with everything that is wrong.
    public init(
        _ registrations: [OAuth1Registration],
        configuration: OAuth1WebConfiguration,
        settings: OAuth1RegistrationSettings = .none,
        transport: some OAuth1Transport
    ) throws(OAuth1RegistryError) {
        var findings: [OAuth1RegistryError.Finding] = []
        func attempt<Value>(_ service: String?, _ make: () throws -> Value) -> Value? {
            do {
                return try make()
            } catch let error as OAuth1WebError {
                findings.append(.init(service: service, reason: error.reason))
            } catch let error as OAuth1RegistryError {
                findings += error.findings
            } catch {
                findings.append(.init(service: service, reason: "\(error)"))
            }
            return nil
        }

        attempt(nil) { try configuration.paths.validate() }
        attempt(nil) {
            guard (1...86_400).contains(configuration.lifetime) else {
                throw OAuth1WebError(.invalidConfiguration, "expected a login lifetime from 1 to 86400 seconds")
            }
        }
        let url = attempt(nil) {
            try PublicURL(configuration.publicURL, allowsInsecureHTTP: configuration.allowsInsecureHTTP)
        }
        let notices = HostNotices(publicHost: url?.host ?? "")
        var names: [String] = []
        var clients: [String: OAuth1WebClient] = [:]
        for registration in registrations {
            guard !names.contains(registration.name) else {
                findings.append(.init(service: registration.name, reason: "the name is registered more than once"))
                continue
            }
            names.append(registration.name)
            let client = attempt(registration.name) {
                let complete = try settings.complete(registration)
                // With a public URL that can't be used, what else is wrong is found all the same.
                let url = try url ?? PublicURL("https://app.example", allowsInsecureHTTP: false)
                let client = try OAuth1WebClient(complete, configuration, url, notices, transport)
                try client.rehearse()
                return client
            }
            if let client { clients[registration.name] = client }
        }
        guard findings.isEmpty, let url else { throw OAuth1RegistryError(findings: findings) }
        self.names = names
        self.configuration = configuration
        self.basePath = url.basePath
        self.clients = clients
    }

    /// A service by its name, or `nil` if there is none.
    ///
    /// - Parameter name: The name.
    public subscript(_ name: String) -> OAuth1WebClient? { clients[name] }

    /// A service by its name.
    ///
    /// - Parameter name: The name.
    /// - Returns: The service.
    /// - Throws: ``OAuth1WebError`` with code ``OAuth1WebError/Code/unknownService``.
    public func client(_ name: String) throws(OAuth1WebError) -> OAuth1WebClient {
        guard let client = clients[name] else {
            throw OAuth1WebError(
                .unknownService,
                "expected one of \(names.joined(separator: ", ")), got a service that is not registered"
            )
        }
        return client
    }

    /// All services, in the order in which they were registered, for a page of buttons.
    public var all: [OAuth1WebClient] { names.compactMap { clients[$0] } }
}

extension OAuth1WebClient {
    init(
        _ registration: OAuth1Registration,
        _ configuration: OAuth1WebConfiguration,
        _ url: PublicURL,
        _ hostNotices: HostNotices,
        _ transport: any OAuth1Transport
    ) throws {
        guard let service = registration.service, let credentials = registration.client else {
            throw OAuth1WebError(.invalidConfiguration, "expected a service and its credentials")
        }
        name = registration.name
        let transport = registration.transport ?? transport
        client = try AsyncOAuth1Client(
            service: service,
            client: credentials,
            method: registration.method,
            variables: registration.variables,
            environment: registration.environment,
            configuration: registration.signing,
            options: registration.options,
            transport: transport
        )
        callbackURL = url.text + OAuth1LoginPaths.path(configuration.paths.callback, of: name)
        loginPath = url.basePath + OAuth1LoginPaths.path(configuration.paths.login, of: name)
        homePath = url.basePath + "/"
        pendingLogins = PendingLoginStore(
            service: name,
            cookies: LoginCookies(isSecure: url.isSecure),
            storage: configuration.storage,
            lifetime: configuration.lifetime
        )
        self.hostNotices = hostNotices
        self.registration = registration
        self.configuration = configuration
    }
}
