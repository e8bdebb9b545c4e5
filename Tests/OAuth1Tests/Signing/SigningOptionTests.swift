//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Options of one request")
struct SigningOptionTests {
    private func sign(_ options: OAuth1SigningOptions, _ placement: OAuth1Placement = .header) throws
        -> OAuth1SignedRequest
    {
        try Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
            .sign(HTTPRequest(method: .post, absoluteURL: Fixtures.url), options)
    }

    @Test("Callback and verifier are sent and signed", arguments: OAuth1Placement.allCases)
    func callbackAndVerifier(placement: OAuth1Placement) throws {
        let callback = "https://client.example/ready?a=b&c=d#e f"
        let signed = try sign(OAuth1SigningOptions(callback: callback, verifier: "v +&%"), placement)
        let incoming = try signed.read()
        #expect(incoming.callback == callback)
        #expect(incoming.verifier == "v +&%")
        #expect(try incoming.baseString() == signed.baseString)
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
        let plain = try sign(OAuth1SigningOptions(), placement).read()
        #expect(plain.callback == nil)
        #expect(plain.verifier == nil)
    }

    @Test("Additional parameters are sent and signed with the protocol parameters", arguments: OAuth1Placement.allCases)
    func additional(placement: OAuth1Placement) throws {
        let options = OAuth1SigningOptions(
            additionalParameters: ["oauth_session_handle": "h +", "x_auth_mode": "client_auth", "a b": "\u{E9}"]
        )
        let signed = try sign(options, placement)
        #expect(signed.baseText.contains("oauth_session_handle%3Dh%2520%252B%26"))
        #expect(signed.baseText.contains("x_auth_mode%3Dclient_auth"))
        #expect(signed.baseText.contains("a%2520b%3D%25C3%25A9%26"))
        let incoming = try signed.read()
        #expect(try incoming.baseString() == signed.baseString)
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
        switch placement {
        case .header: #expect(signed.authorization?.contains(#", a%20b="%C3%A9", "#) == true)
        case .query: #expect(signed.request.path?.contains("&a%20b=%C3%A9&") == true)
        case .body: #expect(signed.bodyText?.contains("&a%20b=%C3%A9&") == true)
        }
    }

    @Test(
        "Additional parameters can't repeat a protocol parameter that the signer sends",
        arguments: [
            "oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp",
            "oauth_token", "oauth_version",
        ]
    )
    func repeated(name: String) {
        expectError(.duplicateParameter, parameter: name) {
            try sign(OAuth1SigningOptions(additionalParameters: [OAuth1Parameter(name, "a")]))
        }
    }

    @Test("Additional parameters can't repeat callback or verifier, but may be what the options don't have")
    func repeatedOption() throws {
        expectError(.duplicateParameter, parameter: "oauth_callback") {
            try sign(OAuth1SigningOptions(callback: "oob", additionalParameters: ["oauth_callback": "oob"]))
        }
        let signed = try sign(OAuth1SigningOptions(additionalParameters: ["oauth_callback": "oob"]))
        #expect(try signed.read().callback == "oob")
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("An additional parameter named like the realm is rejected", arguments: ["realm", "Realm", "REALM"])
    func additionalRealm(name: String) {
        let options = OAuth1SigningOptions(additionalParameters: [OAuth1Parameter(name, "x")])
        expectError(.invalidParameter, parameter: "realm", saying: "configuration") { try sign(options) }
    }

    @Test("Additionally signed parameters are not sent")
    func additionallySigned() throws {
        let options = OAuth1SigningOptions(
            additionallySigned: ["title": "a b", "title": "c"],
            nonce: "n",
            timestamp: 1
        )
        let signed = try sign(options)
        #expect(signed.baseText.hasSuffix("%26size%3Doriginal%26title%3Da%2520b%26title%3Dc"))
        #expect(signed.authorization?.contains("title") == false)
        #expect(signed.request.path == "/photos?file=vacation.jpg&size=original")
        var withFields = try HTTPRequest(method: .post, absoluteURL: Fixtures.url + "&title=a%20b&title=c")
        withFields.headerFields[.authorization] = signed.authorization
        let incoming = try #require(try OAuth1IncomingRequest.read(withFields))
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
    }

    @Test("A realm is sent in the header only")
    func realm() throws {
        for placement in [OAuth1Placement.query, .body] {
            let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement, realm: "Photos"))
            let signed = try signer.sign(HTTPRequest(method: .post, absoluteURL: "https://example.com/"))
            #expect(signed.baseText.contains("realm") == false)
            #expect(signed.request.path?.contains("realm") == false)
            #expect(signed.bodyText?.contains("realm") != true)
            #expect(try signed.read().realm == nil)
        }
    }

    @Test("A realm that is not ASCII arrives as it was")
    func realmInUnicode() throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(realm: "F\u{F6}tos \u{65E5}"))
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url))
        #expect(try signed.read().realm == "F\u{F6}tos \u{65E5}")
    }
}
