//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1Client

/// The profile that a login creates or repairs, before there are credentials.
struct LoginTarget {
    let name: String
    let source: ProfileService
    let service: OAuth1Service
    let signing: ProfileSigning?
    /// A stored profile whose consumer key and secret are used again: of the same login, or of the same service.
    let related: StoredProfile?

    /// Finds out what is meant by an argument: a stored profile, a preset, a file with JSON, or a name for endpoints.
    init(_ argument: String, account: String?, options: LoginServiceOptions, in document: ProfileDocument) throws {
        var (argument, account) = (argument, account)
        // The name of a login that is not stored yet, such as x/alice.
        let parts = argument.split(separator: "/", maxSplits: 1).map(String.init)
        if account == nil, document[argument] == nil, parts.count == 2, ServiceSource.preset(parts[0]) != nil,
            !FileManager.default.fileExists(atPath: argument)
        {
            (argument, account) = (parts[0], parts[1])
        }
        let known = document[Profile.name(service: argument, account: account)] ?? document[argument]
        var source: ProfileService
        if options.hasEndpoints {
            source = ProfileService(description: try options.description(id: argument))
        } else if let known {
            source = known.service
        } else {
            source = try ServiceSource.find(
                argument,
                option: "SERVICE",
                advice: "oauth1 services list shows the presets; for another service pass a JSON file, or "
                    + "--request-token-url, --authorize-url and --access-token-url."
            )
        }
        source.variables.merge(try options.variableValues) { _, new in new }
        source.environment = options.environment ?? source.environment
        service = try source.resolve()
        try LoginTarget.ask(for: &source, of: service)
        self.source = source
        signing = options.signing ?? known?.signing
        if let known, account == nil, !options.hasEndpoints {
            name = known.name
        } else {
            name = try LoginTarget.checked(Profile.name(service: service.id, account: account))
        }
        // A key and a secret are not used for another service, even if it has the same name.
        let candidates = document.profiles.filter { $0.service == source }
        let name = name
        related = candidates.first { $0.name == name } ?? candidates.first
    }

    /// Asks for the variables that have neither a value nor a default.
    private static func ask(for source: inout ProfileService, of service: OAuth1Service) throws {
        let values = service.environments[source.environment ?? ""] ?? [:]
        let missing = service.variables.map { variable in
            variable.derived == nil && variable.defaultValue == nil && values[variable.name] == nil
                && source.variables[variable.name] == nil ? variable.name : nil
        }
        for name in missing.compactMap(\.self) {
            guard let terminal = ControllingTerminal() else {
                throw ValidationError("\(service.name) needs --variable \(name)=VALUE.")
            }
            source.variables[name] = try terminal.readLine("\(name) of \(service.name): ")
        }
    }

    /// Rejects a name that could not be typed, or would confuse the output.
    static func checked(_ name: String) throws -> String {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
                .unassigned:
                false
            default: true
            }
        }
        guard isPlain, !name.isEmpty, name.utf8.count <= 200, !name.hasSuffix("/") else {
            throw ValidationError("--account needs a name without whitespace, of at most 100 letters.")
        }
        return name
    }
}
#endif
