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
import Testing

@Suite("The diagnosis in the log of oauth1 serve")
struct ServeDiagnosisTests {
    /// What the log says of a request.
    private struct Record: Decodable {
        struct Rejection: Decodable {
            let problem: String?
            let diagnosis: String
            let findings: [Finding]
        }

        struct Finding: Decodable {
            let mistakes: [String]
            let changes: [String]
            let place: String?
        }

        let rejection: Rejection?
    }

    /// Sends a request with a signature, and returns what the log says of it.
    private func send(
        _ service: ServeProcess,
        _ arguments: [String],
        _ path: String,
        header: String
    ) throws -> Record {
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        _ = try Tool.shell(
            "curl -s -o /dev/null \(words) -H 'Authorization: \(header)' '\(service.announcement.baseURL)\(path)'"
        )
        let line = try #require(service.output.split(separator: "\n").last)
        return try JSONDecoder().decode(Record.self, from: Data(line.utf8))
    }

    /// The client of a service, which signs another request than the one that is sent.
    private struct Client {
        let service: ServeProcess
        var consumerSecret: String?
        var tokenSecret: String?

        func sign(
            _ path: String,
            method: HTTPRequest.Method = .get,
            origin: String? = nil,
            form: String? = nil
        ) throws -> OAuth1SignedRequest {
            let announcement = service.announcement
            let signer = OAuth1Signer(
                client: OAuth1ClientCredentials(
                    key: announcement.consumerKey,
                    secret: OAuth1Secret(consumerSecret ?? announcement.consumerSecret ?? "")
                ),
                token: OAuth1AccessToken(
                    token: announcement.token ?? "",
                    secret: OAuth1Secret(tokenSecret ?? announcement.tokenSecret ?? "")
                )
            )
            var request = try HTTPRequest(method, wireURL: (origin ?? announcement.baseURL) + path)
            if form != nil { request.headerFields[.contentType] = "application/x-www-form-urlencoded" }
            return try signer.sign(request, body: form.map { Array($0.utf8) })
        }

        func header(
            _ path: String,
            method: HTTPRequest.Method = .get,
            origin: String? = nil,
            form: String? = nil
        ) throws -> String {
            try sign(path, method: method, origin: origin, form: form).request.headerFields[.authorization] ?? ""
        }

        /// The field of a request that is signed with SHA-256, although its method is HMAC-SHA1.
        func headerWithOtherHash(_ path: String) throws -> String {
            let signed = try sign(path)
            let key = "\(service.announcement.consumerSecret ?? "")&\(service.announcement.tokenSecret ?? "")"
            let baseString = String(decoding: signed.baseString, as: UTF8.self)
            let code = try Tool.shell(
                "printf '%s' '\(baseString)' | openssl dgst -sha256 -hmac '\(key)' -binary | base64 | tr -d '\\n'"
            )
            let header = signed.request.headerFields[.authorization] ?? ""
            let start = try #require(header.firstRange(of: "oauth_signature=\""))
            let end = header[start.upperBound...].prefix { $0 != "\"" }.endIndex
            let encoded = code.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
            return header.replacingCharacters(in: start.upperBound..<end, with: encoded)
        }
    }

    @Test("Each typical mistake of a client is named in the log, with what to change")
    func mistakes() throws {
        let service = try ServeProcess(["--token"])
        let port = try #require(service.announcement.baseURL.split(separator: ":").last)
        let client = Client(service: service)
        let path = "/api/a%20b?q=c%20d"
        let json = ["-H", "Content-Type: application/json", "--data-binary", #"{"text":"a"}"#]
        let requests: [(id: String, arguments: [String], path: String, header: String)] = [
            ("token-secret-missing", [], path, try Client(service: service, tokenSecret: "").header(path)),
            ("consumer-secret-missing", [], path, try Client(service: service, consumerSecret: "").header(path)),
            ("path-encoded-twice", [], path, try client.header("/api/a%2520b?q=c%20d")),
            ("path-decoded", [], "/api/a%2Cb", try client.header("/api/a,b")),
            ("port-dropped", [], path, try client.header(path, origin: "http://127.0.0.1")),
            ("scheme-behind-proxy", [], path, try client.header(path, origin: "https://127.0.0.1:\(port)")),
            ("trailing-slash", [], path, try client.header("/api/a%20b/?q=c%20d")),
            ("query-left-out", [], path, try client.header("/api/a%20b")),
            ("wrong-method", [], path, try client.header(path, method: .post)),
            ("wrong-hash", [], path, try client.headerWithOtherHash(path)),
            ("form-left-out", ["-d", "text=a"], "/api/form", try client.header("/api/form", method: .post)),
            ("json-fields-signed", json, "/api/json", try client.header("/api/json", method: .post, form: "text=a")),
            (
                "body-signed-as-form", json, "/api/json",
                try client.header("/api/json", method: .post, form: #"{"text":"a"}"#)
            ),
        ]
        for (id, arguments, path, header) in requests {
            let record = try send(service, arguments, path, header: header)
            let rejection = try #require(record.rejection, "\(id)")
            let named = rejection.findings.map(\.mistakes)
            #expect(named.contains([id]), "\(id): \(rejection)")
            #expect(rejection.diagnosis.contains("(\(id))"), "\(rejection.diagnosis)")
            #expect(rejection.findings.allSatisfy { !$0.changes.contains("") })
        }
        #expect(service.stop() == 0)
        for secret in [service.announcement.consumerSecret, service.announcement.tokenSecret] {
            let log = service.output.split(separator: "\n").dropFirst().joined()
            #expect(!log.contains(try #require(secret)))
        }
    }

    @Test("Two mistakes are named together, and the secret of another step, and a wrong secret is suspected")
    func others() throws {
        let service = try ServeProcess(["--token"])
        let port = try #require(service.announcement.baseURL.split(separator: ":").last)
        let both = Client(service: service, tokenSecret: "")
        let pair = try send(service, [], "/api/me", header: both.header("/api/me", origin: "https://127.0.0.1:\(port)"))
        #expect(pair.rejection?.findings.map { Set($0.mistakes) } == [["scheme-behind-proxy", "token-secret-missing"]])
        #expect(pair.rejection?.findings.first?.place?.contains("https://") == true)

        let step = try Tool.run(
            [
                "sign", "POST", service.announcement.baseURL + "/oauth/request_token", "--consumer-key", "app",
                "--callback", "oob", "--output", "curl",
            ],
            environment: ["OAUTH1_CONSUMER_SECRET": service.announcement.consumerSecret ?? ""]
        )
        let issued = OAuth1Parameters(
            formEncoded: try Tool.shell(step.output.trimmingCharacters(in: .newlines) + " -s")
        )
        let secret = try #require(issued["oauth_token_secret"])
        let early = try send(
            service,
            [],
            "/api/me",
            header: Client(service: service, tokenSecret: secret).header("/api/me")
        )
        #expect(early.rejection?.findings.map(\.mistakes) == [["wrong-step-secret"]])

        let wrong = try send(
            service,
            [],
            "/api/me",
            header: Client(service: service, consumerSecret: "hunter2").header("/api/me")
        )
        #expect(wrong.rejection?.findings.isEmpty == true)
        #expect(wrong.rejection?.diagnosis.contains("check the secrets") == true)
        #expect(!service.output.contains("hunter2") && !service.output.contains(secret))
    }

    @Test("A request without a signature, and one with a time in milliseconds, are explained as well")
    func visible() throws {
        let service = try ServeProcess(["--token"])
        let milliseconds = try Tool.run(
            [
                "sign", "GET", service.announcement.baseURL + "/api/me", "--consumer-key", "app", "--token",
                service.announcement.token ?? "", "--timestamp", "1795800000000",
            ],
            environment: service.announcement.environment
        )
        let late = try send(service, [], "/api/me", header: milliseconds.output.trimmingCharacters(in: .newlines))
        #expect(late.rejection?.problem == "timestamp_refused")
        #expect(late.rejection?.findings.map(\.mistakes) == [["timestamp-in-milliseconds"]])
        let basic = try send(service, [], "/api/me", header: "Basic abc")
        #expect(basic.rejection?.findings.map(\.mistakes) == [["no-oauth-parameters"]])
    }
}
#endif
