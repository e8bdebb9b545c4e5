//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The values of a service's variables.
struct VariableValues {
    /// The values by the names of their variables.
    private(set) var values: [String: String] = [:]

    /// Collects the values: those given come first, then those of the environment, then the defaults.
    ///
    /// - Throws: ``OAuth1ServiceError`` if a value is missing or can't be one.
    init(
        _ service: OAuth1Service,
        given: [String: String],
        environment: String?
    ) throws(OAuth1ServiceError) {
        let names = service.variables.filter { $0.derived == nil }.map(\.name)
        if let unknown = given.keys.sorted().first(where: { !names.contains($0) }) {
            throw OAuth1ServiceError(
                field: "variables.\(unknown)",
                expected: names.isEmpty
                    ? "no values, because the service has no variables" : "one of " + names.joined(separator: ", "),
                found: "an unknown variable"
            )
        }
        var overrides: [String: String] = [:]
        if let environment {
            guard let found = service.environments[environment] else {
                let known = service.environments.keys.sorted().joined(separator: ", ")
                throw OAuth1ServiceError(
                    field: "environments",
                    expected: known.isEmpty ? "no environment, because the service has none" : "one of " + known,
                    found: FieldPath.quoted(environment)
                )
            }
            overrides = found
        }
        for variable in service.variables {
            values[variable.name] = try value(
                of: variable,
                given[variable.name] ?? overrides[variable.name],
                template: service.apiBaseURL
            )
        }
    }

    private func value(
        of variable: OAuth1Service.Variable,
        _ given: String?,
        template: String?
    ) throws(OAuth1ServiceError) -> String {
        let field = "variables.\(variable.name)"
        var value = given ?? variable.defaultValue
        if let derived = variable.derived {
            value = derived.transforms.reduce(values[derived.from] ?? "") { $1.apply(to: $0) }
        }
        guard var value else {
            throw OAuth1ServiceError(
                field: field,
                expected: "a value, because the variable has no default",
                found: "nothing"
            )
        }
        value = InstallationURL.normalized(value, for: variable, template: template)
        let pattern = variable.pattern ?? OAuth1Service.Variable.standardPattern
        let limit = OAuth1Service.Variable.maximumLength(for: pattern)
        guard value.utf8.count <= limit,
            LinearPattern(pattern)?.matches(value) == true
        else {
            throw OAuth1ServiceError(
                field: field,
                expected: InstallationURL.expectation(for: variable),
                // It may have a password in it.
                found: value.utf8.contains(UInt8(ascii: "@")) ? "a value with an @" : FieldPath.quoted(value)
            )
        }
        return value
    }
}
