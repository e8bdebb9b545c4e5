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

@Suite("Flows with a service")
struct ServiceFlowTests: ExampleServiceSuite {
    @Test("One variable gives a realm and a host, each in its own form")
    func derivedVariables() throws {
        let flow = try OAuth1Flow(
            service: OAuth1Service(json: ServiceJSONTests.text),
            client: client,
            variables: ["account": "1234567_SB1"],
            options: OAuth1FlowOptions(headerFields: [.userAgent: "App/1"])
        )
        #expect(try flow.url(of: .accessToken) == "https://1234567-sb1.example.com/access")
        let first = try flow.requestTokenRequest(callback: .url("https://app.example/cb"))
        #expect(first.request.method == .get)
        #expect(first.request.path == "/request?scope=read")
        #expect(try !header(first).contains("realm"))
        let second = try flow.accessTokenRequest(
            authorization: OAuth1Authorization(requestToken: token, verifier: "v")
        )
        #expect(try header(second).contains("realm=\"1234567_SB1\""))
        #expect(second.signer.method.name == .hmacSHA256)
    }

    @Test(
        "A value that could change a URL's meaning is rejected",
        arguments: ["evil.example/#", "1@evil.example", "1/..", "", "1234567-sb1", "1?x"]
    )
    func variablePattern(value: String) throws {
        let service = try OAuth1Service(json: ServiceJSONTests.text)
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            _ = try OAuth1Flow(service: service, client: client, variables: ["account": value])
        }
    }

    @Test("Values come from the caller, the environment and the defaults, in this order")
    func variableOrder() throws {
        let service = service {
            $0.variables = [.init("host", defaultValue: "live.example")]
            $0.apiBaseURL = "https://{host}/v1"
            $0.environments = ["sandbox": ["host": "sandbox.example"]]
        }
        func base(_ variables: [String: String], _ environment: String?) throws -> String? {
            try OAuth1Flow(service: service, client: client, variables: variables, environment: environment)
                .options.baseURL
        }
        #expect(try base([:], nil) == "https://live.example/v1")
        #expect(try base([:], "sandbox") == "https://sandbox.example/v1")
        #expect(try base(["host": "own.example"], "sandbox") == "https://own.example/v1")
        #expect(throws: OAuth1ClientError.self) { _ = try base([:], "sandbax") }
        #expect(throws: OAuth1ClientError.self) { _ = try base(["hots": "own.example"], nil) }
    }

    @Test("A signature method that the service does not take is rejected, and one with a key has to be given")
    func signatureMethods() throws {
        let plain = service { $0.signature = .init(.plaintext, or: [.hmacSHA1]) }
        #expect(try OAuth1Flow(service: plain, client: client).method.name == .plaintext)
        #expect(try OAuth1Flow(service: plain, client: client, method: .hmacSHA1).method.name == .hmacSHA1)
        #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
            _ = try OAuth1Flow(service: plain, client: client, method: .hmacSHA256)
        }
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            _ = try OAuth1Flow(service: service { $0.signature = .init(.rsaSHA256) }, client: client)
        }
    }

    @Test("Callbacks that the service does not take are rejected before anything is sent")
    func callbacks() throws {
        func isTaken(_ callback: OAuth1Callback, _ description: OAuth1Service.Callback) throws -> Bool {
            let flow = try flow {
                $0.callback = description
                if description.sentAt == .authorize { $0.authorize?.parameters = [.fixed("cb", "{callback}")] }
            }
            do {
                _ = try flow.requestTokenRequest(callback: callback)
                return true
            } catch let error as OAuth1ClientError {
                #expect(error.code == .unsupportedByService)
                return false
            }
        }
        let url = OAuth1Callback.url("https://app.example/cb")
        let all = [url, .outOfBand, .omitted]
        #expect(try all.map { try isTaken($0, .init()) } == [true, true, false])
        #expect(try all.map { try isTaken($0, .init(oob: .required)) } == [false, true, false])
        #expect(try all.map { try isTaken($0, .init(oob: .unsupported)) } == [true, false, false])
        #expect(try all.map { try isTaken($0, .init(oob: .unsupported, isRequired: false)) } == [true, false, true])
        #expect(
            try all.map { try isTaken($0, .init(sentAt: .never, oob: .unsupported, isRequired: false)) } == [
                false, false, true,
            ]
        )
        #expect(try all.map { try isTaken($0, .init(sentAt: .authorize, oob: .unsupported)) } == [true, false, false])
    }

    @Test("In OAuth 1.0 the callback is on the consent page's URL only, and no verifier is sent")
    func version10() throws {
        let flow = try flow {
            $0.callback = .init(sentAt: .authorize, oob: .unsupported)
            $0.authorize?.parameters = [.fixed("oauth_callback", "{callback}")]
            $0.verifier = .absent
        }
        let callback = OAuth1Callback.url("https://app.example/cb?x=1")
        #expect(try !header(flow.requestTokenRequest(callback: callback)).contains("oauth_callback"))
        let page = try flow.authorizationURL(for: token, callback: callback)
        #expect(page == "https://h.example/o?oauth_token=t&oauth_callback=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1")
        #expect(throws: OAuth1ClientError(.unsupportedByService, "")) { try flow.authorizationURL(for: token) }
        let answer = try flow.parseAuthorizationResponse("https://app.example/cb?x=1&oauth_token=t", for: token)
        let request = try flow.accessTokenRequest(authorization: answer.authorization())
        #expect(try !header(request).contains("verifier"))
        let typed = OAuth1Authorization(requestToken: token, verifier: "v")
        #expect(try !header(flow.accessTokenRequest(authorization: typed)).contains("verifier"))
        let unconfirmed = OAuth1Response(
            head: HTTPResponse(status: .ok),
            body: Array("oauth_token=t&oauth_token_secret=s".utf8)
        )
        #expect(try flow.readRequestToken(unconfirmed, callback: callback).token == "t")
        let strict = try self.flow()
        #expect(throws: OAuth1ClientError(.callbackNotConfirmed, "", status: .ok)) {
            try strict.readRequestToken(unconfirmed, callback: callback)
        }
        let lenient = try self.flow { $0.callback.isConfirmed = false }
        #expect(try lenient.readRequestToken(unconfirmed, callback: callback).token == "t")
    }

    @Test("Choices are checked, joined, repeated and filled in; what is unknown goes into the query")
    func options() throws {
        let flow = try flow {
            $0.authorize?.tokenParameter = "token"
            $0.authorize?.parameters = [
                .fixed("key", "{consumerKey}"),
                .option("scope", .init(["read", "write"], default: ["read"], joiner: ",")),
                .option("perm", .init(["a", "b"], repeats: true)), .option("name"),
            ]
        }
        func query(_ parameters: OAuth1Parameters) throws -> String {
            String(
                try flow.authorizationURL(for: token, parameters: parameters).dropFirst("https://h.example/o?".count)
            )
        }
        #expect(try query([]) == "token=t&key=k&scope=read")
        #expect(try query(["scope": "write", "scope": "read"]) == "token=t&key=k&scope=write%2Cread")
        #expect(try query(["scope": "read,write"]) == "token=t&key=k&scope=read%2Cwrite")
        #expect(try query(["perm": "a", "perm": "b"]) == "token=t&key=k&scope=read&perm=a&perm=b")
        #expect(try query(["name": "My App", "other": "x"]) == "token=t&key=k&scope=read&name=My%20App&other=x")
        for wrong: OAuth1Parameters in [
            ["scope": "read write"], ["scope": "admin"], ["perm": "c"], ["name": "a", "name": "b"], ["key": "x"],
        ] {
            #expect(throws: OAuth1ClientError(.unsupportedByService, "")) { try query(wrong) }
        }
    }

    @Test("Parameters are in query, form or with those of the protocol, signed in each place")
    func parameterPlaces() throws {
        let flow = try flow {
            $0.requestToken?.parameters = [
                .option("q"), .option("b", place: .body), .fixed("o", "1", place: .oauth),
            ]
        }
        let request = try flow.requestTokenRequest(callback: .outOfBand, parameters: ["q": "2", "b": "3"]).signed()
        #expect(request.request.path == "/r?title=a&q=2")
        #expect(request.body == Array("b=3".utf8))
        #expect(request.request.headerFields[.authorization]?.contains("o=\"1\"") == true)
        let incoming = try #require(try OAuth1IncomingRequest.read(request.request, body: request.body))
        try OAuth1Verifier().verify(incoming, with: OAuth1VerificationKey(client: client))
    }

    @Test("Each step has its own placement")
    func placements() throws {
        let flow = try flow {
            $0.placement = .query
            $0.accessToken?.placement = .body
        }
        let first = try flow.requestTokenRequest(callback: .outOfBand).signed()
        #expect(first.request.path?.contains("oauth_signature=") == true)
        let second =
            try flow.accessTokenRequest(
                authorization: OAuth1Authorization(requestToken: token, verifier: "v")
            )
            .signed()
        #expect(second.body.map { String(decoding: $0, as: UTF8.self).contains("oauth_signature=") } == true)
    }

    @Test("An error that comes with a status of success is a rejection, and a secret may be missing where it may")
    func tokenResponses() throws {
        let strict = try flow()
        func read(_ text: String, _ flow: OAuth1Flow) throws -> OAuth1AccessToken {
            let response = OAuth1Response(head: HTTPResponse(status: .ok), body: Array(text.utf8))
            return try flow.readAccessToken(response, exchanging: token)
        }
        for text in [#"{"error":"mwoauth-bad","message":"Bad"}"#, "Error: bad", "\nError retrieving token1: x"] {
            #expect(throws: OAuth1ClientError(.tokenRequestRefused, "", status: .ok)) { try read(text, strict) }
        }
        #expect(throws: OAuth1ClientError(.unreadableTokenResponse, "", status: .ok)) {
            try read("oauth_token=a", strict)
        }
        #expect(try read("oauth_token=a", flow { $0.tokenResponse.secret = .optional }).secret == "")
        let json = #"{"oauth_token":"a","oauth_token_secret":"s"}"#
        #expect(try read(json, strict).token == "a")
        #expect(try read(json, flow { $0.tokenResponse.format = .json }).token == "a")
        #expect(throws: OAuth1ClientError(.unreadableTokenResponse, "", status: .ok)) {
            try read(json, flow { $0.tokenResponse.format = .form })
        }
    }

    @Test("Values of a token response are found by their meaning, and a denial by the service's parameter for it")
    func meanings() throws {
        let flow = try flow {
            $0.tokenResponse.exposes = [.userID: "user_nsid"]
            $0.refusal = ["cancelled"]
        }
        let access = OAuth1AccessToken(token: "a", secret: "s", parameters: ["user_nsid": "7"])
        #expect(flow.service?.value(.userID, of: access) == "7")
        #expect(flow.service?.value(.screenName, of: access) == nil)
        let answer = try flow.parseAuthorizationResponse("/cb?oauth_token=t&cancelled=1", for: token)
        #expect(throws: OAuth1ClientError(.authorizationDenied, "")) { try answer.authorization() }
    }

    @Test("Without a service the methods without URLs say what is missing")
    func noService() throws {
        let flow = OAuth1Flow(client: client)
        #expect(flow.service == nil)
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try flow.requestTokenRequest(callback: .outOfBand)
        }
    }
}
