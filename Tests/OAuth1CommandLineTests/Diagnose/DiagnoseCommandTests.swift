//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import Testing

@testable import OAuth1CommandLine

@Suite("oauth1 diagnose")
struct DiagnoseCommandTests {
    private static let secrets = ["OAUTH1_CONSUMER_SECRET": "consumer-s3cret", "OAUTH1_TOKEN_SECRET": "token-s3cret"]

    /// A signed request, as the tool itself writes it.
    private func signed(_ output: String, url: String = "https://api.example.com/notes?q=a%20b") throws -> String {
        let result = try Tool.run(
            [
                "sign", "POST", url, "--consumer-key", "key", "--token", "token", "-d", "text=c d", "--nonce", "n0nce",
                "--timestamp", "1700000000", "--output", output,
            ],
            environment: Self.secrets
        )
        #expect(result.status == 0)
        return result.output.trimmingCharacters(in: .newlines)
    }

    private func raw(host: String = "api.example.com", header: String) -> String {
        "POST /notes?q=a%20b HTTP/1.1\r\nHost: \(host)\r\nAuthorization: \(header)\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=c%20d"
    }

    private func diagnose(_ arguments: [String], secrets: [String: String] = secrets) throws -> Tool.Result {
        let result = try Tool.run(["diagnose"] + arguments, environment: secrets)
        for secret in ["consumer-s3cret", "token-s3cret"] {
            #expect(!result.output.contains(secret) && !result.errors.contains(secret))
        }
        return result
    }

    @Test("A right signature exits with 0, in each form of input")
    func right() throws {
        let header = try signed("header")
        try Tool.withFile(raw(header: header)) { file in
            let result = try diagnose([file])
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(result.output.hasPrefix("The signature is right."))
        }
        #expect(try diagnose([try signed("curl")]).status == 0)
        try Tool.withFile("text=c%20d") { body in
            let arguments = [
                "--authorization", header, "--method", "POST", "--url", "https://api.example.com/notes?q=a%20b",
            ]
            let result = try diagnose(arguments + ["--body-file", body])
            #expect(result.status == 0)
        }
    }

    @Test("A wrong signature exits with 1, and the first lines name the mistake")
    func wrong() throws {
        let header = try signed("header", url: "http://api.example.com/notes?q=a%20b")
        try Tool.withFile(raw(header: header)) { file in
            let result = try diagnose([file])
            #expect(result.status == 1)
            #expect(result.output.split(separator: "\n")[1].hasSuffix("(scheme-behind-proxy)."))
            #expect(result.output.contains("The base string that was signed:\nPOST&http%3A"))
            #expect(!result.output.contains("\u{1B}"))
            #expect(try diagnose(["--scheme", "http", file]).status == 0)

            let json = try diagnose(["--json", file])
            #expect(json.status == 1)
            let value = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(value["valid"] as? Bool == false)
            let findings = try #require(value["findings"] as? [[String: Any]])
            #expect(findings.map { $0["mistakes"] as? [String] } == [["scheme-behind-proxy"]])
        }
    }

    @Test("Without secrets the result says so, and the base string of the service is compared")
    func withoutSecrets() throws {
        let (header, base) = (try signed("header"), try signed("base-string"))
        try Tool.withFile(raw(header: header)) { file in
            let result = try diagnose([file], secrets: [:])
            #expect(result.status == 1)
            #expect(result.output.contains("OAUTH1_CONSUMER_SECRET"))
            let other = base.replacingOccurrences(of: "POST&https", with: "POST&http")
            let compared = try diagnose(["--server-base-string", other, file], secrets: [:])
            #expect(compared.output.contains("(scheme-behind-proxy)"))
        }
    }

    @Test("An RSA key verifies, and its text is found if it was used as a secret")
    func rsa() throws {
        let (pem, publicKey) = try Tool.rsaKey()
        try Tool.withFile(pem) { key in
            let header =
                try Tool.run([
                    "sign", "GET", "https://api.example.com/x", "--consumer-key", "k", "--signature-method",
                    "RSA-SHA256",
                    "--rsa-key", key,
                ])
                .output.trimmingCharacters(in: .newlines)
            let arguments = ["--authorization", header, "--method", "GET", "--url", "https://api.example.com/x"]
            #expect(try diagnose(arguments + ["--rsa-key", key], secrets: [:]).status == 0)
            try Tool.withFile(publicKey.pem) { key in
                let result = try diagnose(arguments + ["--rsa-key", key], secrets: [:])
                #expect(result.status == 0)
            }
        }
    }

    @Test("Wrong arguments exit with 64, and an unreadable input with 66")
    func statuses() throws {
        #expect(try diagnose(["--authorization", "OAuth a"]).status == 64)
        #expect(try diagnose(["--authorization", "OAuth a", "--method", "GET", "--url", "/x"]).status == 64)
        #expect(try diagnose(["--method", "GET"]).status == 64)
        #expect(try diagnose(["--body-file", "-", "-"]).status == 64)
        #expect(try diagnose(["--scheme", "ftp"]).status == 64)
        #expect(try diagnose(["/nonexistent/file"]).status == 66)
        #expect(try diagnose([]).status == 66)
        try Tool.withFile("hello") { path in
            let result = try diagnose([path])
            #expect(result.status == 66)
        }
    }

    @Test("All mistakes are explained")
    func list() throws {
        let text = try diagnose(["--list"])
        #expect(text.status == 0)
        for mistake in OAuth1Diagnosis.Mistake.all {
            #expect(text.output.contains("\(mistake.id)\n  \(mistake.title)"))
        }
        let json = try diagnose(["--list", "--json"])
        let values = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: String]]
        #expect(values?.compactMap { $0["id"] } == OAuth1Diagnosis.Mistake.all.map(\.id))
    }

    @Test("The difference of two base strings is colored on a terminal")
    func colors() {
        let diff = BaseStringDiff("GET&https%3A", "GET&http%3A")
        #expect(diff.left.difference == "s")
        #expect(diff.right.difference.isEmpty)
        #expect(BaseStringDiff("aa", "a").left.difference == "a")
        #expect(BaseStringDiff("a", "a").left.start == "a")
    }
}
#endif
