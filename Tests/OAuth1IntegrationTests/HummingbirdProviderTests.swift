//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && AsyncHTTPClient
import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Server
import Testing

@Suite("The provider in Hummingbird")
struct HummingbirdProviderTests {
    @Test("The three steps and a protected resource whose path is escaped", arguments: ["", "/v1"])
    func wholeFlow(prefix: String) async throws {
        try await HummingbirdService.run(prefix: RouterPath(prefix)) { service in
            let token = try await service.obtainAccessToken(prefix: prefix)
            let reply = try await service.sendSigned(
                try service.request(.get, "/api/me/a%20b%c3%a9?x=%20+y&x=&z"),
                token: token
            )
            #expect(reply.status == 200)
            #expect(reply.text == "user-7")
        }
    }

    @Test("A user removes a client's access on the page of the grants, in a group as well", arguments: ["", "/v1"])
    func grants(prefix: String) async throws {
        try await HummingbirdService.run(prefix: RouterPath(prefix)) { service in
            let token = try await service.obtainAccessToken(prefix: prefix)
            let path = prefix + "/oauth/grants"
            let page = try await service.send(try service.request(.get, path))
            #expect(page.text.contains("<h2><bdi>App</bdi></h2>"))
            let field = try #require(page.text.firstMatch(of: #/name="form_token" value="([0-9a-f]+)"/#))
            let form: OAuth1Parameters = ["oauth_consumer_key": "key", "form_token": String(field.1)]
            let post = try service.request(.post, path, type: "application/x-www-form-urlencoded")
            let answer = try await service.send(post, body: form.formEncoded)
            #expect(answer.status == 303)
            let location = try #require(answer.headers[.location])
            let list = try await service.send(try service.request(.get, path + location))
            #expect(list.text.contains("Access removed: <bdi>App</bdi>"))
            let call = try await service.sendSigned(try service.request(.get, "/api/me/x"), token: token)
            #expect(call.status == 401)
        }
    }

    @Test("Form bodies are signed and stay readable; other bodies need no limit")
    func bodies() async throws {
        try await HummingbirdService.run { service in
            let token = try await service.obtainAccessToken()
            let form = try service.request(.post, "/api/echo", type: "application/x-www-form-urlencoded")
            let body = Array("a=b&c=d".utf8)
            #expect(try await service.sendSigned(form, body: body, token: token).text == "key:7")

            let upload = try service.request(.post, "/api/echo", type: "application/octet-stream")
            let large = [UInt8](repeating: 1, count: 100_000)
            #expect(try await service.sendSigned(upload, body: large, token: token).text == "key:100000")
            let hashed = try await service.sendSigned(upload, body: large, token: token, bodyHash: .always)
            #expect(hashed.status == 413)
            let small = try await service.sendSigned(upload, body: body, token: token, bodyHash: .always)
            #expect(small.text == "key:7")
            let largeForm = Array("a=".utf8) + [UInt8](repeating: 0x61, count: 2_000)
            #expect(try await service.sendSigned(form, body: largeForm, token: token).status == 413)

            let signer = OAuth1Signer(client: HummingbirdService.client, token: token)
            let signed = try signer.sign(form, body: body)
            #expect(try await service.send(signed.request, body: Array("a=b&c=e".utf8)).status == 401)
        }
    }

    @Test("Rejections have the response of the provider")
    func refusals() async throws {
        try await HummingbirdService.run { service in
            let unsigned = try await service.send(try service.request(.get, "/api/me/x"))
            #expect(unsigned.status == 401)
            #expect(unsigned.headers[.wwwAuthenticate] == #"OAuth realm="OAuth 1.0a""#)
            #expect(unsigned.parameters["oauth_problem"] == "parameter_absent")

            let token = try await service.obtainAccessToken()
            let signer = OAuth1Signer(client: HummingbirdService.client, token: token)
            let signed = try signer.sign(try service.request(.get, "/api/me/x"))
            #expect(try await service.send(signed.request).status == 200)
            let replay = try await service.send(signed.request)
            #expect(replay.status == 401)
            #expect(replay.parameters["oauth_problem"] == "nonce_used")

            #expect(try await service.send(try service.request(.get, "/open")).status == 401)
            for method in [HTTPRequest.Method.put, .delete, .patch] {
                let reply = try await service.send(try service.request(method, "/oauth/request_token"))
                #expect(reply.status == 405)
                #expect(reply.headers[.allow] == "GET, POST")
            }
            var malformed = try service.request(.get, "/api/me/x")
            malformed.headerFields[.authorization] = "OAuth oauth_consumer_key=\"k"
            #expect(try await service.send(malformed).status == 400)
            let large = try await service.send(
                try service.request(.post, "/oauth/request_token"),
                body: [UInt8](repeating: 1, count: 2_000)
            )
            #expect(large.status == 413)
        }
    }

    @Test(
        "A decision that is sent twice has one answer, and the consent page reads at most 64 KiB",
        arguments: ["allow", "deny"]
    )
    func decisions(decision: String) async throws {
        try await HummingbirdService.run(configuration: OAuth1ServerConfiguration(serviceName: "Service")) { service in
            let first = try await service.sendSigned(
                try service.request(.post, "/oauth/request_token?scope=%3Cb%3E"),
                OAuth1SigningOptions(callback: "https://app.example.net/done")
            )
            let token = try #require(first.parameters["oauth_token"])
            let path = "/oauth/authorize?oauth_token=\(token)"
            let page = try await service.send(try service.request(.get, path))
            #expect(page.text.contains("<dt><bdi>scope</bdi></dt><dd><bdi>&lt;b&gt;</bdi></dd>"))
            let field = try #require(page.text.firstMatch(of: #/name="form_token" value="([0-9a-f]+)"/#))
            var form: OAuth1Parameters = ["oauth_token": token, "form_token": String(field.1), "decision": decision]
            let post = try service.request(.post, path, type: "application/x-www-form-urlencoded")
            let answer = try await service.send(post, body: form.formEncoded)
            #expect(answer.status == 303)
            let location = try #require(answer.headers[.location])
            #expect(location.contains(decision == "allow" ? "oauth_verifier=" : "oauth_problem=user_refused"))
            let again = try await service.send(post, body: form.formEncoded)
            #expect(again.status == 303 && again.headers[.location] == location)

            form.append(OAuth1Parameter("x", String(repeating: "x", count: 65_536)))
            let large = try await service.send(post, body: form.formEncoded)
            #expect(large.status == 413)
            #expect(large.headers[.contentType] == "text/html; charset=utf-8")
            let long = try await service.send(
                try service.request(.get, path + "&x=" + String(repeating: "x", count: 8_192))
            )
            #expect(long.status == 400)
        }
    }

    @Test("Bytes that could mean two requests are answered with 400, and only what was signed reaches the handler")
    func twoMeanings() async throws {
        try await HummingbirdService.run { service in
            let token = try await service.obtainAccessToken()
            let signer = OAuth1Signer(client: HummingbirdService.client, token: token)
            func status(
                _ target: String,
                host: [String]? = nil,
                fields: [String] = []
            ) async throws -> String {
                let signed = try signer.sign(try service.request(.get, "/api/me/x"))
                let header = try #require(signed.request.headerFields[.authorization])
                let lines =
                    ["GET \(target) HTTP/1.1"] + (host ?? ["127.0.0.1:\(service.port)"]).map { "Host: \($0)" }
                    + ["Authorization: \(header)", "Connection: close"] + fields
                let response = try await RawConnection.send(
                    lines.joined(separator: "\r\n") + "\r\n\r\n",
                    port: service.port
                )
                return String(response.prefix { $0 != "\r\n" })
            }
            #expect(try await status("/api/me/x").contains("200"))
            for target in ["/api/me/x#?admin=1", "/api/me/x#", "/api/me/x?#admin=1"] {
                let line = try await status(target)
                #expect(!line.contains("200"), "\(target): \(line)")
            }
            #expect(try await status("/api/me/x#?admin=1").contains("400"))
            // Hummingbird reduces the absolute form to its path, for the verifier and for the router alike.
            #expect(try await status("http://other.example/api/me/x").contains("200"))
            #expect(try await !status("http://other.example/api/me/y").contains("200"))
            let own = "127.0.0.1:\(service.port)"
            #expect(try await status("/api/me/x", host: [own, own]).contains("400"))
            #expect(try await status("/api/me/x", host: [own, "other.example"]).contains("400"))
            #expect(try await status("/api/me/x", host: ["other.example", own]).contains("400"))
            let hostless = try await status("/api/me/x", host: [])
            #expect(hostless.contains(" 4"), "\(hostless)")
            let types = ["Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded"]
            #expect(try await status("/api/me/x", fields: types).contains("400"))
        }
    }

    @Test("Handlers get the parameters as they were signed")
    func signedParameters() async throws {
        try await HummingbirdService.run { service in
            let token = try await service.obtainAccessToken()
            let request = try service.request(
                .post,
                "/api/parameters?%64ry_run=true&a+b=c%20d",
                type: "application/x-www-form-urlencoded"
            )
            let reply = try await service.sendSigned(request, body: Array("x=1+2".utf8), token: token)
            #expect(reply.text == "dry_run=true&a%20b=c%20d x=1%202")
        }
    }

    @Test("A body hash is demanded of chunked bodies too, and found in every spelling")
    func bodyHash() async throws {
        try await HummingbirdService.run { service in
            let token = try await service.obtainAccessToken()
            let json = try service.request(.post, "/hashed/echo", type: "application/json")
            #expect(try await service.sendSigned(json, body: Array("{}".utf8), token: token).status == 400)
            #expect(try await service.sendSigned(json, token: token).status == 200)
            let hashed = try await service.sendSigned(json, body: Array("{}".utf8), token: token, bodyHash: .always)
            #expect(hashed.text == "key:2")

            let signer = OAuth1Signer(
                client: HummingbirdService.client,
                token: token,
                configuration: OAuth1SigningConfiguration(bodyHash: .always)
            )
            func chunked(_ path: String, hash: String, name: String) async throws -> String {
                let request = try service.request(.post, path, type: "application/json")
                let options = OAuth1SigningOptions(bodyHash: hash)
                let header = try #require(try signer.sign(request, options).request.headerFields[.authorization])
                return try await RawConnection.send(
                    """
                    POST \(path) HTTP/1.1\r
                    Host: 127.0.0.1:\(service.port)\r
                    Authorization: \(header.replacing("oauth_body_hash", with: name))\r
                    Content-Type: application/json\r
                    Transfer-Encoding: chunked\r
                    Connection: close\r
                    \r
                    2\r
                    {}\r
                    0\r
                    \r

                    """,
                    port: service.port
                )
            }
            let right = OAuth1Digest.sha1.bodyHash(of: Array("{}".utf8))
            let empty = OAuth1Digest.sha1.bodyHash(of: [])
            for path in ["/api/echo", "/hashed/echo"] {
                for name in ["oauth_body_hash", "oauth%5Fbody_hash"] {
                    #expect(try await chunked(path, hash: right, name: name).contains("key:2"))
                    #expect(try await chunked(path, hash: empty, name: name).hasPrefix("HTTP/1.1 401"))
                }
            }
        }
    }

    @Test("Behind a proxy the external URL is what clients sign")
    func externalURL() async throws {
        let configuration = OAuth1ServerConfiguration(
            serviceName: "Service",
            externalURL: try OAuth1Origin("https://api.example.com")
        )
        try await HummingbirdService.run(configuration: configuration) { service in
            let signer = OAuth1Signer(client: HummingbirdService.client)
            let request = try HTTPRequest(
                method: .post,
                absoluteURL: "https://api.example.com/oauth/request_token"
            )
            let signed = try signer.sign(request, OAuth1SigningOptions(callback: "oob"))
            #expect(try await service.send(signed.request).status == 200)
            let inner = try await service.sendSigned(
                try service.request(.post, "/oauth/request_token"),
                OAuth1SigningOptions(callback: "oob")
            )
            #expect(inner.status == 401)
        }
    }
}
#endif
