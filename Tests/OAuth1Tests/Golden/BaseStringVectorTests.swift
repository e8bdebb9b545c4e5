//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

/// One base string, taken apart, as `Vectors/base-strings.json` has it.
struct BaseStringVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let method: String
    let url: String
    let form: String?
    let expectedMethod: String
    let expectedURI: String
    let expectedParameters: String

    var testDescription: String { name }
}

@Suite("Signature base string")
struct BaseStringVectorTests {
    @Test(
        "The components of golden base strings",
        arguments: try Vectors.load("base-strings.json", as: [BaseStringVector].self)
    )
    func components(vector: BaseStringVector) throws {
        let base = try BaseString(
            method: vector.method,
            url: vector.url,
            body: vector.form.map { .form(Array($0.utf8)) } ?? .none
        )
        #expect(base.method == vector.expectedMethod)
        #expect(base.uri == vector.expectedURI)
        #expect(base.parameters == vector.expectedParameters)
    }

    @Test("The base string of RFC 5849 section 3.4.1.1 is the printed one")
    func printed() throws {
        let signer = OAuth1Signer(
            client: OAuth1ClientCredentials(key: "9djdj82h48djs9d2", secret: "j49sk3j29djd"),
            token: OAuth1AccessToken(token: "kkk9d7dh3k39sjv7", secret: "dh893hdasih9"),
            configuration: OAuth1SigningConfiguration(realm: "Example", sendsVersion: false)
        )
        var request = try HTTPRequest(
            method: .post,
            absoluteURL: "http://EXAMPLE.com:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"
        )
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let signed = try signer.sign(
            request,
            body: Array("c2&a3=2+q".utf8),
            OAuth1SigningOptions(nonce: "7d8f3e4a", timestamp: 137_131_201)
        )
        #expect(
            signed.baseText == """
                POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D\
                %26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a\
                %26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7
                """
        )
    }
}
