//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension ServiceValidation {
    func checkVariables() throws(OAuth1ServiceError) {
        var known: [String] = []
        for (index, variable) in service.variables.enumerated() {
            let field = "variables[\(index)]"
            try check(
                !variable.name.isEmpty && variable.name.utf8.allSatisfy { $0 != 0x7B && $0 != 0x7D },
                "\(field).name",
                "a name without braces",
                FieldPath.quoted(variable.name)
            )
            try check(
                !known.contains(variable.name) && !OAuth1Service.reservedNames.contains(variable.name),
                "\(field).name",
                "a unique name except "
                    + OAuth1Service.reservedNames.joined(separator: ", "),
                FieldPath.quoted(variable.name)
            )
            if let pattern = variable.pattern {
                try check(
                    OAuth1Service.Variable.isUsable(pattern),
                    "\(field).pattern",
                    "a regular expression of up to 128 bytes, with at most three repetitions and no repeated group",
                    FieldPath.quoted(pattern)
                )
            }
            if let derived = variable.derived {
                try check(
                    known.contains(derived.from),
                    "\(field).derived.from",
                    "the name of a variable listed before this one",
                    FieldPath.quoted(derived.from)
                )
                try check(
                    variable.defaultValue == nil,
                    "\(field).default",
                    "no default, because the variable is derived",
                    "one"
                )
            }
            known.append(variable.name)
        }
    }

    /// Checks that a template has no names but those of variables and some others.
    func checkTemplate(
        _ template: String,
        _ field: String,
        also others: [String] = []
    ) throws(OAuth1ServiceError) {
        let names = try Template.names(in: template, field: field)
        let known = service.variables.map(\.name) + others
        let unknown = names.first { !known.contains($0) }
        try check(
            unknown == nil,
            field,
            known.isEmpty
                ? "no braces, because the service has no variables"
                : "one of \(known.joined(separator: ", ")) in braces",
            "{\(unknown ?? "")}"
        )
    }

    func checkURL(_ template: String, _ field: String) throws(OAuth1ServiceError) {
        try checkTemplate(template, field)
        let beginsWithVariable = template.utf8.first == UInt8(ascii: "{")
        try check(
            beginsWithVariable || template.hasPrefix("https://") || template.hasPrefix("http://"),
            field,
            "an absolute http or https URL",
            FieldPath.quoted(template)
        )
        try check(
            URLReference(template).fragment == nil && !URLReference(template).hasDotSegments,
            field,
            "a URL without a fragment and without the segments . and ..",
            FieldPath.quoted(template)
        )
        let authority = template.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        try check(
            !authority.hasSuffix("}") || authority.hasPrefix("{") || authority.contains(".{"),
            field,
            "a host that does not end with a variable, because a value could change it into another host",
            FieldPath.quoted(template)
        )
        guard !template.utf8.contains(UInt8(ascii: "{")) else { return }
        try check(
            (try? HTTPRequest(.get, wireURL: template)) != nil,
            field,
            "an absolute http or https URL",
            FieldPath.quoted(template)
        )
    }

    func checkEnvironments() throws(OAuth1ServiceError) {
        let names = service.variables.filter { $0.derived == nil }.map(\.name)
        for (environment, values) in service.environments.sorted(by: { $0.key < $1.key }) {
            let unknown = values.keys.sorted().first { !names.contains($0) }
            try check(
                unknown == nil,
                "environments.\(environment).\(unknown ?? "")",
                names.isEmpty
                    ? "no values, because the service has no variables" : "one of " + names.joined(separator: ", "),
                "an unknown variable"
            )
        }
    }
}
