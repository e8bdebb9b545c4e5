//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("The parameters as they were signed")
struct SignedParametersTests {
    private func read(
        _ target: String,
        form: String? = nil,
        header: String = "",
        _ configuration: OAuth1IncomingRequest.Configuration = .init()
    ) throws -> OAuth1IncomingRequest {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com" + target)
        request.headerFields[.authorization] = #"OAuth realm="r", oauth_consumer_key="k", oauth_nonce="n""# + header
        if form != nil { request.headerFields[.contentType] = "application/x-www-form-urlencoded" }
        return try #require(try OAuth1IncomingRequest.read(request, body: form.map { Array($0.utf8) }, configuration))
    }

    @Test("They are decoded once, in order, by where they were sent, and without those of the protocol")
    func decoded() throws {
        let parameters = try read(
            "/x?%64ry_run=true&a+b=c+d&b=%2541&b=2&&e;f=g",
            form: "z=1&a=%20&%6Fauth_foo=x",
            header: #", xoauth_requestor_id="me%40example.com", oauth_bar="a+b""#
        )
        .signedParameters
        #expect(parameters.query == ["dry_run": "true", "a b": "c d", "b": "%41", "b": "2", "e;f": "g"])
        #expect(parameters.form == ["z": "1", "a": " ", "oauth_foo": "x"])
        #expect(parameters.header == ["xoauth_requestor_id": "me@example.com", "oauth_bar": "a+b"])
        #expect(parameters.all.map(\.name).count == 10)
        #expect(parameters["dry_run"] == "true")
        #expect(parameters["b"] == nil)
        #expect(parameters.values(for: "b") == ["%41", "2"])
    }

    @Test("A signed request has them without the protocol's own in each placement", arguments: OAuth1Placement.allCases)
    func placements(placement: OAuth1Placement) throws {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/x?q=1")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let signed = try Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
            .sign(request, body: Array("f=2".utf8))
        let incoming = try signed.read()
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
        #expect(incoming.signedParameters == OAuth1SignedParameters(query: ["q": "1"], form: ["f": "2"]))
    }

    @Test("A name that was sent in two places has no single value")
    func ambiguous() throws {
        let parameters = try read("/x?user=1", form: "user=2").signedParameters
        #expect(parameters["user"] == nil)
        #expect(parameters.values(for: "user") == ["1", "2"])
    }

    @Test("Repetitions that the base string leaves out are left out")
    func repetitions() throws {
        let configuration = OAuth1IncomingRequest.Configuration(ignoresBodyDuplicatesOfQuery: true)
        let parameters = try read("/x?a=1&b=2", form: "a=1&a=1&c=3", configuration).signedParameters
        #expect(parameters.form == ["a": "1", "c": "3"])
    }

    @Test("Parameters of the header that are in the query as well are signed, and left in both")
    func repetitionsInHeader() throws {
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: "POST",
                url: "https://example.com/x?xoauth_a=1&b=2",
                authorization: """
                    OAuth oauth_consumer_key="k", oauth_signature="s", oauth_signature_method="PLAINTEXT", xoauth_a="1"
                    """,
                body: .form(Array("b=2&c=3".utf8)),
                .init(ignoresBodyDuplicatesOfQuery: true)
            )
        )
        let parameters = incoming.signedParameters
        #expect(parameters.values(for: "xoauth_a") == ["1", "1"])
        #expect(parameters.values(for: "b") == ["2"])
        let baseString = String(decoding: try incoming.baseString(), as: UTF8.self)
        for parameter in parameters.all {
            let text = "\(parameter.name)%3D\(parameter.value)"
            #expect(baseString.ranges(of: text).count == parameters.values(for: parameter.name).count, "\(text)")
        }
        #expect(!incoming.hasForeignHeaderParameter)
    }

    @Test("Descriptions and mirrors show neither names nor values")
    func redacted() throws {
        let parameters = try read("/x?hidden-name=hidden-value", form: "x_auth_password=hidden").signedParameters
        var dumped = "\(parameters)"
        dump(parameters, to: &dumped)
        #expect(!dumped.contains("hidden"))
        // Names and values are bytes, which a dump shows as numbers.
        #expect(Mirror(reflecting: parameters).children.isEmpty)
        #expect(dumped.contains("query: 1"))
    }
}
