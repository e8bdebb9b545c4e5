//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client
import Testing

@Suite("URLs of installations, as users copy them")
struct InstallationURLTests {
    private func probe(_ service: OAuth1Service, _ variables: [String: String] = [:]) throws -> String? {
        let client = OAuth1ClientCredentials(key: "k", secret: "s")
        let method: OAuth1SignatureMethod? =
            service.id == "atlassian-dc" ? .rsaSHA1(try OAuth1RSAPrivateKey(generatingBits: 2_048)) : nil
        return try OAuth1Flow(service: service, client: client, method: method, variables: variables).options.baseURL
    }

    @Test(
        "Slashes, the path of the API, blanks and capital letters of the scheme play no part",
        arguments: [
            (OAuth1Service.maas(host: "https://maas.example:5443"), "https://maas.example:5443/MAAS/api/2.0"),
            (.maas(host: "http://maas.example:5240/MAAS/"), "http://maas.example:5240/MAAS/api/2.0"),
            (.maas(host: "http://maas.example:5240/MAAS/api/2.0/"), "http://maas.example:5240/MAAS/api/2.0"),
            (.maas(host: "maas.example"), "https://maas.example/MAAS/api/2.0"),
            (.maas(host: "maas.example:5443/"), "https://maas.example:5443/MAAS/api/2.0"),
            (.maas(host: "https://[::1]:5443//"), "https://[::1]:5443/MAAS/api/2.0"),
            (.wooCommerce(site: "https://shop.example/"), "https://shop.example/wp-json/wc/v3"),
            (.wooCommerce(site: " HTTPS://shop.example\n"), "https://shop.example/wp-json/wc/v3"),
            (.wooCommerce(site: "https://example.com/shop/"), "https://example.com/shop/wp-json/wc/v3"),
            (.wooCommerce(site: "https://shop.example:8443/wp-json/"), "https://shop.example:8443/wp-json/wc/v3"),
            (.wordPress(site: "https://blog.example/wp-json"), "https://blog.example/wp-json"),
            (.mediaWiki(scriptURL: "https://wiki.example/w/api.php"), "https://wiki.example/w/api.php"),
            (.usos(installation: "https://apps.usos.example/services/"), "https://apps.usos.example/services"),
            (.atlassianDataCenter(baseURL: "https://example.com/jira/"), "https://example.com/jira/rest"),
        ]
    )
    func installations(service: OAuth1Service, baseURL: String) throws {
        #expect(try probe(service) == baseURL)
        let name = try #require(service.variables.first?.name)
        let value = try #require(service.variables.first?.defaultValue)
        #expect(try probe(service, [name: value]) == baseURL)
    }

    @Test(
        "A host is taken from a URL",
        arguments: ["school.example", "https://school.example", "https://school.example/", " school.example "]
    )
    func hosts(domain: String) throws {
        let client = OAuth1ClientCredentials(key: "k", secret: "s")
        let flow = try OAuth1Flow(service: .schoology(domain: domain), client: client)
        let token = OAuth1RequestToken(token: "t", secret: "s")
        #expect(
            try flow.authorizationURL(for: token, callback: .omitted)
                == "https://school.example/oauth/authorize?oauth_token=t"
        )
        #expect(try probe(.cardmarket, ["host": domain]) == "https://school.example/ws/v2.0")
    }

    @Test(
        "Any other value throws an error that names the expected one, and shows no password",
        arguments: [
            ("https://user:secret1@maas.example", "without user"), ("https://maas.example/?x=1", "query and fragment"),
            ("https://maas.example/#x", "query and fragment"), ("ftp://maas.example", "http or https URL"),
            ("https://maas example", "http or https URL"), ("", "http or https URL"), ("/MAAS", "http or https URL"),
            ("https://", "http or https URL"),
        ]
    )
    func mistakes(host: String, words: String) throws {
        let error = #expect(throws: OAuth1ClientError.self) { try probe(.maas(host: host)) }
        let text = "\(try #require(error))"
        #expect(text.contains(words))
        #expect(!text.contains("secret1"))
    }

    @Test("A host with a port or a path is an error that says so", arguments: ["a.example:80", "https://a.example/b"])
    func hostMistakes(host: String) throws {
        let error = #expect(throws: OAuth1ClientError.self) { try probe(.cardmarket, ["host": host]) }
        #expect("\(try #require(error))".contains("a host such as www.example.com, without a port or path"))
    }
}
