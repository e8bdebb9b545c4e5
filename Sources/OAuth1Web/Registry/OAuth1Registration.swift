//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1
public import OAuth1Client

/// One service as an application uses it: which it is, under which name, and with which credentials.
///
/// Omitted settings can come from the application's configuration, under this name: see
/// ``OAuth1RegistrationSettings``.
public struct OAuth1Registration: Sendable {
    /// The name in the registry, in paths and in cookies: lower-case letters, digits, `-` and `_`.
    public var name: String
    /// The service, or `nil` if the configuration or the preset of this name contains it.
    public var service: OAuth1Service?
    /// Consumer key and secret, or `nil` if the configuration has them.
    public var client: OAuth1ClientCredentials?
    /// How requests are signed; the service's own method by default.
    ///
    /// RSA methods have a key, so code or configuration has to give them.
    public var method: OAuth1SignatureMethod?
    /// Values of the service's variables, such as an account.
    public var variables: [String: String]
    /// The name of one of the service's environments, such as `sandbox`.
    public var environment: String?
    /// The configuration for all signatures.
    public var signing: OAuth1SigningConfiguration
    /// Additional options, with header fields such as User-Agent.
    public var options: OAuth1FlowOptions
    /// Parameters of every login at this service.
    public var parameters: OAuth1LoginParameters
    /// The transport for this service, or `nil` for the registry's transport.
    public var transport: (any OAuth1Transport)?
    /// Whether users log in at a service without verifiers, as TripIt and Launchpad are (OAuth 1.0).
    ///
    /// - Important: There an attacker can start a login, have somebody else agree to it with a link, and end it with the
    ///   other's token: the session fixation that OAuth 1.0a closed. It is good enough for connecting an account whose
    ///   user you ask to confirm, and for nothing that says who a user is.
    public var allowsMissingVerifier = false

    /// Describes a service.
    ///
    /// - Parameters:
    ///   - service: The service.
    ///   - name: The name in the registry; by default the service's identifier.
    ///   - client: Consumer key and secret, or `nil` if the configuration has them.
    ///   - method: How requests are signed; the service's own method by default.
    ///   - variables: Values of the service's variables.
    ///   - environment: The name of one of the service's environments.
    ///   - signing: The configuration for all signatures.
    ///   - options: Additional options that differ from the defaults.
    ///   - parameters: Parameters of every login at this service.
    ///   - transport: Sends requests to this service, or `nil` for the registry's transport.
    ///   - allowsMissingVerifier: Whether users log in at a service without verifiers, which can be taken over.
    public init(
        _ service: OAuth1Service,
        name: String? = nil,
        client: OAuth1ClientCredentials? = nil,
        method: OAuth1SignatureMethod? = nil,
        variables: [String: String] = [:],
        environment: String? = nil,
        signing: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        parameters: OAuth1LoginParameters = OAuth1LoginParameters(),
        transport: (any OAuth1Transport)? = nil,
        allowsMissingVerifier: Bool = false
    ) {
        self.name = name ?? service.id
        self.service = service
        self.client = client
        self.method = method
        self.variables = variables
        self.environment = environment
        self.signing = signing
        self.options = options
        self.parameters = parameters
        self.transport = transport
        self.allowsMissingVerifier = allowsMissingVerifier
    }

    /// Names a service whose description, credentials and options the application's configuration has.
    ///
    /// - Parameters:
    ///   - name: The name in the registry, and in front of the configuration's keys.
    ///   - options: Additional options that differ from the defaults.
    public init(named name: String, options: OAuth1FlowOptions = OAuth1FlowOptions()) {
        self.name = name
        self.service = nil
        self.client = nil
        self.method = nil
        self.variables = [:]
        self.environment = nil
        self.signing = OAuth1SigningConfiguration()
        self.options = options
        self.parameters = OAuth1LoginParameters()
        self.transport = nil
    }

    /// Whether the name can be in a path and in the name of a cookie.
    var hasValidName: Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
