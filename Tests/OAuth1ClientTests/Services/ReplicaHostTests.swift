//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

@Suite("Replicas on one address")
struct ReplicaHostTests {
    private static let baseURL = "http://127.0.0.1:9000"
    private static let cases = ReplicaCase.all.filter { $0.service.flow == .threeLegged }

    /// A host of all replicas, and the way of requests to it.
    private struct Setup {
        let host: OAuth1ReplicaHost
        let wire: OAuth1RecordingTransport

        init(_ replicas: [OAuth1ServiceReplica], baseURL: String = ReplicaHostTests.baseURL) throws {
            let host = try OAuth1ReplicaHost(baseURL: baseURL, replicas: replicas)
            self.host = host
            wire = OAuth1RecordingTransport { request, body in
                let answer = await host.respond(to: request, body: body ?? [])
                return OAuth1Response(head: answer.response, body: answer.body)
            }
        }

        func client(_ element: ReplicaCase) throws -> AsyncOAuth1Client {
            try AsyncOAuth1Client(
                service: host.hosted(element.service),
                client: element.replica.client,
                method: element.method,
                options: OAuth1FlowOptions(allowsInsecureHTTP: true, headerFields: [.userAgent: "ReplicaTests/1.0"]),
                transport: OAuth1HostedTransport(to: wire, host: host)
            )
        }
    }

    @Test(
        "Every login works, and calls after it, with all replicas on one address",
        arguments: cases,
        [baseURL, "http://localhost:9000/replicas/"]
    )
    func login(_ element: ReplicaCase, baseURL: String) async throws {
        let setup = try Setup(ReplicaCase.all.map(\.replica), baseURL: baseURL)
        let client = try setup.client(element)
        let requestToken = try await client.fetchRequestToken(
            callback: element.callback,
            parameters: element.requestParameters
        )
        let page = try client.authorizationURL(
            for: requestToken,
            callback: element.callback,
            parameters: element.authorizeParameters
        )
        #expect(page.hasPrefix(setup.host.baseURL + "/"))
        let answer = try await OAuth1TestBrowser(transport: setup.wire).allow(page)
        let accessToken: OAuth1AccessToken
        if answer.contains("://") {
            #expect(answer.hasPrefix("https://app.example/cb?state=1&"))
            let response = try client.parseAuthorizationResponse(answer, for: requestToken)
            accessToken = try await client.fetchAccessToken(authorization: response.authorization())
        } else {
            accessToken = try await client.fetchAccessToken(requestToken: requestToken, verifier: answer)
        }
        let user = client.using(accessToken)
        let response = try await user.send(element.callMethod, element.path, parameters: ["q": "ä + [1]"])
        #expect(response.status == .ok)
        #expect(response.text.contains(#""alice""#))
        for request in setup.wire.requests.map(\.request) {
            #expect(try request.wireURL.hasPrefix(setup.host.baseURL + "/"))
        }
    }

    @Test("The host is part of the target, and the rest of the URL is as it was signed")
    func targets() async throws {
        let setup = try Setup([.x])
        let client = try setup.client(ReplicaCase(service: .x, replica: .x))
        _ = try? await client.get("2/users/me?a=%7e&b=%2F", token: .none)
        #expect(setup.wire.requests.map(\.request.path) == ["/api.x.com/2/users/me?a=%7e&b=%2F"])
        #expect(setup.wire.requests.map(\.request.authority) == ["127.0.0.1:9000"])
    }

    @Test("Only the pages of a service are changed")
    func services() throws {
        let host = try OAuth1ReplicaHost(baseURL: ReplicaHostTests.baseURL, replicas: [])
        for element in ReplicaHostTests.cases {
            var hosted = host.hosted(element.service)
            try hosted.validate()
            #expect(hosted.authorize != element.service.authorize)
            hosted.authorize = element.service.authorize
            hosted.variables.removeAll { $0.name.hasPrefix("hosted ") }
            #expect(hosted == element.service)
        }
        #expect(host.hosted(.x).authorize?.variants == ["signIn": "http://127.0.0.1:9000/api.x.com/oauth/authenticate"])
        #expect(host.hosted(.instapaper) == .instapaper)
    }

    @Test("A page that gets the callback lets its form lead there", arguments: [OAuth1ServiceReplica.tripIt, .garmin])
    func formTargets(_ replica: OAuth1ServiceReplica) async throws {
        let element = try #require(ReplicaCase.all.first { $0.replica.description == replica.description })
        let setup = try Setup([element.replica])
        let client = try setup.client(element)
        let callback = OAuth1Callback.url("http://127.0.0.1:8080/cb")
        let requestToken = try await client.fetchRequestToken(callback: callback)
        let page = try client.authorizationURL(for: requestToken, callback: callback)
        let response = try await setup.wire.send(
            HTTPRequest(.get, wireURL: page),
            body: nil,
            maximumResponseBytes: 65_536
        )
        let policy = response.head.headerFields[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("form-action 'self' http: https:;"))
        #expect(response.text.contains("<bdi>127.0.0.1:8080</bdi>"))
        #expect(response.text.contains("<bdi>\(replica.description) (replica)</bdi>"))
        #expect(!response.text.contains("action="), "the form goes to the URL of its page")
    }

    @Test("A request is answered by the replica whose URL it has, whatever others are there")
    func routes() async throws {
        let setup = try Setup(ReplicaCase.all.map(\.replica))
        for (path, name) in [
            ("/api.x.com/2/users/me", "X"), ("/api.smugmug.com/api/v2!authuser", "SmugMug"),
            ("/1234567-sb1.suitetalk.api.netsuite.com/services/rest/", "NetSuite"),
            ("/jira.example/jira/rest/", "Atlassian Data Center"), ("/blog.example/sub/oauth1/request", "WordPress"),
        ] {
            let request = try HTTPRequest(.get, wireURL: ReplicaHostTests.baseURL + path)
            let answer = try await setup.wire.send(request, body: nil, maximumResponseBytes: 65_536)
            #expect(answer.text.replacing("%20", with: " ").contains("\(name) expected"))
        }
    }

    @Test(
        "A request that belongs to no replica is not found",
        arguments: ["/", "/api.x.com", "/example.com/", "//api.x.com/oauth/authorize", "/api.x.com.example/oauth"]
    )
    func nothingThere(path: String) async throws {
        let setup = try Setup([.discogs])
        let request = try HTTPRequest(.get, wireURL: ReplicaHostTests.baseURL + path)
        #expect(await setup.host.respond(to: request).response.status == .notFound)
    }

    @Test("A request for a service without a replica is not sent")
    func noReplica() async throws {
        let setup = try Setup([.discogs])
        let client = try setup.client(ReplicaCase(service: .x, replica: .x))
        await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try await client.fetchRequestToken(callback: .url("https://app.example/cb"))
        }
        #expect(setup.wire.requests.isEmpty)
    }

    @Test(
        "A host is on this machine",
        arguments: [
            "http://example.com", "https://127.0.0.1", "http://192.168.1.1:9000", "127.0.0.1:9000", "",
            "ftp://127.0.0.1", "http://127.0.0.1/?a=b", "http://127.0.0.1/#a", "http://127.0.0.1/a/../b",
            "http://127.0.0.1.example.com",
        ]
    )
    func elsewhere(baseURL: String) {
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try OAuth1ReplicaHost(baseURL: baseURL, replicas: [.x])
        }
    }
}
