//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Configuration
import HTTPTypes
import OAuth1Client
import OAuth1Testing
import OAuth1Web

/// The services as they are offered here: the real one where the environment has its keys, a replica where not.
struct OfferedServices: Sendable {
    let host: OAuth1ReplicaHost
    let environment: ConfigReader
    /// What sends requests to real services, and those for replicas to their host.
    let transport: any OAuth1Transport

    /// All services under their names, ready for logins.
    func registry(_ configuration: OAuth1WebConfiguration) throws -> OAuth1Registry {
        try OAuth1Registry(
            OfferedService.all.map(registration),
            configuration: configuration,
            settings: OAuth1RegistrationSettings(reader: environment),
            transport: transport
        )
    }

    /// Whether the service with this name is the real one.
    func isReal(_ name: String) -> Bool {
        environment.string(forKey: ConfigKey([name, "clientKey"]), isSecret: true) != nil
    }

    private func registration(_ offered: OfferedService) -> OAuth1Registration {
        let options = OAuth1FlowOptions(headerFields: [.userAgent: "LoginWith/1.0 (an example of swift-oauth1)"])
        guard !isReal(offered.service.id) else {
            // Key and secret come from the environment.
            return OAuth1Registration(
                offered.service,
                options: options,
                parameters: offered.parameters,
                allowsMissingVerifier: offered.isOnlyConnected
            )
        }
        return OAuth1Registration(
            host.hosted(offered.service),
            client: offered.replica.client,
            options: options,
            parameters: offered.parameters,
            transport: OAuth1HostedTransport(to: transport, host: host),
            allowsMissingVerifier: offered.isOnlyConnected
        )
    }
}
