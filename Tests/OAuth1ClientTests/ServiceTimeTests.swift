//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@testable import OAuth1Client

@Suite("Reading the service's time from a response")
struct ServiceTimeTests {
    @Test(
        "A rejection of the timestamp contains the service's time",
        arguments: [
            OAuth1Response(
                .unauthorized,
                [:],
                "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=784111677-784111877"
            ),
            OAuth1Response(
                .unauthorized,
                [
                    .wwwAuthenticate:
                        #"OAuth oauth_problem="timestamp_refused", oauth_acceptable_timestamps="784111677-784111877""#
                ]
            ),
            OAuth1Response(.badRequest, ServiceDate.fields, "oauth_problem=timestamp_refused"),
            OAuth1Response(
                .unauthorized,
                ServiceDate.fields,
                #"{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}"#
            ),
            OAuth1Response(.unauthorized, ServiceDate.fields, "Invalid timestamp, expired"),
            OAuth1Response(.unauthorized, ServiceDate.fields, "Could not authenticate you."),
            OAuth1Response(
                .badRequest,
                ServiceDate.fields,
                #"{"error_description": "Invalid \"oauth_timestamp\" value"}"#
            ),
        ]
    )
    func refusals(response: OAuth1Response) {
        #expect(ServiceTime.read(response, refusing: ServiceDate.time + 7200) == ServiceDate.time)
    }

    @Test("Of the accepted timestamps the Date field is used, if it is one of them, and the middle otherwise")
    func dateInRange() {
        func time(_ range: String) -> Int64? {
            let report = "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=" + range
            return ServiceTime.read(
                OAuth1Response(.unauthorized, ServiceDate.fields, report),
                refusing: ServiceDate.time - 7200
            )
        }
        let date = ServiceDate.time
        #expect(time("\(date - 300)-\(date + 60)") == date)
        // After a restart the service accepts only timestamps that are ahead of its clock.
        #expect(time("\(date + 31)-\(date + 61)") == date + 46)
    }

    @Test(
        "Other responses reveal no time",
        arguments: [
            // The clock is right, so the reason is another one.
            (OAuth1Response(.unauthorized, ServiceDate.fields, "Invalid timestamp"), 0),
            (
                OAuth1Response(
                    .unauthorized,
                    [:],
                    "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=784111677-784111877"
                ), 50
            ),
            // A rejection without a reason, and a clock that is good enough for all services.
            (OAuth1Response(.unauthorized, ServiceDate.fields, "no"), 200),
            // A reason that is another one.
            (OAuth1Response(.unauthorized, ServiceDate.fields, "oauth_problem=nonce_used"), 7200),
            (OAuth1Response(.forbidden, ServiceDate.fields, "no"), 7200),
            // Words that mean something else, or a difference that no service rejects.
            (OAuth1Response(.badRequest, ServiceDate.fields, #"{"error":"start_timestamp is invalid"}"#), 7200),
            (OAuth1Response(.unauthorized, ServiceDate.fields, "timestamp threshold, inbound"), 200),
            (OAuth1Response(.badRequest, ServiceDate.fields, "the timestamp is invalid"), 7200),
            (OAuth1Response(.unauthorized, ServiceDate.fields, "timestamp expired"), 20),
            // No rejection.
            (OAuth1Response(.ok, ServiceDate.fields, "timestamp expired"), 7200),
            (OAuth1Response(.internalServerError, ServiceDate.fields, "timestamp expired"), 7200),
            // An answer that a cache kept, no date, no range.
            (OAuth1Response(.unauthorized, ServiceDate.fields.merging([.age: "600"]), "timestamp expired"), 7200),
            (OAuth1Response(.unauthorized, [:], "timestamp expired"), 7200),
            (
                OAuth1Response(.unauthorized, [:], "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=9-1"),
                7200
            ),
            (
                OAuth1Response(
                    .unauthorized,
                    [:],
                    "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=0-9223372036854775807"
                ), 7200
            ),
        ] as [(OAuth1Response, Int64)]
    )
    func otherAnswers(response: OAuth1Response, offset: Int64) {
        #expect(ServiceTime.read(response, refusing: ServiceDate.time + offset) == nil)
    }

    @Test(
        "The verdict of a response on the timestamp",
        arguments: [
            (OAuth1Response(.ok, [:], "oauth_timestamp refused"), .accepted),
            (OAuth1Response(.found), .accepted),
            (OAuth1Response(.notFound), .accepted),
            (OAuth1Response(.forbidden, [:], "no"), .accepted),
            (OAuth1Response(.unauthorized, [:], "oauth_problem=token_rejected"), .accepted),
            (OAuth1Response(.badRequest, [:], "oauth_problem=nonce_used&x=oauth_timestamp+refused"), .accepted),
            (OAuth1Response(.unauthorized), .inDoubt),
            (OAuth1Response(.unauthorized, [:], "oauth_problem=timestamp_refused"), .inDoubt),
            (OAuth1Response(.badRequest, [:], "oauth_timestamp refused"), .inDoubt),
            (OAuth1Response(.notFound, [:], "oauth_timestamp out of range"), .inDoubt),
            (OAuth1Response(.tooManyRequests), .unknown),
            (OAuth1Response(.serviceUnavailable, [:], "oauth_timestamp refused"), .unknown),
        ] as [(OAuth1Response, ServiceTime.Verdict)]
    )
    func verdicts(response: OAuth1Response, verdict: ServiceTime.Verdict) {
        #expect(ServiceTime.verdict(response) == verdict)
    }
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var fields = self
        fields.append(contentsOf: other)
        return fields
    }
}
