//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client
import Testing

@Suite("Reading the callback")
struct CallbackTests {
    private let token = OAuth1RequestToken(token: "req", secret: "secret")
    private let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))

    private func error(_ url: String, _ flow: OAuth1Flow? = nil) -> OAuth1ClientError.Code? {
        do {
            _ = try (flow ?? self.flow).parseAuthorizationResponse(url, for: token)
            return nil
        } catch {
            return (error as? OAuth1ClientError)?.code
        }
    }

    @Test(
        "The verifier is found wherever services put it",
        arguments: [
            "https://a.example/cb?oauth_token=req&oauth_verifier=v%2B1",
            "/cb?x=1&oauth_verifier=v%2B1&oauth_token=req#",
            "myapp://cb?oauth_token=req&oauth_verifier=v%2B1",
            "https://a.example/cb#oauth_token=req&oauth_verifier=v%2B1",
            "https://a.example/cb?oauth_token=req&oauth_verifier=v%2B1#_=_",
            "/cb?_#oauth_token=req&oauth_verifier=v%2B1",
            "/cb?\u{301}=1&oauth_token=req&oauth_verifier=v%2B1#\u{301}oauth_token=other",
            "https://a.example/cb?a={}[]'$|&oauth_token=req&oauth_verifier=v%2B1",
        ]
    )
    func authorized(url: String) throws {
        let authorization = try flow.parseAuthorizationResponse(url, for: token).authorization()
        #expect(authorization.verifier == "v+1")
        #expect(authorization.requestToken == token)
    }

    @Test(
        "A user's denial is recognized in every service's format",
        arguments: [
            "https://a/cb?denied=req", "https://a/cb?oauth_token=req&oauth_problem=user_refused",
            "https://a/cb?oauth_problem=permission_denied", "https://a/cb?oauth_token=req&oauth_verifier=denied",
            "https://a/cb?oauth_token=req&error=access_denied", "https://a/cb?oauth_token=req&denied=req",
            "https://a/cb?error=access_denied#_=_", "https://a/cb#error=access_denied",
        ]
    )
    func denied(url: String) throws {
        guard case .denied = try flow.parseAuthorizationResponse(url, for: token) else {
            Issue.record("expected a refusal")
            return
        }
    }

    @Test(
        "The callback of another login is rejected, also as a rejection",
        arguments: ["https://a/cb?oauth_token=other&oauth_verifier=v", "https://a/cb?denied=other"]
    )
    func mismatch(url: String) {
        #expect(error(url) == .tokenMismatch)
    }

    @Test("A URL that is not a callback throws an error that says so")
    func invalid() {
        #expect(error("https://a/cb") == .invalidCallback)
        #expect(error("https://a/cb?oauth_verifier=v") == .invalidCallback)
        #expect(error("https://a/cb?oauth_token=req") == .missingVerifier)
        #expect(error("https://a/cb?oauth_token=req&oauth_verifier=") == .missingVerifier)
        #expect(error("https://a/cb?oauth_token=req&oauth_token=req&oauth_verifier=v") == .invalidCallback)
        #expect(error("https://a/cb?oauth_token=req&oauth_verifier=v&oauth_verifier=w") == .invalidCallback)
        #expect(error("https://a/cb?oauth_token=req&oauth_problem=token_expired") == .invalidCallback)
        #expect(error("https://a/cb?x=" + String(repeating: "a", count: 2_000_000)) == .invalidCallback)
    }

    @Test("Services older than OAuth 1.0a have no verifier, by a named option")
    func withoutVerifier() throws {
        let options = OAuth1FlowOptions(requiresVerifier: false)
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"), options: options)
        let answer = try flow.parseAuthorizationResponse("https://a/cb?oauth_token=req", for: token)
        #expect(try answer.authorization().verifier == nil)
        _ = try flow.accessTokenRequest("https://h.example/a", authorization: answer.authorization())
        #expect(error("https://a/cb?oauth_token=other", flow) == .tokenMismatch)
    }

    @Test("Without a verifier the access token is not asked for")
    func missingVerifier() {
        #expect(throws: OAuth1ClientError(.missingVerifier, "")) {
            _ = try flow.accessTokenRequest(
                "https://h.example/a",
                authorization: OAuth1Authorization(requestToken: token, verifier: nil)
            )
        }
    }

    @Test("A callback parameter can't overwrite the stored secret")
    func secretStays() throws {
        let url = "https://a/cb?oauth_token=req&oauth_verifier=v&oauth_token_secret=stolen"
        #expect(try flow.parseAuthorizationResponse(url, for: token).authorization().requestToken.secret == "secret")
    }

    @Test("A problem in a callback is reported without the secrets that it may repeat")
    func problemIsRedacted() {
        let url =
            "https://a/cb?oauth_token=req&oauth_problem=bad&oauth_problem_advice=token%20req-secret-1+too"
            + "&oauth_verifier=hidden1&oauth_session_handle=hidden1&oauth_signature=hidden1&oauth_x=req-secret-1"
        let token = OAuth1RequestToken(token: "req", secret: "req-secret-1")
        do {
            _ = try flow.parseAuthorizationResponse(url, for: token)
            Issue.record("expected an error")
        } catch {
            let text = "\(error) \(String(reflecting: error))"
            #expect(text.contains("token <redacted> too"))
            for secret in ["req-secret-1", "hidden1"] { #expect(!text.contains(secret)) }
        }
    }

    @Test("Descriptions and dumps show neither secret nor verifier")
    func redacted() throws {
        let url = "https://a/cb?oauth_token=req&oauth_verifier=my-verifier"
        let answer = try flow.parseAuthorizationResponse(url, for: token)
        var dumped = ""
        dump(answer, to: &dumped)
        dump(try answer.authorization(), to: &dumped)
        dumped += "\(answer) \(String(reflecting: answer)) \(try answer.authorization())"
        #expect(!dumped.contains("my-verifier"))
        #expect(!dumped.contains("\"secret\""))
    }
}
