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

@Suite("Calls from the command line")
struct CallTests {
    @Test(
        "Every method sends a signed request that the service accepts",
        arguments: ["get", "post", "put", "patch", "delete"]
    )
    func methods(command: String) async throws {
        try await CallService.withRunning { service in
            let result = try await service.call([command, "/api/echo"])
            #expect(result.status == 0, "\(result)")
            #expect(result.output == "\(command.uppercased())\n/api/echo\n-\n-\n")
            #expect(result.errors.isEmpty)
            let same = try await service.call(["request", command, "/api/echo"])
            #expect(same.output == result.output)
        }
    }

    @Test("head shows status and header fields, and request accepts any method")
    func headAndOthers() async throws {
        try await CallService.withRunning { service in
            let head = try await service.call(["head", "/api/echo"])
            #expect(head.status == 0, "\(head)")
            #expect(head.output.hasPrefix("HTTP 200"))
            #expect(head.output.lowercased().contains("content-length: "))
            #expect(try await service.call(["request", "options", "/api/echo"]).output.hasPrefix("OPTIONS\n"))
        }
    }

    @Test("Query parameters are encoded, repeated, and added to the query of the URL")
    func query() async throws {
        try await CallService.withRunning { service in
            let result = try await service.call(
                ["get", "/api/echo?x=1", "--query", "q=a b+c", "--query", "q=é&=", "--query", "empty="]
            )
            #expect(result.output.hasPrefix("GET\n/api/echo?x=1&q=a%20b%2Bc&q=%C3%A9%26%3D&empty=\n"), "\(result)")
        }
    }

    @Test("Forms, JSON and files arrive as they were given, with their media types and header fields")
    func bodies() async throws {
        try await CallService.withRunning { service in
            let form = try await service.call([
                "post", "/api/echo", "-d", "text=a + b", "-d", "tag=é", "-H", "X-Note: hi",
            ])
            #expect(
                form.output.hasSuffix("application/x-www-form-urlencoded\nhi\ntext=a%20%2B%20b&tag=%C3%A9"),
                "\(form)"
            )
            let json = try await service.call(["put", "/api/echo", "--json", #"{ "a" : [1] }"#])
            #expect(json.output.hasSuffix("application/json\n-\n{ \"a\" : [1] }"), "\(json)")
            let input = try await service.call(["post", "/api/echo", "--json", "-"], input: Data("[2] ".utf8))
            #expect(input.output.hasSuffix("application/json\n-\n[2] "), "\(input)")
            try await ToolProcess.withFolder { folder in
                let file = folder.appendingPathComponent("a;b.txt")
                try Data("from a file\0\n".utf8).write(to: file)
                let body = try await service.call(
                    ["post", "/api/echo", "--body-file", file.path, "-H", "Content-Type: text/x", "-H", "X-Note: 1"]
                )
                #expect(body.output.hasSuffix("text/x\n1\nfrom a file\0\n"), "\(body)")
                let patch = try await service.call(
                    ["patch", "/api/echo", "--json", "@\(file.path)", "--content-type", "application/merge-patch+json"]
                )
                #expect(patch.status == 64 && patch.errors.contains("is not JSON"), "\(patch)")
            }
        }
    }

    @Test("A multipart form has text fields, and files with name and media type")
    func multipart() async throws {
        try await CallService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                let file = folder.appendingPathComponent("photo;1.JPG")
                try Data(repeating: 7, count: 300_000).write(to: file)
                let result = try await service.call(
                    ["post", "/api/echo", "-F", "title=Hi; there", "-F", "photo=@\(file.path)"]
                        + ["-F", "note=@\(file.path);type=text/x-note;filename=n.txt"]
                )
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output.contains("\nmultipart/form-data; boundary="))
                for part in [
                    "name=\"title\"\r\n\r\nHi; there\r\n",
                    "name=\"photo\"; filename=\"photo;1.JPG\"\r\nContent-Type: image/jpeg\r\n\r\n",
                    "name=\"note\"; filename=\"n.txt\"\r\nContent-Type: text/x-note\r\n\r\n",
                ] { #expect(result.output.contains(part), "\(part)") }
                #expect(result.output.utf8.count(where: { $0 == 7 }) == 600_000)
            }
        }
    }

    @Test("JSON is written to a pipe byte for byte, and -i puts status and header fields before it")
    func pipe() async throws {
        try await CallService.withRunning { service in
            #expect(try await service.call(["get", "/api/odd"]).output == CallService.oddJSON)
            let result = try await service.call(["get", "/api/odd", "-i"])
            #expect(result.output.hasPrefix("HTTP 200"))
            #expect(result.output.hasSuffix("\n\n" + CallService.oddJSON))
        }
    }

    @Test("-v shows request and response on standard error, without signature and secrets")
    func verbose() async throws {
        try await CallService.withRunning { service in
            let result = try await service.call(
                [
                    "post", "/api/echo", "-v", "-d", "password=hunter-2", "-H", "X-Api-Key: key-of-the-api", "-H",
                    "X-Note: hi",
                ]
            )
            #expect(result.status == 0)
            #expect(result.output.contains("password=hunter-2"))
            for text in [
                "> POST \(service.origin)/api/echo", "> X-Note: hi", "oauth_signature=\"<redacted>\"", "< 200",
            ] {
                #expect(result.errors.contains(text), "\(text): \(result.errors)")
            }
            for secret in service.secrets + ["hunter-2", "key-of-the-api", service.token.token] {
                #expect(!result.errors.contains(secret), "\(secret): \(result.errors)")
            }
        }
    }

    @Test("--all prints each page on new lines, and stops at --max-pages, at other origins and at pages that repeat")
    func pages() async throws {
        try await CallService.withRunning { service in
            let all = try await service.call(["get", "/api/pages", "--all"])
            #expect(all.output == "[1]\n[2]\n[3]" && all.status == 0, "\(all)")
            #expect(try await service.call(["get", "/api/pages"]).output == "[1]")
            let two = try await service.call(["get", "/api/pages", "--all", "--max-pages", "2"])
            #expect(two.output == "[1]\n[2]" && two.status == 0, "\(two)")
            #expect(two.errors.contains("stopped after 2 pages"))
            let foreign = try await service.call(["get", "/api/foreign", "--all"])
            #expect(foreign.output == "[1]" && foreign.status == 1, "\(foreign)")
            #expect(foreign.errors.contains("another origin, https://other.example/api/pages"))
            let loop = try await service.call(["get", "/api/loop", "--all"])
            #expect(loop.output == "[1]" && loop.status == 1, "\(loop)")
            #expect(loop.errors.contains("was read already"))
        }
    }
}
#endif
