//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@testable import OAuth1CommandLine

@Suite("The rules of oauth1 proxy")
struct ProxyRulesTests {
    private static let api = UpstreamOrigin(scheme: "https", host: "api.example.com", port: 443)
    private static let upload = UpstreamOrigin(scheme: "https", host: "upload.example.com", port: 8_443)
    private static let local = UpstreamOrigin(scheme: "http", host: "127.0.0.1", port: 8_090)

    private var upstreams: Upstreams {
        get throws { try #require(Upstreams([ProxyRulesTests.api, ProxyRulesTests.upload, ProxyRulesTests.local])) }
    }

    private func rules(token: ProxyToken? = nil) throws -> ProxyRules {
        let endpoint = try #require(TokenEndpoint(url: "https://api.example.com/oauth/access_token"))
        return ProxyRules(upstreams: try upstreams, token: token, tokenEndpoints: [endpoint])
    }

    private func cause(
        _ target: String,
        _ method: HTTPRequest.Method = .get,
        host: String = "127.0.0.1:8484",
        fields: HTTPFields = [:],
        token: ProxyToken? = nil
    ) throws -> ProxyCause {
        let request = HTTPRequest(method: method, scheme: "http", authority: host, path: "/", headerFields: fields)
        let rules = try self.rules(token: token)
        do throws(ProxyRefusal) {
            _ = try rules.admit(request, target: target)
            return .forwarded
        } catch {
            return error.cause
        }
    }

    @Test(
        "A target leads to an allowed upstream and keeps its path and query",
        arguments: [
            ("/1.1/me?a=%20b&c", "https://api.example.com/1.1/me?a=%20b&c"),
            ("//x", "https://api.example.com//x"),
            ("/caf\u{E9}", "https://api.example.com/caf%C3%A9"),
            ("http://api.example.com/x", "https://api.example.com/x"),
            ("HTTP://API.example.com:80/x", "https://api.example.com/x"),
            ("http://api.example.com:443/x", "https://api.example.com/x"),
            ("https://api.example.com", "https://api.example.com/"),
            ("http://upload.example.com:8443/p?q", "https://upload.example.com:8443/p?q"),
            ("http://127.0.0.1:8090/api", "http://127.0.0.1:8090/api"),
            ("/https://upload.example.com:8443/p?q=1", "https://upload.example.com:8443/p?q=1"),
            ("/https:/upload.example.com:8443/p", "https://upload.example.com:8443/p"),
            ("/http://127.0.0.1:8090/", "http://127.0.0.1:8090/"),
        ]
    )
    func targets(text: String, url: String) throws {
        #expect(try ProxyTarget(text, among: upstreams).url == url)
    }

    @Test(
        "Anything else is rejected, whatever form it has",
        arguments: [
            ("http://other.example/x", ProxyCause.upstream), ("https://api.example.com:8443/", .upstream),
            ("http://api.example.com.evil.example/", .upstream), ("http://api.example.com./", .upstream),
            ("/https://other.example/", .upstream), ("http://127.0.0.1:8484/", .upstream),
            ("http://169.254.169.254/latest/meta-data", .upstream), ("http://2130706433:8090/", .upstream),
            ("http://127.1:8090/", .upstream), ("https://127.0.0.1:8090/", .upstream),
            ("http://[::1]:8090/", .upstream),
            ("http://upload.example.com/", .upstream), ("http://api.example.com@other.example/", .target),
            ("http://other.example\\@api.example.com/", .target), ("*", .target), ("", .target),
            ("ftp://api.example.com/", .target), ("api.example.com:443", .target), ("/a/../b", .target),
            ("/a/%2E%2e/b", .target), ("/.", .target),
        ]
    )
    func otherTargets(text: String, cause: ProxyCause) throws {
        let upstreams = try self.upstreams
        do throws(ProxyRefusal) {
            let target = try ProxyTarget(text, among: upstreams)
            Issue.record("\(target)")
        } catch {
            #expect(error.cause == cause, "\(error)")
        }
    }

    @Test("Tunnels, TRACE, WebSockets, loops, signatures and token endpoints are rejected")
    func requests() throws {
        #expect(try cause("/me") == .forwarded)
        #expect(try cause("/me", .options) == .forwarded)
        #expect(try cause("api.example.com:443", .connect) == .tunnel)
        #expect(try cause("/me", .trace) == .method)
        #expect(try cause("/me", fields: [.upgrade: "WebSocket", .connection: "Upgrade"]) == .upgrade)
        #expect(try cause("/me", fields: [.upgrade: "h2c"]) == .forwarded)
        #expect(try cause("/me", fields: [.via: "1.1 cache, 1.1 oauth1"]) == .loop)
        #expect(try cause("/me", fields: [.via: "1.1 oauth1.example"]) == .forwarded)
        #expect(try cause("/me?a=1&oauth_token=x") == .oauthParameters)
        #expect(try cause("/me?o%61uth_nonce") == .oauthParameters)
        #expect(try cause("/me?x=oauth_token") == .forwarded)
        for path in ["/oauth/access_token", "/oauth/access_token/", "//oauth/Access%5Ftoken?x=1"] {
            #expect(try cause(path) == .tokenEndpoint)
        }
        #expect(try cause("/https://upload.example.com:8443/oauth/access_token") == .forwarded)
    }

    @Test("Without a token, the Host field names this machine, and no other site's page sends the request")
    func browsers() throws {
        for host in ["localhost:8484", "127.0.0.1", "[::1]:8484", "127.1.2.3:1"] {
            #expect(try cause("/me", host: host) == .forwarded, "\(host)")
        }
        for host in [
            "evil.example:8484", "127.0.0.1.evil.example", "api.example.com", "localhost.evil.example", "0.0.0.0",
        ] {
            #expect(try cause("/me", host: host) == .host, "\(host)")
            #expect(try cause("/https://api.example.com/me", host: host) == .host, "\(host)")
        }
        let own = "127.0.0.1:8484"
        #expect(try cause("/me", host: own, fields: [.origin: "http://127.0.0.1:8484"]) == .forwarded)
        for origin in ["http://evil.example", "http://127.0.0.1:3000", "https://127.0.0.1:8484", "null", ""] {
            #expect(try cause("/me", host: own, fields: [.origin: origin]) == .site, "\(origin)")
        }
        let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        for (value, expected) in [
            ("none", ProxyCause.forwarded), ("same-origin", .forwarded), ("same-site", .site), ("cross-site", .site),
        ] {
            #expect(try cause("/me", fields: [site: value]) == expected, "\(value)")
        }
        // A browser that uses the proxy for all pages.
        let absolute = "http://api.example.com/me"
        #expect(try cause(absolute, host: "api.example.com", fields: [.origin: "http://api.example.com"]) == .forwarded)
        #expect(try cause(absolute, host: "api.example.com", fields: [.origin: "http://evil.example"]) == .site)
    }

    @Test("With a token, callers show it as a bearer token or as a password, and may be anywhere")
    func token() throws {
        let token = try ProxyToken(chosen: " 0123456789abcdef\n", in: "test")
        let bearer = "Bearer 0123456789abcdef"
        // user:0123456789abcdef
        let basic = "Basic dXNlcjowMTIzNDU2Nzg5YWJjZGVm"
        for name in [HTTPField.Name.authorization, .proxyAuthorization] {
            for value in [bearer, "bearer  0123456789abcdef", basic] {
                let fields: HTTPFields = [name: value, .origin: "http://evil.example"]
                // Passwords are sent by a browser, whichever page a request is from.
                let expected: ProxyCause = name == .authorization && value != basic ? .forwarded : .site
                #expect(try cause("/me", host: "proxy.example", fields: fields, token: token) == expected, "\(value)")
                #expect(try cause("/me", host: "proxy.example", fields: [name: value], token: token) == .forwarded)
            }
            for value in ["", "Bearer", "Bearer x", "0123456789abcdef", "Basic ####", "Basic dXNlcg==", bearer + "0"] {
                #expect(try cause("/me", fields: [name: value], token: token) == .token, "\(value)")
            }
        }
        #expect(try cause("/me", token: token) == .token)
        #expect(throws: CommandFailure.self) { try ProxyToken(chosen: "short", in: "test") }
        #expect(throws: CommandFailure.self) { try ProxyToken(chosen: "0123456789 abcdef", in: "test") }
        #expect(ProxyToken.random().secret != ProxyToken.random().secret)
    }

    @Test("Fields of the connection and credentials are removed, the others are forwarded in order")
    func fields() throws {
        let names = try ["X-Note", "X-Hop", "Keep-Alive", "X-Key", "Cookie"].map { try #require(HTTPField.Name($0)) }
        let fields = ProxyFields(added: [names[3]: "added"], stripped: [names[4]])
        let arrived: HTTPFields = [
            .accept: "a/b", .authorization: "Bearer x", .proxyAuthorization: "Basic x", .connection: "x-hop, close",
            names[1]: "1", names[2]: "timeout=5", .te: "trailers", .transferEncoding: "chunked", .trailer: "x",
            .upgrade: "h2c", .expect: "100-continue", .contentLength: "3", names[0]: "n", names[3]: "caller",
            names[4]: "c",
            .via: "1.1 cache", HTTPRequest.hostFieldName ?? .accept: "evil.example",
        ]
        let sent = fields.request(arrived).map { "\($0.name.canonicalName): \($0.value)" }
        #expect(sent == ["accept: a/b", "x-note: n", "via: 1.1 cache", "x-key: added", "via: 1.1 oauth1"])
        let joined: HTTPFields = [.connection: "a\u{600},X-Hop", names[1]: "1", names[0]: "n"]
        #expect(!fields.request(joined).contains(names[1]) && fields.request(joined).contains(names[0]))
        let target = try ProxyTarget("/a", among: upstreams)
        let answer: HTTPFields = [
            .contentType: "a/b", .connection: "keep-alive, X-Hop", names[1]: "1", .transferEncoding: "chunked",
            .proxyAuthenticate: "Basic", .setCookie: "a=b",
        ]
        #expect(fields.response(answer, of: target, try upstreams).map(\.name) == [.contentType, .setCookie])
    }

    @Test(
        "A redirect to an upstream leads through the proxy again",
        arguments: [
            ("/a", "https://api.example.com/b?c#d", "/b?c#d"), ("/a", "https://api.example.com", "/"),
            ("/a", "/b", "/b"), ("/a", "b", "b"), ("/a", "https://other.example/b", "https://other.example/b"),
            ("/a", "https://upload.example.com:8443/b", "/https://upload.example.com:8443/b"),
            ("/https://upload.example.com:8443/a", "/b", "/https://upload.example.com:8443/b"),
            ("http://api.example.com/a", "https://api.example.com/b", "http://api.example.com/b"),
            ("http://api.example.com/a", "https://upload.example.com:8443/b", "http://upload.example.com:8443/b"),
            ("http://api.example.com/a", "/b", "/b"), ("/a", "//other.example/b", "https://other.example/b"),
            ("/a", "//api.example.com/b", "/b"), ("/a", "/\t/other.example/b", "https://other.example/b"),
            ("/a", "https://api.example.com//evil.example/x/", "/https://api.example.com//evil.example/x/"),
            ("/a", "https://api.example.com/\\evil.example/", "/https://api.example.com/\\evil.example/"),
            ("/a", "/\\evil.example/", "/https://api.example.com/\\evil.example/"),
            ("/a", "\\\\evil.example/", "/https://api.example.com/\\\\evil.example/"),
            ("http://api.example.com/a", "/\\evil.example/", "http://api.example.com/\\evil.example/"),
            ("/a", "///evil.example/", "https:///evil.example/"), ("/a", "/b//c", "/b//c"),
        ]
    )
    func redirects(target: String, location: String, expected: String) throws {
        let target = try ProxyTarget(target, among: upstreams)
        let result = ProxyFields.location(location, target, try upstreams)
        #expect(result == expected)
        #expect(!result.hasPrefix("//") && !result.hasPrefix("/\\"))
    }

    @Test("A rejection is JSON for programs that accept it, and text for others")
    func bodies() {
        let refusal = ProxyRefusal(.upstream, "no\u{1B}[31m", advice: "Type this")
        let (head, text) = refusal.response(accept: "*/*")
        #expect(head.status == .forbidden)
        #expect(head.headerFields[.proxyStatus] == "oauth1; error=http_request_denied")
        #expect(String(decoding: text, as: UTF8.self) == "oauth1 proxy: no\\u001b[31m. Type this.\n")
        let json = refusal.response(accept: "text/html, application/json").body
        #expect(
            String(decoding: json, as: UTF8.self)
                == #"{"advice":"Type this","error":"upstream","reason":"no\\u001b[31m"}"# + "\n"
        )
        for cause in ProxyCause.allCases where cause != .forwarded { #expect(cause.status.code >= 400) }
    }

    @Test("Metrics have labels of fixed sets, and cumulative buckets")
    func metrics() {
        let metrics = ProxyMetrics()
        for _ in 0..<4 { metrics.begin() }
        metrics.end(.forwarded, .ok, after: .milliseconds(7))
        metrics.end(.forwarded, .notFound, after: .seconds(20))
        metrics.end(.upstream, .forbidden, after: .zero)
        let lines = metrics.text.split(separator: "\n")
        for line in [
            #"oauth1_proxy_requests_total{cause="forwarded",status="2xx"} 1"#,
            #"oauth1_proxy_requests_total{cause="forwarded",status="4xx"} 1"#,
            #"oauth1_proxy_requests_total{cause="upstream",status="4xx"} 1"#, "oauth1_proxy_requests_in_progress 1",
            #"oauth1_proxy_request_duration_seconds_bucket{le="0.005"} 0"#,
            #"oauth1_proxy_request_duration_seconds_bucket{le="0.01"} 1"#,
            #"oauth1_proxy_request_duration_seconds_bucket{le="+Inf"} 2"#,
            "oauth1_proxy_request_duration_seconds_count 2",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
    }

    @Test("The log has no query and no secret, and one line for each request")
    func log() {
        let lines = Lines()
        let log = ProxyLog(hiding: ["very-secret-value"]) { lines.add($0) }
        log.add(ProxyRefusal(.host, "very-secret-value\nsecond line"), method: .get, target: "/a?b=very-secret-value")
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.hasSuffix("Z GET /a 403 host: <redacted> second line.\n") == true, "\(lines.all)")
    }

    @Test("The log hides the values of added fields, and the credentials in them")
    func addedFields() throws {
        let key = try #require(HTTPField.Name("X-Api-Key"))
        let added: HTTPFields = [key: "Scheme key-of-the-gateway", .cookie: "a=value-of-a-cookie"]
        let fields = ProxyFields(added: added, stripped: [])
        let lines = Lines()
        let log = ProxyLog(hiding: fields.addedSecrets) { lines.add($0) }
        let text = "key-of-the-gateway, Scheme key-of-the-gateway, value-of-a-cookie and more"
        log.add(ProxyRefusal(.response, text), method: .get, target: "/a")
        let line = try #require(lines.all.first)
        #expect(!line.contains("of-the-gateway") && !line.contains("of-a-cookie"), "\(line)")
        #expect(line.contains("and more"))
    }

    @Test("Without a token, the start says that every user and program of the machine can use the login")
    func announcement() throws {
        func text(hasToken: Bool) throws -> String {
            ProxyAnnouncement(
                login: "the profile x",
                baseURL: "http://127.0.0.1:8484",
                upstreams: try upstreams,
                metricsURL: nil,
                hasToken: hasToken,
                newToken: nil
            )
            .text(TerminalStyle(isTerminal: false, environment: [:]))
        }
        #expect(try text(hasToken: false).contains("Every user and program of this machine can use this login."))
        #expect(try !text(hasToken: true).contains("Every user"))
    }

    @Test(
        "Addresses to listen at have a host and a port",
        arguments: [
            ("127.0.0.1:8484", "127.0.0.1:8484"), ("[::1]:0", "[::1]:0"), ("localhost:80", "localhost:80"),
            ("8484", nil), (":8484", nil), ("127.0.0.1", nil), ("127.0.0.1:70000", nil), ("::1:8484", nil),
            ("a b:1", nil), ("http://a:1", nil), ("", nil),
        ]
    )
    func addresses(text: String, expected: String?) {
        #expect(ListenAddress(argument: text)?.description == expected)
    }
}
#endif
