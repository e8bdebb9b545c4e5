//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import Synchronization
import Testing

@testable import OAuth1CommandLine

@Suite("oauth1 proxy as a process")
struct ProxyProcessTests {
    /// The values of the OAuth header that a service showed.
    private func parameter(_ name: String, _ echo: String) -> String? {
        guard let start = echo.firstRange(of: "\(name)=\"") else { return nil }
        return String(echo[start.upperBound...].prefix { $0 != "\"" }).removingPercentEncoding
    }

    @Test("A plain HTTP client calls an API that accepts signed requests only, in every form of request")
    func calls() async throws {
        let service = try ServeProcess(["--token"])
        let proxy = try await ProxyProcess.start(service)
        let me = #"{"user_id":"alice"}"#
        #expect(try await proxy.curl(["/api/me?greeting=a%20b&x=%C3%A9&x=1"]).body == me)
        #expect(try await proxy.curl(["-x", proxy.baseURL, service.announcement.baseURL + "/api/me"]).body == me)
        #expect(try await proxy.curl(["--path-as-is", "/" + service.announcement.baseURL + "/api/me"]).body == me)
        let form = try await proxy.curl(["/api/form", "-d", "text=Ladies + Gentlemen&tag=%C3%A9&tag"])
        #expect(form.status == 200 && form.body.contains("Ladies"), "\(form)")
        let json = try await proxy.curl(["/api/json", "-H", "Content-Type: application/json", "-d", #"{"a":[1]}"#])
        #expect(json.body == #"{"a":[1]}"#)
        let note = try await proxy.curl(["/api/notes", "-d", "text=first"])
        #expect(note.status == 201, "\(note)")
        #expect(try await proxy.curl(["/api/notes/1", "-X", "DELETE"]).status == 204)
        let head = try await proxy.curl(["-I", "/api/me"])
        #expect(head.status == 200 && head.body.isEmpty, "\(head)")
        let photo = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        let upload = try await proxy.curl(
            ["/api/photos", "-H", "Content-Type: image/png", "-H", "Expect: 100-continue", "--data-binary", "@-"],
            input: photo
        )
        #expect(upload.status == 201, "\(upload)")
        let chunked = try await proxy.curl(
            [
                "/api/photos", "-H", "Content-Type: image/png", "-H", "Transfer-Encoding: chunked", "--data-binary",
                "@-",
            ],
            input: photo
        )
        #expect(chunked.status == 201, "\(chunked)")
        #expect(try await proxy.run(["-s", "/api/photos/1"]).output.utf8.count > 300_000)
        // The service's own rejection is passed on.
        #expect(try await proxy.curl(["/api/notes/77"]).status == 404)
        #expect(try await proxy.stop() == 0)
        #expect(!service.output.contains("\"status\":401"), "\(service.output)")
        for secret in [service.announcement.consumerSecret, service.announcement.tokenSecret] {
            let secret = try #require(secret)
            #expect(!proxy.output.contains(secret) && !proxy.errors.contains(secret))
        }
    }

    @Test("A clock that is wrong is corrected: at once for a short body, for the next request after a long one")
    func clock() async throws {
        let service = try ServeProcess(["--token", "--fault", "clock-skew"])
        let proxy = try await ProxyProcess.start(service)
        let long = ["/api/photos", "-H", "Content-Type: image/png", "--data-binary", "@-"]
        let photo = Data(count: 100_000)
        #expect(try await proxy.curl(long, input: photo).status == 401)
        #expect(try await proxy.curl(long, input: photo).status == 201)
        let other = try await ProxyProcess.start(service)
        #expect(try await other.curl(["/api/json", "-H", "Content-Type: application/json", "-d", "{}"]).status == 200)
    }

    @Test("The service sees the signature, and neither the caller's credentials nor the fields of its connection")
    func fields() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(
                service,
                ["--header", "X-Api-Key: added", "--header", "X-Mine: a", "--strip", "Cookie", "--strip", "user-agent"]
            )
            let answer = try await proxy.curl([
                "/a%2Fb?c=d", "-H", "Authorization: Bearer secret-of-the-caller", "-H", "Cookie: a=b", "-H",
                "X-Mine: theirs",
                "-H", "Proxy-Authorization: Basic Zm9v", "-H", "Connection: X-Hop, keep-alive", "-H", "X-Hop: 1", "-H",
                "Keep-Alive: 5", "-H", "TE: trailers", "-H", "Accept: a/b", "-H", "Upgrade: h2c",
            ])
            #expect(answer.status == 200)
            let lines = answer.body.split(separator: "\n")
            #expect(lines.first == "GET /a%2Fb?c=d")
            let names = lines.dropFirst().map { $0.prefix { $0 != ":" } }
            #expect(
                names == ["accept", "authorization", "host", "user-agent", "via", "x-api-key", "x-mine"],
                "\(answer.body)"
            )
            #expect(answer.body.contains("authorization: OAuth oauth_consumer_key=\"key-of-a-test\""))
            #expect(answer.body.contains("host: \(service.origin.dropFirst(7))\n"))
            #expect(answer.body.contains("user-agent: oauth1/"))
            #expect(answer.body.contains("x-mine: a\n") && answer.body.contains("via: 1.1 oauth1\n"))
            #expect(answer.field("connection") == "close", "the offer of another protocol ends the connection")
            let redirect = try await proxy.curl(["/redirect"])
            #expect(redirect.status == 302 && redirect.field("location") == "/next?a=b")
        }
    }

    @Test("--sign-host signs another host than the one that the request goes to")
    func signHost() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service, ["--sign-host", "api.example.com:8080"])
            let echo = try await proxy.curl(["/me?a=b"]).body
            #expect(echo.contains("host: \(service.origin.dropFirst(7))\n"))
            let nonce = try OAuth1Nonce(#require(parameter("oauth_nonce", echo)))
            let signer = OAuth1Signer(
                client: OAuth1ClientCredentials(key: "key-of-a-test", secret: OAuth1Secret(PlainService.secrets[0])),
                token: OAuth1AccessToken(token: "token-of-a-test", secret: OAuth1Secret(PlainService.secrets[1]))
            )
            let signed = try signer.sign(
                HTTPRequest(.get, wireURL: "http://api.example.com:8080/me?a=b"),
                OAuth1SigningOptions(nonce: nonce, timestamp: Int64(parameter("oauth_timestamp", echo) ?? ""))
            )
            #expect(parameter("oauth_signature", echo) == signed.signature)
        }
    }

    @Test("20 MB are passed on in both directions without being kept")
    func large() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service)
            #expect(try await proxy.curl(["/a"]).status == 200)
            let before = proxy.peakMemory
            let upload = try await proxy.curl(
                ["/sink", "-H", "Content-Type: a/b", "--data-binary", "@-"],
                input: Data(count: PlainService.largeCount)
            )
            #expect(upload.body == "\(PlainService.largeCount)")
            let size = ["-s", "-o", "/dev/null", "-w", "%{size_download}", proxy.baseURL + "/source"]
            #expect(try await proxy.run(size).output == "\(PlainService.largeCount)")
            // The system says so on Linux only.
            if let before, let after = proxy.peakMemory { #expect(after - before < 32_000_000, "\(after - before)") }
        }
    }

    @Test("An upload that the caller breaks off does not arrive as a complete one")
    func brokenUpload() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service, ["--log-failed"])
            let port = try #require(proxy.baseURL.split(separator: ":").last)
            let script = """
                import socket, time
                s = socket.create_connection(("127.0.0.1", \(port)))
                s.sendall(b"POST /sink HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: a/b\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n")
                s.sendall(b"10000\\r\\n" + b"a" * 65536 + b"\\r\\n5\\r\\nab")
                time.sleep(0.3)
                s.close()
                """
            _ = try await ToolProcess.blocking {
                try ToolProcess.launch(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", script])
            }
            #expect(try await proxy.curl(["/sink", "-H", "Content-Type: a/b", "-d", "x"]).body == "1")
            try await Task.sleep(for: .milliseconds(300))
            #expect(service.completed.withLock { $0 } == [1])
        }
    }

    @Test("Requests that a caller sends before it has the response are answered one by one, each in its own version")
    func pipelining() async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service)
            let port = try #require(proxy.baseURL.split(separator: ":").last)
            let script = """
                import socket
                s = socket.create_connection(("127.0.0.1", \(port)), 180)
                s.sendall(b"GET /a HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
                          b"GET /b HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
                          b"GET /c HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
                          b"GET /d HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n")
                text = b""
                while True:
                    piece = s.recv(65536)
                    if not piece: break
                    text += piece
                print([line for line in text.decode().split("\\r\\n") if " 200" in line or line == "connection: close"])
                """
            let result = try await ToolProcess.blocking {
                try ToolProcess.launch(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", script])
            }
            let versions = result.output.split(separator: "HTTP/").dropFirst().map { $0.prefix(7) }
            #expect(versions == ["1.1 200", "1.1 200", "1.1 200", "1.0 200"], "\(result)")
            #expect(result.output.split(separator: "connection: close").count == 2, "\(result)")
        }
    }

    @Test("A signal stops the proxy after the requests in progress", arguments: [SIGTERM, SIGINT])
    func stop(signal: Int32) async throws {
        try await PlainService.withRunning { service in
            let proxy = try await ProxyProcess.start(service)
            async let answer = proxy.curl(["/slow"])
            for _ in 0..<6_000 where !service.isSlow.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await proxy.stop(signal) == 0)
            #expect(try await answer.body == "late")
            #expect(proxy.output.hasSuffix("Stopped.\n"))
            #expect(try await proxy.run(["-s", "/a"]).status == 7)
        }
    }

    @Test("A profile's calls go to the server of its service")
    func profile() async throws {
        try await PlainService.withRunning { service in
            try await UserFolder.with { user in
                let description = OAuth1Service(
                    id: "notes",
                    name: "Notes",
                    flow: .staticToken,
                    apiBaseURL: service.origin + "/v1"
                )
                let file = user.folder.appendingPathComponent("local.json")
                try JSONEncoder().encode(description).write(to: file)
                try await user.store(file.path)
                let proxy = try await ProxyProcess(["--profile", "notes"], environment: user.environment())
                #expect(try await proxy.curl(["/v1/me"]).body.hasPrefix("GET /v1/me\n"))
                #expect(proxy.output.contains("the profile notes"))
                #expect(!proxy.output.contains("secret-of-a-test"))
            }
        }
    }
}
#endif
