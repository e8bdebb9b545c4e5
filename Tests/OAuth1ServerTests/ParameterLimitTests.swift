//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Requests with many parameters")
struct ParameterLimitTests {
    private func response(_ service: TestService, query: String = "", form: String) async throws
        -> OAuth1ServerResponse
    {
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/access_token" + query,
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        let signed = try service.signer().sign(request, OAuth1SigningOptions(isTokenRequest: true))
        return try #require(await service.server.respond(to: signed.request, body: Array(form.utf8)))
    }

    private func pairs(_ count: Int) -> String {
        (0..<count).map { "a\($0)=" }.joined(separator: "&")
    }

    @Test("More than the limit are rejected before they are decoded, in the query, the form or both")
    func rejected() async throws {
        let service = TestService(
            authenticatePassword: { _, _, _ in nil },
            configure: { configuration in
                configuration.renewal = OAuth1RenewalRules()
                configuration.reading.limits.parameterCount = 100
            }
        )
        for (query, form) in [
            ("", pairs(102)), ("?" + pairs(102), ""), ("?" + pairs(60), pairs(60)), ("", "&&" + pairs(102) + "&"),
        ] {
            let response = try await response(service, query: query, form: form)
            #expect(response.response.status == .badRequest)
            // Not that parameters are absent: nothing was looked for.
            #expect(response.parameters["oauth_parameters_absent"] == nil, "\(query.count), \(form.count)")
        }
        let allowed = try await response(service, form: String(repeating: "&", count: 500) + pairs(99))
        #expect(allowed.parameters["oauth_parameters_absent"] != nil)
    }

    @Test("A launch with too many is rejected as well")
    func launch() async throws {
        let service = TestService()
        let verifier = OAuth1LTILaunchVerifier(
            clients: service.clients,
            nonces: service.nonces,
            configuration: service.server.configuration,
            tolerating: [.repeatedQuery, .convertedLineBreaks]
        )
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/launch?a=b",
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        let form = "oauth_consumer_key=key&oauth_signature_method=HMAC-SHA1&oauth_signature=x&" + pairs(50_000)
        await #expect(throws: OAuth1ServerError(.invalidRequest, "")) {
            try await verifier.verify(request, body: Array(form.utf8))
        }
    }
}
