//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// A problem that a service reports with the OAuth Problem Reporting extension.
public struct OAuth1Problem: Sendable, Hashable, CustomStringConvertible {
    /// The problem's code, for instance `timestamp_refused` or `consumer_key_unknown`.
    public let code: String
    /// The service's advice (`oauth_problem_advice`), if it gave any.
    public let advice: String?
    /// The other parameters of the report, such as `oauth_acceptable_timestamps`.
    public let parameters: OAuth1Parameters

    /// Reads a report from parameters, or returns `nil` if there is none.
    ///
    /// - Parameter parameters: The parameters of a response body, a callback or a `WWW-Authenticate` header.
    public init?(_ parameters: OAuth1Parameters) {
        self.init(parameters, by: .byName)
    }

    /// Reads a report from parameters, leaving out what must not be shown.
    init?(_ parameters: OAuth1Parameters, by redactor: Redactor) {
        guard let code = parameters["oauth_problem"], !code.isEmpty else { return nil }
        self.code = ServiceErrorText.shown(code, by: redactor, limit: 100)
        self.advice = parameters["oauth_problem_advice"]
            .map { ServiceErrorText.shown($0, by: redactor, limit: 300) }
        var bytes = 0
        var shown: OAuth1Parameters = []
        for parameter in parameters where OAuth1Problem.isShown(parameter) {
            bytes += min(parameter.nameBytes.count, ReadingLimits.valueBytes)
            bytes += min(parameter.valueBytes.count, ReadingLimits.valueBytes)
            guard shown.count < ReadingLimits.problemParameters, bytes <= ReadingLimits.shownReportBytes else { break }
            shown.append(
                OAuth1Parameter(
                    ServiceErrorText.shown(parameter.name, by: redactor, limit: 100),
                    ServiceErrorText.shown(parameter.value, by: redactor, limit: 300)
                )
            )
        }
        self.parameters = shown
    }

    /// Whether a parameter is shown: one of the protocol that is neither a credential nor a separate property.
    private static func isShown(_ parameter: OAuth1Parameter) -> Bool {
        let name = parameter.nameBytes
        guard name.starts(with: "oauth_".utf8), !name.elementsEqual("oauth_problem".utf8),
            !name.elementsEqual("oauth_problem_advice".utf8)
        else { return false }
        return switch NameMeaning(name) {
        case .secret, .token, .signature, .signatureWord: false
        case .baseString: BaseStringText.isBaseString(parameter.valueBytes[...])
        case nil: true
        }
    }

    /// The code, the advice, and the parameters that say more, such as the names of those that are absent.
    public var description: String {
        var details = advice.map { [$0] } ?? []
        details += parameters.prefix(OAuth1Problem.shownParameters)
            .filter { ["oauth_acceptable_", "oauth_parameters_"].contains(where: $0.name.hasPrefix) }
            .map { "\($0.name)=\($0.value)" }
        return details.isEmpty ? code : "\(code) (\(details.joined(separator: "; ")))"
    }

    /// The most parameters of a report that are looked at for its description.
    private static let shownParameters = 16
}
