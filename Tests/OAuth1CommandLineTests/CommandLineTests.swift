//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import Synchronization
import Testing

@testable import OAuth1CommandLine

@Suite("The command line tool")
struct CommandLineTests {
    private static let example: [String] = [
        "sign", "POST", "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
        "--consumer-key", "xvz1evFS4wEEPTGEFPHBog",
        "--token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        "--nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", "--timestamp", "1318622958",
        "-d", "status=Hello Ladies + Gentlemen, a signed OAuth request!",
    ]
    private static let secrets = [
        "OAUTH1_CONSUMER_SECRET": "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        "OAUTH1_TOKEN_SECRET": "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    ]

    @Test("demo reports every step without colors and exits with 0")
    func demo() throws {
        let result = try Tool.run(["demo"], environment: ["TERM": "xterm"])
        #expect(result.status == 0, "\(result.errors)")
        for text in [
            "made up for this run", "POST /oauth/request_token", "oauth_verifier", "POST /oauth/access_token",
            "GET&http%3A%2F%2F127.0.0.1", "Hello, world", #"200 {"user_id":"alice"}"#,
            "401 oauth_problem=signature_invalid", "401 oauth_problem=nonce_used", "Done",
        ] {
            #expect(result.output.contains(text), "\(text)")
        }
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test("The command that demo prints computes the signature again")
    func demoCommand() throws {
        let lines = try Tool.run(["demo"]).output.split(separator: "\n").map { $0.drop { $0 == " " } }
        let title = try #require(lines.firstIndex { $0.hasPrefix("The signature is") })
        let command = try #require(lines.first { $0.contains("| openssl dgst") })
        #expect(try Tool.shell(String(command)) == "\(lines[title + 1])\n")
    }

    @Test(
        "Output has colors only on a terminal that shows them, unless NO_COLOR is set",
        arguments: [
            (true, ["TERM": "xterm"], true), (true, ["TERM": "xterm", "NO_COLOR": ""], true),
            (true, ["TERM": "xterm", "NO_COLOR": "1"], false), (true, ["TERM": "dumb"], false), (true, [:], false),
            (false, ["TERM": "xterm"], false),
        ] as [(Bool, [String: String], Bool)]
    )
    func colors(isTerminal: Bool, environment: [String: String], expected: Bool) {
        let style = TerminalStyle(isTerminal: isTerminal, environment: environment)
        #expect(style.apply(.green, "Done") == (expected ? "\u{1B}[32mDone\u{1B}[0m" : "Done"))
    }

    @Test("demo fails if the provider received other requests")
    func demoCheck() {
        #expect(throws: DemoFailure.self) { try DemoScript.check([]) }
    }

    @Test(
        "sign reproduces the golden signature in every output",
        arguments: [
            ("signature", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
            ("url", "https://api.twitter.com/1.1/statuses/update.json?include_entities=true"),
            ("body", "status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21"),
            ("header", "oauth_signature=\"hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D\""),
            (
                "base-string",
                "POST&https%3A%2F%2Fapi.twitter.com%2F1.1%2Fstatuses%2Fupdate.json&include_entities%3Dtrue"
            ),
            ("curl", "curl --path-as-is --globoff --request POST"),
            ("json", "\"signature\" : \"hCtSmYh+iHYCEqBWrE7C7hYmtUk=\""),
        ]
    )
    func signOutputs(output: String, expected: String) throws {
        let result = try Tool.run(Self.example + ["--output", output], environment: Self.secrets)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains(expected))
        for secret in Self.secrets.values { #expect(!result.output.contains(secret)) }
    }

    @Test("sign prints the bare header value on one line by default")
    func signDefault() throws {
        let result = try Tool.run(Self.example, environment: Self.secrets)
        #expect(result.output.hasPrefix("OAuth oauth_consumer_key=\"xvz1evFS4wEEPTGEFPHBog\""))
        #expect(result.output.filter(\.isNewline).count == 1)
    }

    @Test("sign takes a field apart at its first equals sign, whatever surrounds it")
    func fields() throws {
        let result = try Tool.run(
            ["sign", "POST", "https://h.example/", "--consumer-key", "k", "--output", "body"]
                + ["-d", "a=\u{301}b=c", "-d", "=v", "-d", "n="],
            environment: ["OAUTH1_CONSUMER_SECRET": ""]
        )
        #expect(result.output == "a=%CC%81b%3Dc&=v&n=\n", "\(result.errors)")
    }

    @Test("sign writes a curl command for binary bodies, and one for HEAD that does not hang")
    func curl() throws {
        let head = try Tool.run(
            ["sign", "HEAD", "https://h.example/", "--consumer-key", "k", "--output", "curl"],
            environment: ["OAUTH1_CONSUMER_SECRET": ""]
        )
        #expect(head.output.contains(" --head ") && !head.output.contains("--request"))
        try Tool.withFile("a\0b") { path in
            let binary = try Tool.run(
                ["sign", "POST", "https://h.example/", "--consumer-key", "k", "--output", "curl"]
                    + ["--body-file", path, "--content-type", "application/octet-stream"],
                environment: ["OAUTH1_CONSUMER_SECRET": ""]
            )
            #expect(binary.output.hasPrefix("printf 'a\\000b' | curl "), "\(binary)")
            #expect(binary.output.contains(" --data-binary @- "))
        }
    }

    @Test("sign takes the secrets from a file, which wins over the environment")
    func secretsFile() throws {
        try Tool.withFile(
            "# secrets\nOAUTH1_CONSUMER_SECRET = \"\(Self.secrets["OAUTH1_CONSUMER_SECRET"] ?? "")\"\n"
                + "\nOAUTH1_TOKEN_SECRET=\(Self.secrets["OAUTH1_TOKEN_SECRET"] ?? "")\n"
        ) { path in
            let result = try Tool.run(
                Self.example + ["--secrets-file", path, "--output", "signature"],
                environment: ["OAUTH1_CONSUMER_SECRET": "another"]
            )
            #expect(result.output == "hCtSmYh+iHYCEqBWrE7C7hYmtUk=\n")
        }
        try Tool.withFile("CONSUMER=hidden-value\n") { path in
            let result = try Tool.run(Self.example + ["--secrets-file", path])
            #expect(result.status == 64)
            #expect(result.errors.contains("line 1"))
            #expect(!result.errors.contains("hidden-value"))
        }
    }

    @Test("sign places the parameters in the query or the form body")
    func placements() throws {
        let query = try Tool.run(Self.example + ["--placement", "query"], environment: Self.secrets)
        #expect(query.output.hasPrefix("https://api.twitter.com/1.1/statuses/update.json?include_entities=true&oauth_"))
        let body = try Tool.run(Self.example + ["--placement", "body"], environment: Self.secrets)
        #expect(body.output.hasPrefix("status=Hello%20Ladies%20%2B%20Gentlemen"))
        #expect(body.output.contains("&oauth_signature="))
    }

    @Test("sign reads a body from a file and hashes it")
    func bodyFile() throws {
        try Tool.withFile("Hello World!") { path in
            for arguments in [["--body-hash"], ["--body-hash", "nonFormBodies"], ["--body-hash", "always"]] {
                let result = try Tool.run(
                    ["sign", "PUT", "http://www.example.com/resource", "--consumer-key", "k", "--body-file", path]
                        + arguments + ["--content-type", "text/plain"],
                    environment: ["OAUTH1_CONSUMER_SECRET": ""]
                )
                // The example of the body hash draft.
                #expect(result.output.contains("oauth_body_hash=\"Lve95gjOVATpfV8EL5X4nxwjKHE%3D\""), "\(result)")
            }
        }
    }

    @Test("sign signs with an RSA key from a file, which a public key verifies")
    func rsaKey() throws {
        let key = try Tool.rsaKey()
        try Tool.withFile(key.pem) { path in
            let result = try Tool.run([
                "sign", "GET", "https://h.example/x?a=b", "--consumer-key", "k", "--rsa-key", path,
                "--signature-method", "rsa-sha256",
            ])
            let header = result.output.trimmingCharacters(in: .newlines)
            let incoming = try #require(
                try OAuth1IncomingRequest.read(method: "GET", url: "https://h.example/x?a=b", authorization: header)
            )
            let client = OAuth1ClientCredentials(key: "k")
            try OAuth1Verifier()
                .verify(
                    incoming,
                    with: OAuth1VerificationKey(client: client, rsaPublicKey: key.publicKey)
                )
        }
    }

    @Test(
        "Bad usage exits with 64 and says what is wrong",
        arguments: [
            (["sign"], "<method>"), (["sign", "GET", "http://h/"], "--consumer-key"),
            (["sign", "GET", "h.example/x", "--consumer-key", "k"], "absolute URL"),
            (["sign", "GE T", "http://h/", "--consumer-key", "k"], "method"),
            (["sign", "GET", "http://h/", "--consumer-key", "k", "--signature-method", "MD5"], "HMAC-SHA1"),
            (["sign", "GET", "http://h/", "--consumer-key", "k", "--signature-method", "RSA-SHA1"], "--rsa-key"),
            (["sign", "GET", "http://h/", "--consumer-key", "k", "--placement", "body"], "header"),
            (["sign", "POST", "http://h/", "--consumer-key", "k", "-d", "novalue"], "name=value"),
            (["sign", "POST", "http://h/", "--consumer-key", "k", "--body-file", "/does/not/exist"], "--content-type"),
            (["sign", "GET", "http://h/?oauth_nonce=1", "--consumer-key", "k"], "oauth_nonce"),
            (["sign", "GET", "http://h/", "--consumer-key", "k", "--timestamp", "0"], "--timestamp"),
            (["sign", "GET", "http://h/", "--consumer-key", "k", "--consumer-secret", "x"], "--consumer-secret"),
        ]
    )
    func badUsage(arguments: [String], expected: String) throws {
        let result = try Tool.run(arguments, environment: ["OAUTH1_CONSUMER_SECRET": "s"])
        #expect(result.status == 64, "\(result)")
        #expect(result.errors.contains(expected), "\(result)")
        #expect(result.output.isEmpty)
    }

    @Test("A file that can't be read exits with 66, without the usage")
    func unreadableFile() throws {
        let result = try Tool.run(
            ["sign", "POST", "http://h/", "--consumer-key", "k", "--body-file", "/does/not/exist"]
                + ["--content-type", "a/b"],
            environment: ["OAUTH1_CONSUMER_SECRET": "s"]
        )
        #expect(result.status == 66, "\(result)")
        #expect(result.errors.contains("--body-file: can't read /does/not/exist"))
        #expect(!result.errors.contains("Usage"))
    }

    @Test("Without the consumer secret nothing is signed, and the error shows the usage of sign")
    func missingSecret() throws {
        let result = try Tool.run(Self.example)
        #expect(result.status == 64)
        #expect(result.errors.contains("OAUTH1_CONSUMER_SECRET"))
        #expect(result.errors.contains("Usage: oauth1 sign "))
        #expect(result.errors.contains("See 'oauth1 sign --help'"))
    }
}
#endif
