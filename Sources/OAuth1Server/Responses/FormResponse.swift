//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ServerResponse {
    /// A form-encoded response, as token responses are (RFC 5849 sections 2.1 and 2.3).
    static func form(
        _ parameters: OAuth1Parameters,
        status: HTTPResponse.Status = .ok,
        fields: HTTPFields = .noStore
    ) -> OAuth1ServerResponse {
        var fields = fields
        fields[.contentType] = "application/x-www-form-urlencoded"
        return OAuth1ServerResponse(
            HTTPResponse(status: status, headerFields: fields),
            body: parameters.formEncoded
        )
    }
}
