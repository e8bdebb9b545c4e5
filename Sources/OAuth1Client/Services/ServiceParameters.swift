//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The parameters of a service's own and those that the caller gives, each in its place.
struct ServiceParameters {
    private(set) var query: OAuth1Parameters = []
    private(set) var body: OAuth1Parameters = []
    private(set) var oauth: OAuth1Parameters = []

    /// Collects parameters.
    ///
    /// Parameters that the service does not know go to the place in `others`.
    ///
    /// - Throws: ``OAuth1ClientError`` if the caller gives what the service does not take.
    init(
        _ parameters: [OAuth1Service.Parameter],
        given: OAuth1Parameters,
        values: [String: String],
        others: OAuth1Service.Parameter.Place = .query,
        _ service: ResolvedService
    ) throws(OAuth1ClientError) {
        for parameter in parameters {
            let chosen = given.values(for: parameter.name)
            switch parameter.content {
            case .fixed(let template):
                guard chosen.isEmpty else {
                    throw service.unsupported("sets the parameter \(parameter.name) itself", "Leave the parameter out")
                }
                let value: String
                do {
                    value = try Template.expand(template, field: parameter.name) { values[$0] }
                } catch {
                    // Only the callback can be missing, and only where it need not be there.
                    continue
                }
                append(parameter, value)
            case .option(let option):
                for value in try option.texts(chosen, of: parameter.name, service) { append(parameter, value) }
            }
        }
        let known = parameters.map(\.name)
        for parameter in given where !known.contains(parameter.name) { append(parameter, in: others) }
    }

    private mutating func append(_ parameter: OAuth1Service.Parameter, _ value: String) {
        append(OAuth1Parameter(parameter.name, value), in: parameter.place)
    }

    private mutating func append(_ pair: OAuth1Parameter, in place: OAuth1Service.Parameter.Place) {
        switch place {
        case .query: query.append(pair)
        case .body: body.append(pair)
        case .oauth: oauth.append(pair)
        }
    }
}

extension OAuth1Service.Option {
    /// The values to send, one for each parameter of that name.
    fileprivate func texts(
        _ chosen: [String],
        of name: String,
        _ service: ResolvedService
    ) throws(OAuth1ClientError) -> [String] {
        var all = chosen
        if let joiner, !joiner.isEmpty {
            all = chosen.flatMap { value in
                value.split(separator: joiner, omittingEmptySubsequences: false).map(String.init)
            }
        }
        if all.isEmpty { all = defaultValues }
        if !values.isEmpty, let unknown = all.first(where: { !values.contains($0) }) {
            throw service.unsupported(
                "does not accept \(FieldPath.quoted(unknown)) for the parameter \(name)",
                "Choose from: \(values.joined(separator: ", "))"
                    + (joiner.map { "; several are joined with \(FieldPath.quoted($0))" } ?? "")
            )
        }
        if let joiner { return all.isEmpty ? [] : [all.joined(separator: joiner)] }
        guard all.count < 2 || repeats else {
            throw service.unsupported("accepts the parameter \(name) only once", "Pass one value")
        }
        return all
    }
}
