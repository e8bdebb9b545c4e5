//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension OAuth1ServerResponse {
    /// A rejection with its parameters, of which each name occurs once.
    static func problem(
        _ parameters: OAuth1Parameters,
        _ format: OAuth1ProblemFormat,
        status: HTTPResponse.Status,
        fields: HTTPFields
    ) -> OAuth1ServerResponse {
        guard format == .json else { return .form(parameters, status: status, fields: fields) }
        let object = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts can always be encoded.
        guard let body = try? encoder.encode(object) else { return .form(parameters, status: status, fields: fields) }
        var fields = fields
        fields[.contentType] = "application/json"
        return OAuth1ServerResponse(HTTPResponse(status: status, headerFields: fields), body: Array(body))
    }
}
