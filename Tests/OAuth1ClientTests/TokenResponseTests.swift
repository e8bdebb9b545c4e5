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

@Suite("Reading token responses")
struct TokenResponseTests {
    private func fetch(
        _ body: String,
        status: HTTPResponse.Status = .ok,
        fields: HTTPFields = [:],
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        callback: OAuth1Callback = .outOfBand
    ) async throws -> OAuth1RequestToken {
        let transport = OAuth1RecordingTransport { _, _ in
            OAuth1Response(head: HTTPResponse(status: status, headerFields: fields), body: Array(body.utf8))
        }
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "consumer-secret+/"),
            options: options,
            transport: transport
        )
        return try await client.fetchRequestToken("https://h.example/r", callback: callback)
    }

    private func failure(
        _ body: String,
        status: HTTPResponse.Status = .ok,
        fields: HTTPFields = [:]
    ) async -> OAuth1ClientError? {
        do {
            _ = try await fetch(body, status: status, fields: fields)
            return nil
        } catch {
            return error as? OAuth1ClientError
        }
    }

    @Test("Additional parameters are kept in their order, duplicates too; line breaks around a form belong to no value")
    func parameters() async throws {
        let token = try await fetch(
            "\r\noauth_token=a%20b&oauth_token_secret=%26&oauth_callback_confirmed=true&z=1&a=2&z=3\n"
        )
        #expect(token.token == "a b")
        #expect(token.secret == "&")
        #expect(token.parameters.map(\.name) == ["oauth_callback_confirmed", "z", "a", "z"])
        #expect(token.parameters.values(for: "z") == ["1", "3"])
        #expect(token.isCallbackConfirmed)
    }

    @Test("A token in a JSON object is a token")
    func json() async throws {
        let token = try await fetch(
            #"{"oauth_token":"t","oauth_token_secret":"s","oauth_callback_confirmed":true,"user_id":12,"x":null}"#
        )
        #expect(token.token == "t")
        #expect(token.isCallbackConfirmed)
        #expect(token.parameters["user_id"] == "12")
    }

    @Test(
        "A callback that is not confirmed is rejected, unless a named option says otherwise",
        arguments: ["", "&oauth_callback_confirmed=false", "&oauth_callback_confirmed=True"]
    )
    func callbackConfirmation(ending: String) async throws {
        let body = "oauth_token=t&oauth_token_secret=s" + ending
        #expect(await failure(body)?.code == .callbackNotConfirmed)
        let lenient = try await fetch(body, options: OAuth1FlowOptions(requiresCallbackConfirmation: false))
        #expect(!lenient.isCallbackConfirmed)
        #expect(try await fetch(body, callback: .omitted).token == "t")
    }

    @Test("A form is a form even if the service calls it a page, as X does")
    func formAsHTML() async throws {
        let body = "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true"
        #expect(try await fetch(body, fields: [.contentType: "text/html;charset=utf-8"]).token == "t")
        let refusal = await failure("oauth_problem=nonce_used", fields: [.contentType: "text/html"])
        #expect(refusal?.problem?.code == "nonce_used")
    }

    @Test("A page is a page even if it has the words of a form in a link")
    func formInHTML() async throws {
        let error = await failure("<html><title>Sign in</title><a href='/?a&oauth_token=t&oauth_token_secret=s'>")
        #expect(error?.reason.contains("HTML page titled Sign in") == true)
    }

    @Test(
        "A hostile page or header is read in time that grows with its length, not with its square",
        .timeLimit(.minutes(1))
    )
    func hostileResponses() async throws {
        for tag in ["<title", "<title>", "<title></", "</title"] {
            let page = "<html>" + String(repeating: tag, count: 60_000 / tag.utf8.count)
            #expect(await failure(page)?.reason.contains("HTML page") == true)
        }
        for text in ["oauth_", "oauth_a", "oauth_a=\"", ",,,", "secret", "secret="] {
            let header = String(repeating: text, count: 60_000 / text.utf8.count)
            let error = await failure(header, status: .unauthorized, fields: [.wwwAuthenticate: header])
            #expect(error?.code == .tokenRequestRefused)
        }
    }

    @Test(
        "A problem is read from a challenge in whichever way it is written",
        arguments: [
            #"OAuth realm="x", oauth_problem="nonce_used""#, "OAuth oauth_problem=nonce_used",
            "OAuth realm=\"a, b\",oauth_problem=nonce_used", "OAuth oauth_problem=nonce_used&oauth_problem_advice=x",
            "Basic realm=\"x\", OAuth oauth_problem=\"nonce_used\", oauth_problem_advice=\"x%20y\"",
        ]
    )
    func challenge(value: String) async throws {
        let error = await failure("", status: .unauthorized, fields: [.wwwAuthenticate: value])
        #expect(error?.problem?.code == "nonce_used")
    }

    @Test("An HTML page with status 200 is reported by its title")
    func html() async throws {
        let error = await failure("<!DOCTYPE html>\n<html><head><title>Sign in &mdash; Example</title></head></html>")
        #expect(error?.code == .unreadableTokenResponse)
        #expect(error?.status == .ok)
        #expect(error?.reason.contains("Sign in \u{2014} Example") == true)
        let byType = await failure("Please wait", fields: [.contentType: "text/html; charset=utf-8"])
        #expect(byType?.reason.contains("HTML page") == true)
    }

    @Test("An empty body is called that", arguments: ["", " \r\n"])
    func empty(body: String) async throws {
        let error = await failure(body)
        #expect(error?.code == .unreadableTokenResponse)
        #expect(error?.reason.contains("empty body") == true)
    }

    @Test(
        "JSON that is not a token is called that, with the service's message",
        arguments: [#"{"message":"hello"}"#, #"["x"]"#, #"{"broken"#]
    )
    func jsonError(body: String) async throws {
        let error = await failure(body)
        #expect(error?.code == .unreadableTokenResponse)
        #expect(error?.excerpt == body)
    }

    @Test(
        "An error with a status of success is a rejection, with the service's message",
        arguments: [#"{"error":"mwoauthserver-bad-source-ip"}"#, "Error: no"]
    )
    func errorWithSuccess(body: String) async throws {
        let error = await failure(body)
        #expect(error?.code == .tokenRequestRefused)
        #expect(error?.status == .ok)
        #expect(error?.excerpt == body)
    }

    @Test("A token without secret, twice or empty, is not a token")
    func incomplete() async throws {
        for body in [
            "oauth_token=t", "oauth_token_secret=s", "oauth_token=t&oauth_token=u&oauth_token_secret=s",
            "oauth_token=&oauth_token_secret=s",
        ] {
            #expect(await failure(body)?.code == .unreadableTokenResponse, "\(body)")
        }
        // An empty token secret is one (RFC 5849 section 3.4.2): some services have none.
        #expect(try await fetch("oauth_token=t&oauth_token_secret=&oauth_callback_confirmed=true").secret.isEmpty)
    }

    @Test("A rejection has the status, the problem, a hint and the service's message")
    func refusal() async throws {
        let error = await failure(
            "oauth_problem=timestamp_refused&oauth_acceptable_timestamps=1-2&oauth_problem_advice=your%20clock",
            status: .unauthorized
        )
        #expect(error?.code == .tokenRequestRefused)
        #expect(error?.status == .unauthorized)
        #expect(error?.problem?.code == "timestamp_refused")
        #expect(error?.problem?.advice == "your clock")
        #expect(error?.problem?.parameters["oauth_acceptable_timestamps"] == "1-2")
        #expect(error?.recoverySuggestion?.contains("clock") == true)
        let inHeader = await failure(
            "",
            status: .unauthorized,
            fields: [.wwwAuthenticate: #"OAuth realm="x", oauth_problem="nonce_used""#]
        )
        #expect(inHeader?.problem?.code == "nonce_used")
        #expect(await failure("oauth_problem=token_used")?.code == .tokenRequestRefused)
    }

    @Test("A redirect is not followed and names its target")
    func redirect() async throws {
        let error = await failure("", status: .found, fields: [.location: "https://www.h.example/r"])
        #expect(error?.code == .unexpectedRedirect)
        #expect(error?.reason.contains("https://www.h.example/r") == true)
        let target = "https://www.h.example/r?oauth_signature=hidden1&oauth_verifier=hidden2#hidden3"
        let withQuery = try #require(await failure("", status: .found, fields: [.location: target]))
        #expect(withQuery.reason.contains("https://www.h.example/r"))
        #expect(!withQuery.description.contains("hidden"))
    }

    @Test("A response of ten megabytes is rejected")
    func tooLarge() async throws {
        let error = await failure(String(repeating: "a", count: 10_000_000))
        #expect(error?.code == .responseTooLarge)
    }

    @Test("A connection that breaks is an error with its cause")
    func brokenConnection() async throws {
        struct Broken: Error {}
        let transport = OAuth1RecordingTransport { _, _ in throw Broken() }
        let client = AsyncOAuth1Client(client: OAuth1ClientCredentials(key: "k", secret: "s"), transport: transport)
        do {
            _ = try await client.get("https://h.example/x")
            Issue.record("expected an error")
        } catch let error as OAuth1ClientError {
            #expect(error.code == .transport)
            #expect(error.cause is Broken)
            #expect(error.url == "https://h.example/x")
        }
        let cancelled = OAuth1RecordingTransport { _, _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) {
            _ = try await AsyncOAuth1Client(
                client: OAuth1ClientCredentials(key: "k", secret: "s"),
                transport: cancelled
            )
            .get("https://h.example/x")
        }
    }

    @Test(
        "No secret that a service echoes gets into an error",
        arguments: [
            "Bad key consumer-secret+/ here", "key=consumer-secret%2B%2F&x", "oauth_token_secret=hidden1&oauth_x=1",
            #"{"oauth_token_secret" : "hidden1"}"#, "<oauth_token_secret>hidden1</oauth_token_secret>",
            "expected oauth_signature=\"hidden1\"", "oauth_verifier=hidden1", "oauth_session_handle=hidden1",
            #"{"oauth_token_secret":"a, hidden1"}"#, #"{\"x\":\"{\\\"oauth_token_secret\\\":\\\"hidden1\\\"}\"}"#,
            "<t secret='a b hidden1'/>", #"<p name="oauth_token_secret" value="hidden1"/>"#,
            #"[{"name":"oauth_token_secret","value":"hidden1"}]"#, "x%26oauth_token_secret%3Dhidden1",
            "oauth_problem=x&oauth_problem_advice=secret%3Dhidden1&oauth_token_secret=hidden1",
            "oauth_problem=consumer-secret%2B%2F&oauth_parameters=consumer-secret%2B%2F",
            "<html><title>consumer-secret+/ oauth_signature=hidden1</title>",
        ]
    )
    func secretsAreHidden(body: String) async throws {
        for status in [HTTPResponse.Status.ok, .unauthorized] {
            let error = try #require(await failure(body, status: status))
            for text in [error.description, String(reflecting: error), error.excerpt ?? ""] {
                #expect(!text.contains("consumer-secret"), "\(text)")
                #expect(!text.contains("hidden1"), "\(text)")
            }
        }
    }

    @Test("The service's message are one printable line of limited length")
    func excerpt() async throws {
        let error = try #require(
            await failure("a\u{1B}[31m\n\n b" + String(repeating: "x", count: 5_000), status: .badRequest)
        )
        let excerpt = try #require(error.excerpt)
        #expect(excerpt.hasPrefix("a\u{FFFD}[31m b"))
        #expect(excerpt.count < 310)
    }
}
