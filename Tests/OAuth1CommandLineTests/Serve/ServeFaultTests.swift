//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

@testable import OAuth1CommandLine

@Suite("The faults of oauth1 serve")
struct ServeFaultTests {
    /// What the client of this package makes of a fault, and what the service recorded: one text for each fault.
    private static func expected(_ fault: ServeFault) -> String {
        switch fault {
        case .clockSkew: "logged in, 200"
        case .nonceUsed: "tokenRequestRefused"
        case .noCallbackConfirmed: "callbackNotConfirmed"
        case .noVerifier: "missingVerifier"
        case .denied: "authorizationDenied"
        case .tokenExpired: "logged in, 401"
        case .trailingNewline: "logged in, 200"
        case .errorStatus200: "logged in, 200"
        case .slow: "logged in, 200"
        case .redirect: "unexpectedRedirect"
        case .redirectOrigin: "unexpectedRedirect"
        case .htmlError: "tokenRequestRefused"
        case .rateLimit: "tokenRequestRefused"
        case .unavailable: "tokenRequestRefused"
        case .truncated: "logged in, 200"
        }
    }

    @Test("The client of this package meets every fault, and the log names it", arguments: ServeFault.allCases)
    func login(fault: ServeFault) async throws {
        let harness = LocalServiceHarness([fault])
        let outcome: String
        do {
            let token = try await harness.logIn()
            let response = try await harness.client.using(token).get(harness.url("/api/me"))
            outcome = "logged in, \(response.status.code)"
        } catch let error as OAuth1ClientError {
            outcome = "\(error.code)"
        }
        #expect(outcome == ServeFaultTests.expected(fault), "\(harness.all)")
        #expect(harness.all.contains { $0.faults == [fault.rawValue] })
        #expect(harness.waits.allSatisfy { $0 == 10 })
        #expect(harness.waits.isEmpty == (fault != .slow))
    }

    @Test("A clock that is ahead rejects a request once, and the base string is shown")
    func clockSkew() async throws {
        let harness = LocalServiceHarness([.clockSkew], after: 0, times: 1)
        _ = try await harness.logIn()
        let rejected = try #require(harness.all.first { $0.rejection != nil })
        #expect(rejected.rejection?.problem == "timestamp_refused")
        #expect(rejected.baseString?.hasPrefix("POST&http%3A%2F%2F127.0.0.1%3A8090%2Foauth%2Frequest_token&") == true)
        let rejections = harness.all.filter { $0.rejection != nil }
        #expect(rejections.count == 1, "a clock that is corrected once is right for the whole login")
    }

    @Test("A nonce is rejected only if the signature is right")
    func nonces() async throws {
        let harness = LocalServiceHarness([.nonceUsed])
        let response = try await harness.user.get(harness.url("/api/me"))
        #expect(response.status == .unauthorized)
        #expect(response.problem?.code == "nonce_used")
        let wrong = harness.client.using(OAuth1AccessToken(token: harness.sandbox.issueToken().token, secret: "wrong"))
        #expect(try await wrong.get(harness.url("/api/me")).problem?.code == "signature_invalid")
    }

    @Test("A call that is redirected has to be signed again, and not for another origin")
    func redirects() async throws {
        let near = LocalServiceHarness([.redirect])
        let response = try await near.user.post(near.url("/api/notes?a=b"), .form(["text": "Hello"]))
        #expect(response.status == .created)
        #expect(near.all.map(\.status) == [307, 201])
        #expect(near.all.last?.target == "/moved/api/notes?a=b")

        // The signature of the first URL is not one of the second.
        let token = near.sandbox.issueToken()
        let signed = try near.client.flow.signer(for: token).sign(HTTPRequest(.get, wireURL: near.url("/api/me")))
        var moved = signed.request
        moved.path = "/moved/api/me"
        #expect(await near.service.respond(to: moved, body: []).response.response.status == .unauthorized)

        let far = LocalServiceHarness([.redirectOrigin])
        let stopped = try await far.user.get(far.url("/api/me"))
        #expect(stopped.status == .temporaryRedirect)
        #expect(stopped.head.headerFields[.location] == "http://localhost:8090/moved/api/me")
        #expect(MovedTarget.otherName(of: "[::1]:80") == "127.0.0.1:80")
        #expect(MovedTarget.otherName(of: "localhost") == "127.0.0.1")
    }

    @Test("Errors have the form that services and their proxies give them")
    func responses() async throws {
        for (fault, status, type) in [
            (ServeFault.htmlError, 502, "text/html"), (.unavailable, 503, "text/plain; charset=utf-8"),
            (.rateLimit, 429, "text/plain; charset=utf-8"),
        ] {
            let harness = LocalServiceHarness([fault], times: 1)
            let response = try await harness.transport.send(
                HTTPRequest(.post, wireURL: harness.url("/oauth/request_token")),
                body: nil,
                maximumResponseBytes: 65_536
            )
            #expect(response.status.code == status)
            #expect(response.head.headerFields[.contentType] == type)
            #expect((response.head.headerFields[.retryAfter] == "1") == (fault != .htmlError))
        }
        let hidden = LocalServiceHarness([.errorStatus200])
        let response = try await hidden.transport.send(
            hidden.client.flow.signer(for: OAuth1AccessToken(token: "unknown", secret: "wrong"))
                .sign(HTTPRequest(.get, wireURL: hidden.url("/api/me"))).request,
            body: nil,
            maximumResponseBytes: 65_536
        )
        #expect(response.status == .ok)
        #expect(hidden.all.first?.rejection?.problem == "token_rejected")
        #expect(await LocalServiceHarness([.truncated]).service.respond(to: me, body: []).breaksOff)
        #expect(await !LocalServiceHarness().service.respond(to: me, body: []).breaksOff)
    }

    /// The documentation of the command.
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/a-service-on-your-machine.md")

    private var me: HTTPRequest {
        HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:8090", path: "/api/me")
    }

    @Test("A user who comes back without a verifier keeps the rest of the callback")
    func verifier() async throws {
        let harness = LocalServiceHarness([.noVerifier])
        let requestToken = try await harness.client.fetchRequestToken(
            harness.url("/oauth/request_token"),
            callback: .url("http://127.0.0.1:7777/callback?state=%20&x")
        )
        let page = harness.client.authorizationURL(harness.url("/oauth/authorize"), for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: harness.transport).allow(page)
        #expect(callback == "http://127.0.0.1:7777/callback?state=%20&x&oauth_token=\(requestToken.token)")
    }

    @Test("A fault starts after some requests that it concerns, and ends after others")
    func schedule() async throws {
        let harness = LocalServiceHarness([.rateLimit, .tokenExpired], after: 1, times: 2)
        var statuses: [Int] = []
        for _ in 0..<5 {
            statuses.append(await harness.service.respond(to: me, body: []).response.response.status.code)
        }
        #expect(statuses == [401, 429, 429, 401, 401])
        // Requests that no fault concerns are not counted.
        _ = await harness.service.respond(
            to: HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:8090", path: "/"),
            body: []
        )
        #expect(harness.all.last?.faults == [])
    }

    @Test("The help describes every fault")
    func help() throws {
        let help = try Tool.run(["serve", "--help"]).output
        let page = String(decoding: try Data(contentsOf: ServeFaultTests.page), as: UTF8.self)
        for fault in ServeFault.allCases {
            #expect(ServeFault.list.contains("  \(fault.rawValue) "))
            // The page marks names as code.
            let row = "| \(fault.rawValue) | \(fault.summary.prefix(20))"
            #expect(page.replacing("`", with: "").contains(row), "\(row)")
            #expect(help.contains("  \(fault.rawValue) "))
        }
    }
}
#endif
