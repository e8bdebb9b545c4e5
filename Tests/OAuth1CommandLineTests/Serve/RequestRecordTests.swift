//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing

@testable import OAuth1CommandLine

@Suite("The log of oauth1 serve")
struct RequestRecordTests {
    @Test("A rejected request has its base string and the reason in words")
    func rejection() async throws {
        let harness = LocalServiceHarness()
        let token = OAuth1AccessToken(token: harness.sandbox.issueToken().token, secret: "wrong-secret")
        _ = try await harness.client.using(token).get(harness.url("/api/me"), parameters: ["a": "b c"])
        let record = try #require(harness.all.last)
        #expect(record.status == 401)
        #expect(record.rejection?.problem == "signature_invalid")
        #expect(record.rejection?.diagnosis.contains("check the secrets") == true)
        #expect(record.baseString?.contains("&a%3Db%2520c%26oauth_consumer_key%3Dapp%26") == true)
    }

    @Test("The text for people has the mistake, the place and what to change, each on a line")
    func explanation() async throws {
        let harness = LocalServiceHarness()
        let token = harness.sandbox.issueToken()
        let signed = try OAuth1Signer(client: harness.sandbox.client, token: token)
            .sign(HTTPRequest(.get, wireURL: harness.url("/api/me/"))).request
        var request = signed
        request.path = "/api/me"
        _ = await harness.service.respond(to: request, body: [])
        let record = try #require(harness.all.last)
        let texts = Mutex<[String]>([])
        let log = RequestLog(style: TerminalStyle(isTerminal: false, environment: [:]), isJSON: false) { text in
            texts.withLock { $0.append(text) }
        }
        log.add(record)
        let lines = texts.withLock { $0 }.joined().split(separator: "\n").map(String.init)
        #expect(
            Array(lines.dropFirst(2)) == [
                "     rejected    signature_invalid: The signature is wrong, and the mistake is known.",
                "                 - The path is signed with a slash at its end and sent without it, or the reverse (trailing-slash).",
                #"                   Where: the base strings differ from byte 44 on, in the URL: the request has "#
                    + #""…27.0.0.1:8090/api/me", the client signed "…27.0.0.1:8090/api/me/"."#,
                "                   What to change: Sign the path exactly as it is sent.",
            ]
        )
    }

    @Test("Replicas that report a wrong signature in their own form have the diagnosis in the log")
    func replicaDiagnosis() async throws {
        let ids = OAuth1ServiceReplica.ids.filter { !OAuth1ServiceReplica.idsWithPublicKey.contains($0) }
        var diagnosed = 0
        for id in ids {
            let surroundings = ReplicaSurroundings(observer: { RequestObservation.note($0) })
            let replica = try #require(OAuth1ServiceReplica.replica(of: id)).placed(in: surroundings)
            guard replica.hasTokens else { continue }
            let host = try OAuth1ReplicaHost(
                baseURL: LocalServiceHarness.baseURL,
                replicas: [replica],
                verifiesOwnURLs: true
            )
            let harness = LocalServiceHarness(backend: host)
            let token = try await replica.issueToken()
            guard let api = replica.urls.last?.url, !api.contains("?") else { continue }
            var request = try HTTPRequest(.get, wireURL: host.hosted(api) + (api.hasSuffix("/") ? "x/" : "/x/"))
            request.headerFields[.userAgent] = "Test/1.0"
            request = try OAuth1Signer(client: replica.client, token: token).sign(request).request
            request.path = request.path.map { String($0.dropLast()) }
            _ = await harness.service.respond(to: request, body: [])
            let rejection = try #require(harness.all.last?.rejection, "\(id)")
            #expect(rejection.findings.contains { $0.mistakes == ["trailing-slash"] }, "\(id): \(rejection)")
            diagnosed += 1
        }
        #expect(diagnosed > 5)
    }

    @Test("The reason of a consent page that can't be shown is not the page")
    func page() async throws {
        let harness = LocalServiceHarness()
        let request = try HTTPRequest(.get, wireURL: harness.url("/oauth/authorize?oauth_token=unknown"))
        _ = await harness.service.respond(to: request, body: [])
        #expect(harness.all.last?.rejection?.problem == "token_rejected")
        #expect(harness.all.last?.rejection?.diagnosis == "The client must start the authorization again.")
    }

    @Test(
        "Values of secrets are hidden in the target and in the base string",
        arguments: [
            "password=hunter2", "x_auth_password=hunter2", "client_secret=hunter2", "oauth_token_secret=hunter2",
            "pass%77ord=hunter2", "PASSWORD=hunter2", "a=1&oauth_signature=hunter2%26hunter2",
        ]
    )
    func secrets(query: String) throws {
        let request = try HTTPRequest(.post, wireURL: "http://127.0.0.1/api/me?\(query)&oauth_consumer_key=k&b=%20")
        var form = request
        form.path = "/api/me?oauth_consumer_key=k&b=%20"
        form.headerFields[.contentType] = "application/x-www-form-urlencoded"
        for (request, body) in [(request, ""), (form, query)] {
            let record = RequestRecord(request, body: Array(body.utf8), status: .ok, rejection: nil, faults: [])
            let text = RequestLog.json(record)
            #expect(!text.contains("hunter2"))
            #expect(record.baseString?.contains("b%3D%2520") != false)
            #expect(record.target.hasSuffix("oauth_consumer_key=k&b=%20"))
        }
    }

    @Test("The signature method and the verifier are shown")
    func shown() {
        #expect(ShownRequest.target("/?oauth_signature_method=PLAINTEXT") == "/?oauth_signature_method=PLAINTEXT")
        #expect(ShownRequest.baseString("GET&u&oauth_verifier%3D1") == "GET&u&oauth_verifier%3D1")
    }

    @Test("Control characters are replaced, and long texts are cut")
    func printable() {
        #expect(
            ShownRequest.target("/\u{1B}[31m\u{9B}2J\r\n?a=\u{202E}")
                == "/\u{FFFD}[31m\u{FFFD}2J\u{FFFD}\u{FFFD}?a=\u{FFFD}"
        )
        #expect(ShownRequest.target("/" + String(repeating: "a", count: 100_000)).count == 4_097)
    }

    @Test("The log is text for people or JSON for programs, one write for each request")
    func formats() throws {
        let texts = Mutex<[String]>([])
        let record = RequestRecord(
            try HTTPRequest(.get, wireURL: "http://127.0.0.1/api/me?oauth_consumer_key=k"),
            body: [],
            status: .unauthorized,
            rejection: RequestRecord.Rejection(problem: "nonce_used", diagnosis: "the nonce was used"),
            faults: [.nonceUsed]
        )
        for isJSON in [false, true] {
            let log = RequestLog(style: TerminalStyle(isTerminal: false, environment: [:]), isJSON: isJSON) { text in
                texts.withLock { $0.append(text) }
            }
            log.add(record)
        }
        let all = texts.withLock { $0 }
        #expect(
            all.first == """
                1  GET /api/me?oauth_consumer_key=k  401
                     fault       nonce-used
                     base string GET&http%3A%2F%2F127.0.0.1%2Fapi%2Fme&oauth_consumer_key%3Dk
                     rejected    nonce_used: the nonce was used

                """
        )
        #expect(all.last?.filter(\.isNewline).count == 1)
        #expect(all.last?.contains(#""faults":["nonce-used"],"method":"GET""#) == true)
    }

    @Test("Replicas report why a service would reject a request, in its own form")
    func replicas() async throws {
        for (id, target, expected) in [
            ("x", "/api.x.com/oauth/request_token", "X expected OAuth parameters in the header"),
            ("discogs", "/api.discogs.com/oauth/request_token", "expected a User-Agent"),
            ("wikimedia", "/meta.wikimedia.org/w/index.php?title=Special:OAuth/initiate", "Wikimedia expected"),
        ] {
            let replica = try #require(OAuth1ServiceReplica.replica(of: id))
            let host = try OAuth1ReplicaHost(
                baseURL: LocalServiceHarness.baseURL,
                replicas: [replica],
                verifiesOwnURLs: true
            )
            let harness = LocalServiceHarness(backend: host)
            let request = try HTTPRequest(.post, wireURL: harness.url(target))
            _ = await harness.service.respond(to: request, body: [])
            #expect(harness.all.last?.rejection?.diagnosis.contains(expected) == true, "\(harness.all)")
        }
    }
}
#endif
