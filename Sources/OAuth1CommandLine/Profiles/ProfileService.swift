//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// The service of a profile, in the form in which it is stored.
struct ProfileService: Sendable, Equatable, Codable {
    /// The `id` of a preset, or `nil` for a custom service.
    var preset: String?
    /// The JSON text of a custom service, as it was given: it stays readable when later versions add fields.
    var description: String?
    /// The values of the service's variables.
    var variables: [String: String]
    /// The name of one of the service's environments.
    var environment: String?

    /// Refers to a preset.
    init(preset: String, variables: [String: String] = [:], environment: String? = nil) {
        self.preset = preset
        self.variables = variables
        self.environment = environment
    }

    /// Contains a custom service.
    init(description: String, variables: [String: String] = [:], environment: String? = nil) {
        self.description = description
        self.variables = variables
        self.environment = environment
    }

    /// Finds the preset, or reads the description.
    func resolve() throws -> OAuth1Service {
        if let description { return try ServiceSource.read(Array(description.utf8), from: "the stored profile") }
        guard let preset, let service = ServiceSource.preset(preset) else {
            throw CommandFailure(
                .failed,
                "this version of oauth1 has no service \(preset ?? "") (the stored profile needs it)",
                advice: "Run oauth1 login with a service that oauth1 services list shows"
            )
        }
        return service
    }
}
#endif
