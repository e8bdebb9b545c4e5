//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import MetricsTestKit
import OAuth1
import OAuth1Server
import Testing

@Suite("LTI launches")
struct LaunchTests {
    /// The fields of a launch, as lti 0.9.5 for Python sends them.
    private static let fields = """
        lti_message_type=basic-lti-launch-request&lti_version=LTI-1p0&resource_link_id=link-7&\
        user_id=user%2F%C3%A9%2B1&roles=urn%3Alti%3Arole%3Aims%2Flis%2FInstructor%2CLearner&\
        context_id=course+9&lis_person_name_full=Zo%C3%AB+%C3%9Cn%C3%AFcode+%26+S%C3%B6hne&\
        launch_presentation_return_url=https%3A%2F%2Flms.example.edu%2Fback%3Fa%3Db%2520c&\
        custom_chapter=3
        """

    private static func foreign(_ signature: String, more: String = "") -> [UInt8] {
        Array(
            (fields + more + "&oauth_nonce=lti-nonce-1&oauth_timestamp=1700000000&oauth_version=1.0"
                + "&oauth_signature_method=HMAC-SHA1&oauth_consumer_key=key&oauth_signature=" + signature)
                .utf8
        )
    }

    /// Recorded from lti 0.9.5 and oauthlib 4.0.1, signed for the URL without a query.
    private static let plain = foreign("MNqwRv%2FFs8BgUNDa4vAG6DoSGIk%3D")

    private let clock = TestClock()
    private let events = EventLog()

    private func verifier(
        _ tolerance: OAuth1LTITolerance = [],
        nonces: (any OAuth1NonceStore)? = nil,
        messageTypes: Set<String> = ["basic-lti-launch-request"],
        configure: (inout OAuth1ServerConfiguration) -> Void = { _ in }
    ) -> OAuth1LTILaunchVerifier {
        var configuration = OAuth1ServerConfiguration(
            serviceName: "Tool",
            externalURL: try? OAuth1Origin("https://api.example.com"),
            clock: clock
        )
        let events = events
        configuration.requestObserver = { events.append($0) }
        configure(&configuration)
        return OAuth1LTILaunchVerifier(
            clients: OAuth1InMemoryClientStore([OAuth1RegisteredClient(credentials: TestService.client)]),
            nonces: nonces ?? OAuth1InMemoryNonceStore(history: .empty),
            configuration: configuration,
            tolerating: tolerance,
            messageTypes: messageTypes
        )
    }

    private func request(
        _ query: String = "",
        method: HTTPRequest.Method = .post,
        contentType: String = "application/x-www-form-urlencoded"
    ) throws -> HTTPRequest {
        try HTTPRequest(
            method: method,
            absoluteURL: "https://api.example.com/launch" + query,
            headerFields: [.contentType: contentType]
        )
    }

    /// A launch that this package signs.
    private func signed(
        _ form: OAuth1Parameters,
        query: String = "",
        method: OAuth1SignatureMethod = .hmacSHA1,
        placement: OAuth1Placement = .body,
        client: OAuth1ClientCredentials = TestService.client,
        token: (any OAuth1Token)? = nil
    ) throws -> OAuth1SignedRequest {
        let signer = OAuth1Signer(
            client: client,
            token: token,
            method: method,
            configuration: OAuth1SigningConfiguration(placement: placement, sendsEmptyToken: true, clock: clock)
        )
        return try signer.sign(request(query), body: form.formEncoded, OAuth1SigningOptions(callback: "about:blank"))
    }

    private static let minimal: OAuth1Parameters = [
        "lti_message_type": "basic-lti-launch-request", "lti_version": "LTI-1p0", "resource_link_id": "link",
    ]

    private func verify(_ signed: OAuth1SignedRequest, _ verifier: OAuth1LTILaunchVerifier) async throws
        -> OAuth1LTILaunch
    {
        try await verifier.verify(signed.request, body: signed.body ?? [])
    }

    @Test("A launch that another library signed is read, once")
    func foreignSigner() async throws {
        let verifier = verifier()
        let launch = try await verifier.verify(try request(), body: Self.plain)
        #expect(launch.client.key == "key" && launch.version == "LTI-1p0" && launch.resourceLinkID == "link-7")
        #expect(launch.userID == "user/\u{E9}+1" && launch.contextID == "course 9")
        #expect(launch.fullName == "Zo\u{EB} \u{DC}n\u{EF}code & S\u{F6}hne")
        #expect(launch.roles == ["urn:lti:role:ims/lis/Instructor", "Learner"])
        #expect(launch.hasRole("Instructor") && launch.hasRole("Learner") && !launch.hasRole("Administrator"))
        #expect(launch.returnURL == "https://lms.example.edu/back?a=b%20c")
        #expect(launch.custom["chapter"] == "3" && launch["custom_chapter"] == "3")
        #expect(!launch.parameters.contains { $0.name.hasPrefix("oauth_") })
        #expect(!"\(launch)".contains("user"))
        let error = await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
            try await verifier.verify(try request(), body: Self.plain)
        }
        let page = verifier.response(for: try #require(error))
        #expect(page.response.headerFields[.contentType]?.hasPrefix("text/html") == true)
        #expect(page.text.contains("open the tool again"))
        #expect(events.events.map(\.endpoint) == [.launch, .launch])
    }

    @Test("A query that the form repeats is accepted with the option only, and counts once")
    func repeatedQuery() async throws {
        let (query, signature) = ("?course=5&tool=a%20b", "CC6ZJUpaUCCMRmvOKqT0fxx54y0%3D")
        let separate = Self.foreign(signature)
        let repeated = Self.foreign(signature, more: "&course=5&tool=a+b")
        #expect(try await verifier().verify(try request(query), body: separate)["course"] == "5")
        await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
            try await verifier().verify(try request(query), body: repeated)
        }
        let launch = try await verifier(.repeatedQuery).verify(try request(query), body: repeated)
        #expect(launch["course"] == "5" && launch["tool"] == "a b")
        // By the letter it is still accepted, and what only resembles a repetition is not.
        #expect(try await verifier(.repeatedQuery).verify(try request(query), body: separate)["tool"] == "a b")
        for other in ["&course=6&tool=a+b", "&course=5&course=5&tool=a+b", "&course=5&tool=a+b&admin=1"] {
            let body = Self.foreign(signature, more: other)
            await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature"), "\(other)") {
                try await verifier(.repeatedQuery).verify(try request(query), body: body)
            }
        }
    }

    @Test("Launches reach the metrics and, if they are rejected, the audit log")
    func observedLaunches() async throws {
        let backend = TestMetrics()
        let log = OAuth1AuditLog()
        let verifier = verifier(configure: { configuration in
            configuration.metrics = OAuth1ServerMetrics(factory: backend)
            configuration.auditLog = log
        })
        _ = try await verifier.verify(try request(), body: Self.plain)
        await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
            try await verifier.verify(try request(), body: Self.plain)
        }
        for result in ["accepted", "nonceUsed"] {
            let counter = try backend.expectCounter(
                "oauth1.server.requests",
                [("endpoint", "launch"), ("result", result)]
            )
            #expect(counter.totalValue == 1)
        }
        log.finish()
        var events: [OAuth1AuditEvent] = []
        for await event in log { events.append(event) }
        #expect(events.map(\.error) == [.nonceUsed] && events.map(\.endpoint) == [.launch])
    }

    @Test("A launch parameter in the query and the form is accepted with the option only")
    func repeatedLaunchParameter() async throws {
        let signed = try signed(Self.minimal, query: "?custom_unit=1")
        let body = (signed.body ?? []) + Array("&custom_unit=1".utf8)
        await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
            try await verifier().verify(signed.request, body: body)
        }
        #expect(try await verifier(.repeatedQuery).verify(signed.request, body: body).custom["unit"] == "1")
    }

    @Test("A launch parameter in the query and the form that was signed twice is accepted, and counts once")
    func repeatedAndSigned() async throws {
        for tolerance in [[], .repeatedQuery] as [OAuth1LTITolerance] {
            let form: OAuth1Parameters = Self.minimal + ["custom_x": "a b", "course": "5"]
            let launch = try await verify(
                try signed(form, query: "?custom_x=a%20b&course=5&lti_version=LTI-1p0"),
                verifier(tolerance)
            )
            #expect(launch["custom_x"] == "a b" && launch.custom.count == 1 && launch["course"] == "5")
            #expect(launch.version == "LTI-1p0" && launch.parameters.count == 5)
            // Two values are none, however they were signed, and a third one is not a repetition.
            for query in ["?custom_x=c", "?custom_x=a%20b&custom_x=a%20b"] {
                await #expect(throws: OAuth1ServerError(.parameterRejected, "", parameter: "custom_x"), "\(query)") {
                    try await verify(try signed(form, query: query), verifier(tolerance))
                }
            }
        }
    }

    @Test("Line breaks that a browser converted are accepted with the option only")
    func lineBreaks() async throws {
        let signature = "jhhMij%2FBOkuabHlr9BqyQxh0xEg%3D"
        let (signed, sent) = ("&resource_link_description=one%0Atwo", "&resource_link_description=one%0d%0Atwo")
        #expect(try await verifier().verify(try request(), body: Self.foreign(signature, more: signed)).userID != nil)
        await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
            try await verifier().verify(try request(), body: Self.foreign(signature, more: sent))
        }
        let launch = try await verifier(.convertedLineBreaks)
            .verify(try request(), body: Self.foreign(signature, more: sent))
        #expect(launch.resourceLinkDescription == "one\ntwo")
        // Only the pair is taken for a line break.
        for other in ["one%0Dtwo", "one%0A%0Dtwo", "one%0D%20%0Atwo", "one\u{5}0\u{4}%0Atwo"] {
            let body = Self.foreign(signature, more: "&resource_link_description=" + other)
            await #expect(throws: OAuth1ServerError.self, "\(other)") {
                try await verifier([.convertedLineBreaks, .repeatedQuery]).verify(try request(), body: body)
            }
        }
    }

    @Test("A launch is read by the letter first, so that line breaks that were signed stay as they are")
    func letterFirst() async throws {
        let form: OAuth1Parameters = Self.minimal + ["custom_note": "one\r\ntwo"]
        for tolerance in [[], .convertedLineBreaks, [.convertedLineBreaks, .repeatedQuery]] as [OAuth1LTITolerance] {
            let launch = try await verify(try signed(form, query: "?a=b"), verifier(tolerance))
            #expect(launch["custom_note"] == "one\r\ntwo" && launch["a"] == "b")
        }
    }

    @Test("The tolerance alone says whether a repeated query is accepted, whatever the configuration says")
    func oneTolerance() async throws {
        let signed = try signed(Self.minimal, query: "?custom_unit=1")
        let body = (signed.body ?? []) + Array("&custom_unit=1".utf8)
        for reads in [false, true] {
            let configure = { (configuration: inout OAuth1ServerConfiguration) in
                configuration.reading.ignoresBodyDuplicatesOfQuery = reads
            }
            await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
                try await verifier(configure: configure).verify(signed.request, body: body)
            }
            let launch = try await verifier(.repeatedQuery, configure: configure).verify(signed.request, body: body)
            #expect(launch.custom["unit"] == "1")
        }
    }

    @Test("PLAINTEXT is rejected even if the configuration accepts it, and so are other places and methods")
    func rejectedForms() async throws {
        let nonces = CountingNonceStore()
        let verifier = verifier(nonces: nonces) {
            $0.verifier = OAuth1Verifier(methods: OAuth1Verifier.defaultMethods.union([.plaintext]))
        }
        let token = OAuth1AccessToken(token: "token", secret: "")
        for (signed, code) in [
            (try signed(Self.minimal, method: .plaintext), .signatureMethodRejected),
            (try signed(Self.minimal, placement: .header), .invalidRequest),
            (try signed(Self.minimal, placement: .query), .invalidRequest),
            (try signed(Self.minimal, token: token), .parameterRejected),
            (try signed(Self.minimal, client: OAuth1ClientCredentials(key: "key", secret: "wrong")), .signatureInvalid),
            (
                try signed(Self.minimal, client: OAuth1ClientCredentials(key: "unknown", secret: "x")),
                .consumerKeyUnknown
            ),
        ] as [(OAuth1SignedRequest, OAuth1ServerError.Code)] {
            let error = await #expect(throws: OAuth1ServerError.self) { try await verify(signed, verifier) }
            #expect(error?.code == code)
        }
        let good = try signed(Self.minimal)
        for request in [
            try request(method: .get), try request(method: .put), try request(contentType: "text/plain"),
            try request(contentType: "multipart/form-data; boundary=x"), try request("?lti_version=LTI-1p0"),
        ] {
            await #expect(throws: OAuth1ServerError.self) { try await verifier.verify(request, body: good.body ?? []) }
        }
        #expect(nonces.callCount == 0)
        #expect(try await verify(good, verifier).resourceLinkID == "link")
        #expect(nonces.callCount == 1)
    }

    @Test("A launch that lacks a parameter, or has one twice, is rejected before its nonce is used")
    func parameters() async throws {
        let nonces = CountingNonceStore()
        let verifier = verifier(nonces: nonces)
        for name in ["lti_message_type", "lti_version", "resource_link_id"] {
            for form in [
                OAuth1Parameters(Self.minimal.filter { $0.name != name }),
                OAuth1Parameters(Self.minimal.map { $0.name == name ? OAuth1Parameter(name, "") : $0 }),
            ] {
                await #expect(throws: OAuth1ServerError(.parameterAbsent, "", parameter: name)) {
                    try await verify(try signed(form), verifier)
                }
            }
            await #expect(throws: OAuth1ServerError(.parameterRejected, "", parameter: name)) {
                try await verify(try signed(Self.minimal + [OAuth1Parameter(name, "again")]), verifier)
            }
        }
        for name in [
            "user_id", "roles", "context_id", "lis_result_sourcedid", "custom_x", "launch_presentation_return_url",
        ] {
            let twice: OAuth1Parameters = Self.minimal + [OAuth1Parameter(name, "a"), OAuth1Parameter(name, "b")]
            await #expect(throws: OAuth1ServerError(.parameterRejected, "", parameter: name)) {
                try await verify(try signed(twice), verifier)
            }
        }
        #expect(nonces.callCount == 0)
        let other: OAuth1Parameters = ["lti_message_type": "ContentItemSelectionRequest", "lti_version": "LTI-1p0"]
        await #expect(throws: OAuth1ServerError(.parameterRejected, "", parameter: "lti_message_type")) {
            try await verify(try signed(other), verifier)
        }
        let selection = self.verifier(messageTypes: ["ContentItemSelectionRequest"])
        #expect(try await verify(try signed(other), selection).messageType == "ContentItemSelectionRequest")
    }

    @Test("Old launches and those of a clock that is ahead are rejected")
    func time() async throws {
        let old = try signed(Self.minimal)
        clock.advance(by: 301)
        await #expect(throws: OAuth1ServerError(.timestampRefused, "", parameter: "oauth_timestamp")) {
            try await verify(old, verifier())
        }
        let new = try signed(Self.minimal)
        clock.advance(by: -61)
        await #expect(throws: OAuth1ServerError(.timestampRefused, "", parameter: "oauth_timestamp")) {
            try await verify(new, verifier())
        }
    }

    @Test("Roles of the institution are not roles of the course, and return URLs are never scripts")
    func values() {
        let client = OAuth1RegisteredClient(credentials: TestService.client)
        func launch(_ parameters: OAuth1Parameters) -> OAuth1LTILaunch {
            OAuth1LTILaunch(client: client, parameters: parameters)
        }
        for (roles, isInstructor) in [
            ("Instructor", true), (" Instructor , Learner", true), ("urn:lti:role:ims/lis/Instructor", true),
            ("Instructor/GuestInstructor", true), ("urn:lti:instrole:ims/lis/Instructor", false),
            ("urn:lti:sysrole:ims/lis/Instructor", false), ("Instructors", false), ("instructor", false), ("", false),
            ("Learner/Instructor", false), (",,", false), ("Learner\u{600},Instructor", true),
            ("Learner,\u{301}Instructor", false),
        ] {
            #expect(launch(["roles": roles]).hasRole("Instructor") == isInstructor, "\(roles)")
        }
        #expect(!launch(["roles": "Instructor"]).hasRole(""))
        for url in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", "JaVaScRiPt:x"] {
            #expect(launch(["launch_presentation_return_url": url, "lis_outcome_service_url": url]).returnURL == nil)
            #expect(launch(["lis_outcome_service_url": url]).outcomeServiceURL == nil)
        }
        #expect(launch(["user_id": "a", "user_id": "b"]).userID == nil)
        #expect(launch(["user_id": ""]).userID == nil)
    }
}
