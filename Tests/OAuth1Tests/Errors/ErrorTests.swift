//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Errors")
struct ErrorTests {
    static let allCodes: [OAuth1Error.Code] = [
        .invalidURL, .invalidAuthority, .limitExceeded, .duplicateParameter, .missingParameter, .invalidParameter,
        .malformedHeader, .unsupportedPlacement, .unsupportedVersion, .unsupportedSignatureMethod, .invalidKey,
        .signingFailed, .asynchronousMethod, .invalidSignature, .bodyHashMismatch,
    ]

    @Test("Codes differ, and so do their names")
    func codes() {
        #expect(Set(ErrorTests.allCodes).count == 15)
        #expect(Set(ErrorTests.allCodes.map(\.description)).count == 15)
        #expect(OAuth1Error.Code.invalidURL.description == "invalidURL")
    }

    @Test("An error says its code and its reason", arguments: allCodes)
    func description(code: OAuth1Error.Code) {
        let error = OAuth1Error(code, "the reason", parameter: "oauth_nonce")
        #expect("\(error)" == "\(code): the reason")
        #expect(error.code == code)
        #expect(error.parameter == "oauth_nonce")
    }

    @Test("Errors are equal when code and parameter are")
    func equality() {
        let error = OAuth1Error(.missingParameter, "a", parameter: "oauth_nonce")
        #expect(error == OAuth1Error(.missingParameter, "b", parameter: "oauth_nonce"))
        #expect(error != OAuth1Error(.missingParameter, "a", parameter: "oauth_token"))
        #expect(error != OAuth1Error(.missingParameter, "a"))
        #expect(error != OAuth1Error(.duplicateParameter, "a", parameter: "oauth_nonce"))
    }
}
