//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Custom signature methods")
struct CustomMethodTests {
    private struct Failure: Error {
        let secret = "kd94hf93k423kf44"
    }

    private static let name: OAuth1SignatureMethod.Name = "X-REVERSED"

    /// A method that needs all of its input: the reversed base string with both secrets behind it.
    @Sendable private static func reversed(_ input: OAuth1SignatureMethod.Input) -> String {
        String(String(decoding: input.baseString, as: UTF8.self).reversed())
            + input.client.key + input.client.secret.reveal() + input.tokenSecret.reveal()
    }

    private static let verifier = OAuth1Verifier(
        methods: [.hmacSHA1],
        customMethods: [
            OAuth1Verifier.CustomMethod(name, bodyHash: .sha512) { signature, input in signature == reversed(input) }
        ]
    )

    private func request() throws -> HTTPRequest {
        var request = try HTTPRequest(method: .post, absoluteURL: Fixtures.url)
        request.headerFields[.contentType] = "application/json"
        return request
    }

    @Test("A synchronous method signs and is verified in each place", arguments: OAuth1Placement.allCases)
    func synchronous(placement: OAuth1Placement) async throws {
        let method = OAuth1SignatureMethod.custom(
            CustomMethodTests.name,
            bodyHash: .sha512,
            sign: CustomMethodTests.reversed
        )
        let signer = Fixtures.signer(method, OAuth1SigningConfiguration(placement: placement))
        let request = try HTTPRequest(method: .post, absoluteURL: Fixtures.url)
        for signed in [try signer.sign(request), try await signer.signAsynchronously(request)] {
            let incoming = try signed.read()
            #expect(incoming.signatureMethod == CustomMethodTests.name)
            try CustomMethodTests.verifier.check(incoming, with: Fixtures.verificationKey)
            expectError(.invalidSignature, parameter: "oauth_signature") {
                try CustomMethodTests.verifier.check(incoming, with: OAuth1VerificationKey(client: Fixtures.client))
            }
        }
    }

    @Test("An asynchronous method signs when it is awaited")
    func asynchronous() async throws {
        let method = OAuth1SignatureMethod.asynchronous(CustomMethodTests.name, bodyHash: .sha512) { input in
            await Task.yield()
            return CustomMethodTests.reversed(input)
        }
        let signer = Fixtures.signer(method, OAuth1SigningConfiguration(bodyHash: .nonFormBodies))
        let body = Array("{}".utf8)
        let signed = try await signer.signAsynchronously(try request(), body: body)
        let incoming = try signed.read()
        #expect(incoming.bodyHash == OAuth1Digest.sha512.bodyHash(of: body))
        try CustomMethodTests.verifier.check(incoming, with: Fixtures.verificationKey)
    }

    @Test("An asynchronous method can't sign synchronously")
    func asynchronousRefused() throws {
        let method = OAuth1SignatureMethod.asynchronous("X", bodyHash: .sha1) { _ in "" }
        let request = try request()
        expectError(.asynchronousMethod, saying: "signAsynchronously") { try Fixtures.signer(method).sign(request) }
        expectError(.asynchronousMethod, saying: "signAsynchronously") {
            try Fixtures.signer(method).authorizationHeader(method: "GET", url: Fixtures.url)
        }
    }

    @Test("A failure of the method is shown by its type only, as its text could have a secret")
    func failure() async throws {
        let request = try request()
        let failing = OAuth1SignatureMethod.custom("X", bodyHash: .sha1) { _ in throw Failure() }
        let error = try #require(
            #expect(throws: OAuth1Error.self) { try Fixtures.signer(failing).sign(request) }
        )
        #expect(error.code == .signingFailed)
        #expect(error.reason.contains("Failure"))
        #expect(error.reason.contains("kd94hf93k423kf44") == false)
        let failingLater = OAuth1SignatureMethod.asynchronous("X", bodyHash: .sha1) { _ in throw Failure() }
        await #expect(throws: OAuth1Error(.signingFailed, "")) {
            try await Fixtures.signer(failingLater).signAsynchronously(request)
        }
    }

    @Test("An error of ours and a cancellation pass through the method unchanged")
    func passedThrough() async throws {
        let request = try request()
        let ours = OAuth1Error(.invalidKey, "the key is locked")
        let failing = OAuth1SignatureMethod.custom("X", bodyHash: .sha1) { _ in throw ours }
        expectError(.invalidKey, saying: "the key is locked") { try Fixtures.signer(failing).sign(request) }
        let cancelled = OAuth1SignatureMethod.asynchronous("X", bodyHash: .sha1) { _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) {
            try await Fixtures.signer(cancelled).signAsynchronously(request)
        }
    }

    @Test("A failure of the provider's side is shown by its type only")
    func failureToVerify() throws {
        let verifier = OAuth1Verifier(
            customMethods: [OAuth1Verifier.CustomMethod("X", bodyHash: .sha1) { _, _ in throw Failure() }]
        )
        let method = OAuth1SignatureMethod.custom("X", bodyHash: .sha1) { _ in "s" }
        let incoming = try Fixtures.signer(method).sign(try request()).read()
        let error = try #require(
            #expect(throws: OAuth1Error.self) { try verifier.verify(incoming, with: Fixtures.verificationKey) }
        )
        #expect(error.code == .signingFailed)
        #expect(error.reason.contains("kd94hf93k423kf44") == false)
    }

    @Test("A name that is neither a standard nor a custom method is reported as unsupported, not as a wrong signature")
    func nameWithoutMethod() throws {
        let method = OAuth1SignatureMethod.custom("FOO", bodyHash: .sha1) { _ in "c2ln" }
        let incoming = try Fixtures.signer(method).sign(try request()).read()
        expectError(
            .unsupportedSignatureMethod,
            parameter: "oauth_signature_method",
            saying: "configured custom method"
        ) {
            try OAuth1Verifier(methods: ["FOO"]).verify(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test("A custom method may take the place of a standard one")
    func replacingStandardMethod() throws {
        let verifier = OAuth1Verifier(
            methods: [],
            customMethods: [
                OAuth1Verifier.CustomMethod(.hmacSHA1, bodyHash: .sha1) { signature, _ in signature == "s" }
            ]
        )
        let method = OAuth1SignatureMethod.custom(.hmacSHA1, bodyHash: .sha1) { _ in "s" }
        let incoming = try Fixtures.signer(method).sign(try request()).read()
        try verifier.check(incoming, with: Fixtures.verificationKey)
    }
}
