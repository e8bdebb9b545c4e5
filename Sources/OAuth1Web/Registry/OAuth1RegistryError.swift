//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// All that is wrong with a registry, found when the application starts.
public struct OAuth1RegistryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// The name of the service, or `nil` if it is about all of them.
        public let service: String?
        /// The expected and the found value, and what to do; never a secret.
        public let reason: String

        /// Name and reason in one line.
        public var description: String { (service.map { "\($0): " } ?? "") + reason }
    }

    /// The problems, in the order of the services.
    public let findings: [Finding]

    /// One line for each finding.
    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
