//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client
import Testing

@Suite("The state of one user's login")
struct LoginStateTests {
    private let requestToken = OAuth1RequestToken(token: "rt", secret: "request secret", isCallbackConfirmed: true)
    private let other = OAuth1RequestToken(token: "other", secret: "other secret")
    private let accessToken = OAuth1AccessToken(token: "at", secret: "access secret", parameters: ["user_id": "7"])

    private func authorized() -> OAuth1LoginState {
        var state = OAuth1LoginState(requestToken: requestToken)
        state.decide(.authorized(OAuth1Authorization(requestToken: requestToken, verifier: "v")), for: requestToken)
        return state
    }

    @Test("A login passes through its steps, and each has the credentials of that step only")
    func steps() throws {
        var state = OAuth1LoginState()
        #expect(state.step == .loggedOut)
        state.start(requestToken)
        #expect(state.step == .waitingForUser)
        #expect(state.requestToken == requestToken)
        state = authorized()
        #expect(state.step == .authorized)
        #expect(try state.authorization() == OAuth1Authorization(requestToken: requestToken, verifier: "v"))
        let isComplete = state.complete(accessToken, exchanging: requestToken)
        #expect(isComplete)
        #expect(state.step == .loggedIn)
        #expect(state.accessToken == accessToken)
        #expect(state.requestToken == nil)
    }

    @Test("A verifier that the user typed in takes the place of the callback's")
    func typedVerifier() throws {
        #expect(try authorized().authorization(verifier: "typed").verifier == "typed")
        #expect(try OAuth1LoginState(requestToken: requestToken).authorization(verifier: "pin").verifier == "pin")
    }

    @Test("Without a request token the next step says what to call first")
    func noRequestToken() {
        for state in [OAuth1LoginState(), OAuth1LoginState(accessToken: accessToken)] {
            let error = #expect(throws: OAuth1ClientError.self) { try state.requiredRequestToken() }
            #expect(error?.code == .loginIncomplete)
            #expect(error?.recoverySuggestion?.contains("fetchRequestToken") == true)
        }
    }

    @Test("A user who declined is remembered, and the exchange says so")
    func denial() {
        var state = OAuth1LoginState(requestToken: requestToken)
        state.decide(.denied(OAuth1Denial(reason: "denied")), for: requestToken)
        #expect(state.step == .denied)
        #expect(throws: OAuth1ClientError(.authorizationDenied, "")) { try state.authorization(verifier: "v") }
    }

    @Test("The answer of a login that was given up changes nothing")
    func oldLogin() {
        var state = OAuth1LoginState(requestToken: other)
        state.decide(.denied(OAuth1Denial(reason: "denied")), for: requestToken)
        #expect(state.step == .waitingForUser)
        let isComplete = state.complete(accessToken, exchanging: requestToken)
        #expect(!isComplete)
        #expect(state.requestToken == other)
        var loggedOut = OAuth1LoginState()
        let isLoggedIn = loggedOut.complete(accessToken, exchanging: requestToken)
        #expect(!isLoggedIn)
        #expect(loggedOut.accessToken == nil)
    }

    @Test("No description or dump shows a secret or a verifier")
    func hidden() {
        for state in [authorized(), OAuth1LoginState(accessToken: accessToken)] {
            var text = "\(state) \(OAuth1ExposedLogin(state))"
            dump(state, to: &text)
            dump(OAuth1ExposedLogin(state), to: &text)
            for secret in ["request secret", "access secret", "\"v\""] { #expect(!text.contains(secret)) }
        }
    }
}
