//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Redirects that are followed, and those that are not")
struct RedirectErrorTests {
    private func redirect(_ location: String?, _ status: HTTPResponse.Status = .found) -> OAuth1Response {
        OAuth1Response(status, location.map { [.location: $0] } ?? [:], "<a>moved</a>")
    }

    @Test(
        "A redirect that was not followed says where to, why, and what to do",
        arguments: [
            (
                "https://www.h.example/b?x=hidden1", "a different host (www.h.example instead of h.example)",
                "allowedHosts"
            ),
            ("https://h.example:444/b", "https://h.example:444/b", "allowedHosts"),
            ("http://h.example/b", "http://h.example/b", "not https"),
        ]
    )
    func notFollowed(location: String, words: String, advice: String) async throws {
        let client = ScriptedService([redirect(location)]).client()
        let response = try await client.get("https://h.example/a")
        let redirect = try #require(response.unfollowedRedirect)
        #expect("\(redirect)".contains(words))
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        let text = try #require(error?.description)
        #expect(text.contains(words), "\(text)")
        #expect(error?.recoverySuggestion?.contains(advice) == true, "\(text)")
        #expect(!text.contains("hidden1"))
    }

    @Test("The reason is the policy, a missing Location, or the token step, where it is one of them")
    func reasons() async throws {
        let none = OAuth1FlowOptions(redirects: .none, retries: .none)
        let off = try await ScriptedService([redirect("/b")]).client(options: none).get("https://h.example/a")
        #expect(off.unfollowedRedirect?.reason == .redirectsDisabled)
        #expect(off.unfollowedRedirect?.target == "https://h.example/b")
        let missing = try await ScriptedService([redirect(nil)]).client().get("https://h.example/a")
        #expect(missing.unfollowedRedirect?.reason == .invalidLocation)
        let other = try await ScriptedService([redirect("https://o.example/")]).client().get("https://h.example/a")
        #expect(other.unfollowedRedirect?.reason == .otherOrigin)
        let insecure = try await ScriptedService([redirect("http://h.example/")]).client().get("https://h.example/a")
        #expect(insecure.unfollowedRedirect?.reason == .insecureTransport)
        let token = await #expect(throws: OAuth1ClientError.self) {
            _ = try await ScriptedService([redirect("/new?x=hidden1")]).client()
                .fetchRequestToken("https://h.example/a")
        }
        #expect(token?.code == .unexpectedRedirect)
        #expect(token?.step == .requestToken)
        #expect(token?.url == "https://h.example/a")
        #expect(token?.reason.contains("https://h.example/new") == true)
        #expect(token?.recoverySuggestion?.contains("never redirected") == true)
        #expect(token?.description.contains("hidden1") == false)
    }

    @Test("A circle of redirects says how many were followed, and where the last one leads")
    func limit() async throws {
        let client = ScriptedService([redirect("/b"), redirect("/c"), redirect("/d")])
            .client(options: OAuth1FlowOptions(redirects: OAuth1RedirectPolicy(maximumCount: 2), retries: .none))
        let error = await #expect(throws: OAuth1ClientError.self) { _ = try await client.get("https://h.example/a") }
        #expect(error?.code == .unexpectedRedirect)
        #expect(error?.reason.contains("more than 2 times") == true)
        #expect(error?.reason.contains("https://h.example/d") == true)
        #expect(error?.url == "https://h.example/c")
    }

    @Test("A redirect that was followed is visible: the URL that answered, and how many there were")
    func followed() async throws {
        let page = OAuth1Response(.ok, [.contentType: "text/html"], "<h1>Sign in</h1>")
        let client = ScriptedService([redirect("/b"), redirect("/login?next=1"), page]).client()
        let response = try await client.post("https://h.example/a?x=1", .form(["status": "hello"]))
        #expect(response.redirectCount == 2)
        #expect(response.url == "https://h.example/login?next=1")
        #expect(response.unfollowedRedirect == nil)
        let error = #expect(throws: OAuth1ClientError.self) { try response.json([String].self) }
        #expect(error?.url == "https://h.example/login")
        #expect(error?.recoverySuggestion?.contains("the POST became a GET") == true, "\(error?.description ?? "")")
    }

    @Test("A response that was not redirected has the URL of its call, and keeps no large body of it")
    func direct() async throws {
        let ok = OAuth1Response(.ok, [:], "[1]")
        let response = try await ScriptedService([ok]).client().get("https://h.example/a?b=c")
        #expect(response.url == "https://h.example/a?b=c")
        #expect(response.redirectCount == 0)
        #expect(response == ok)
        #expect(OAuth1Response(.ok).url == nil)
        let error = #expect(throws: OAuth1ClientError.self) { try response.json(String.self) }
        #expect(error?.recoverySuggestion?.contains("redirect") == false)
    }

    @Test("The URL of a response has none of the parameters that signed its request")
    func signedInQuery() async throws {
        let client = ScriptedService([OAuth1Response(.ok)]).client(placement: .query)
        let url = try await client.get("https://h.example/a?b=c").url
        #expect(url == "https://h.example/a?b=c")
    }
}
