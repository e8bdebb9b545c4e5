//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What the parameters of a launch must be, before its signature is verified (LTI 1.1 section 3).
struct LaunchRules: Sendable {
    private static let versions: Set<String> = ["LTI-1p0", "LTI-1p1", "LTI-1p2"]
    /// How the names start that LTI defines.
    private static let prefixes = [
        "lti_", "user_", "role", "context_", "resource_link_", "lis_", "launch_presentation_", "tool_consumer_",
        "custom_", "ext_",
    ]

    /// The accepted kinds of launches.
    let messageTypes: Set<String>

    /// All parameters of a launch.
    ///
    /// Those that the form repeats from the query count once: a platform may sign both.
    static func parameters(of signed: OAuth1SignedParameters) -> OAuth1Parameters {
        OAuth1Parameters(
            Array(signed.query) + Array(signed.form.removingRepetitions(of: signed.query)) + Array(signed.header)
        )
    }

    /// Checks that it is a launch, and that no value of it is ambiguous.
    func check(_ signed: OAuth1SignedParameters) throws(OAuth1ServerError) {
        let parameters = Self.parameters(of: signed)
        var seen: Set<[UInt8]> = []
        for parameter in parameters where Self.prefixes.contains(where: { parameter.nameBytes.starts(with: $0.utf8) }) {
            guard seen.insert(parameter.nameBytes).inserted else {
                throw OAuth1ServerError(
                    .parameterRejected,
                    "a launch parameter has more than one value: send it once, in the query or in the form",
                    parameter: parameter.name
                )
            }
        }
        try check("lti_message_type", parameters) { messageTypes.contains($0) }
        try check("lti_version", parameters) { Self.versions.contains($0) }
        if parameters["lti_message_type"] == OAuth1LTILaunch.basicMessageType {
            try check("resource_link_id", parameters) { _ in true }
        }
    }

    private func check(
        _ name: String,
        _ parameters: OAuth1Parameters,
        isValid: (String) -> Bool
    ) throws(OAuth1ServerError) {
        guard let value = parameters[name], !value.isEmpty else {
            throw OAuth1ServerError(.parameterAbsent, "a launch needs \(name)", parameter: name)
        }
        guard isValid(value) else {
            throw OAuth1ServerError(
                .parameterRejected,
                "\(name) has a value that this tool does not accept",
                parameter: name
            )
        }
    }
}
