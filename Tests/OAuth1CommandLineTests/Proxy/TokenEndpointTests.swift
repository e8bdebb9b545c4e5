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

@Suite("Token endpoints that oauth1 proxy protects")
struct TokenEndpointTests {
    private func cause(_ target: String, at upstream: String, signedHost: String? = nil) throws -> ProxyCause {
        let origin = try #require(UpstreamOrigin(url: upstream))
        var rules = ProxyRules(upstreams: Upstreams(first: origin), token: nil, tokenEndpoints: TokenEndpoint.ofPresets)
        rules.signedHost = signedHost
        let request = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:8484", path: "/")
        do throws(ProxyRefusal) {
            _ = try rules.admit(request, target: target)
            return .forwarded
        } catch {
            return error.cause
        }
    }

    @Test(
        "A path that some server takes for the endpoint is rejected, however it is written",
        arguments: [
            "/token-exchange", "/token-exchange;x", "/token-exchange;x=1;y", "/token-exchange/", "/token-exchange//",
            "/token-exchange/;a/", "//token-exchange", "/;a/token-exchange", "/Token-Exchange", "/token%2Dexchange",
            "/token%252dexchange", "/token-exchange%3Bx", "/token-exchange%253bx", "/token-exchange;%FF",
            "/%74oken-exchange%00", "/token-exchange%20", "/token-exchange.", "/token-exchange.json",
            "/token-exchange%3Fa",
            "/a/..;/token-exchange", "/a/..%3Bx/token-exchange", "/.;/token-exchange", "%2Ftoken-exchange",
            "%5Ctoken-exchange", "/token-exchange?a=b",
        ]
    )
    func spellings(end: String) throws {
        let target = "/partner-gateway/rest/user" + end
        #expect(try cause(target, at: "https://apis.garmin.com") == .tokenEndpoint)
        #expect(try cause("/https://apis.garmin.com" + target, at: "https://apis.garmin.com") == .tokenEndpoint)
        #expect(try cause("http://apis.garmin.com" + target, at: "https://apis.garmin.com") == .tokenEndpoint)
    }

    @Test("Other paths are forwarded, except those with dot segments in disguise")
    func otherPaths() throws {
        for path in [
            "/partner-gateway/rest/user/token-exchanges", "/partner-gateway/rest/user", "/rest/user/token-exchange",
            "/",
            "/wellness-api/rest/user/id;x=1", "/a%2Fb%3Bc", "/a/...", "/%FF",
        ] {
            #expect(try cause(path, at: "https://apis.garmin.com") == .forwarded, "\(path)")
        }
        for path in ["/a/..;/b", "/a//..;x/b", "/a/%252e%252e/b", "/.;/b"] {
            #expect(try cause(path, at: "https://apis.garmin.com") == .target, "\(path)")
        }
    }

    @Test("The endpoints of every preset are protected at its hosts, also without a profile")
    func presets() throws {
        for service in OAuth1Service.presets where !service.variables.contains(where: { $0.defaultValue == nil }) {
            let client = OAuth1ClientCredentials(key: "k", secret: OAuth1Secret("s"))
            guard let flow = try? OAuth1Flow(service: service, client: client) else { continue }
            for step in OAuth1Service.Step.allCases {
                guard let url = try? flow.url(of: step), let origin = UpstreamOrigin(url: url) else { continue }
                let target = String(url.dropFirst(origin.description.count))
                #expect(try cause(target, at: origin.description) == .tokenEndpoint, "\(url)")
                #expect(try cause(target, at: "https://\(origin.host):8443") == .tokenEndpoint, "\(url)")
            }
        }
    }

    @Test(
        "Accounts, installations and sandboxes of a preset are known, too",
        arguments: [
            ("https://1234.restlets.api.netsuite.com", "/rest/accesstoken", ProxyCause.tokenEndpoint),
            ("https://1234.suitetalk.api.netsuite.com", "/rest/accesstoken", .forwarded),
            ("https://jira.example.com", "/plugins/servlet/oauth/access-token", .tokenEndpoint),
            ("https://example.com", "/jira/plugins/servlet/oauth/access-token;x", .tokenEndpoint),
            ("https://blog.example.com", "/oauth1/access", .tokenEndpoint),
            ("https://api.tmsandbox.co.nz", "/Oauth/AccessToken", .tokenEndpoint),
            ("https://meta.wikimedia.org", "/w/index.php/x?title=Special:OAuth/token", .tokenEndpoint),
            ("https://meta.wikimedia.org", "/wiki/Special%3AOAuth/token", .tokenEndpoint),
            ("https://meta.wikimedia.org", "/w/api.php?action=query", .forwarded),
            ("https://api.example.com", "/oauth/access_token", .forwarded),
            ("https://api.example.com", "/index.php", .forwarded),
        ]
    )
    func installations(upstream: String, target: String, expected: ProxyCause) throws {
        #expect(try cause(target, at: upstream) == expected)
    }

    @Test("The host that is signed counts as well as that of the upstream")
    func signedHost() throws {
        let upstream = "http://127.0.0.1:8090"
        #expect(try cause("/oauth/access_token", at: upstream) == .forwarded)
        #expect(try cause("/oauth/access_token", at: upstream, signedHost: "api.x.com") == .tokenEndpoint)
    }
}
#endif
