//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

@testable import OAuth1CommandLine

@Suite("Clock skew of stored logins, and attempts of a call")
struct ClockSkewTests {
    /// Stores the login of a service on this machine.
    private static func store(_ service: ServeProcess, in user: UserFolder) async throws {
        let (base, announcement) = (service.announcement.baseURL, service.announcement)
        let lines = [
            "OAUTH1_CONSUMER_KEY=\(announcement.consumerKey)",
            "OAUTH1_CONSUMER_SECRET=\(announcement.consumerSecret ?? "")",
            "OAUTH1_TOKEN=\(announcement.token ?? "")", "OAUTH1_TOKEN_SECRET=\(announcement.tokenSecret ?? "")",
        ]
        let result = try await user.run(
            [
                "login", "desk", "--with-token", "--request-token-url", base + "/oauth/request_token",
                "--authorize-url", base + "/oauth/authorize", "--access-token-url", base + "/oauth/access_token",
                "--api-url", base,
            ],
            input: lines.joined(separator: "\n") + "\n"
        )
        #expect(result.status == 0, "\(result)")
    }

    private static func requests(_ service: ServeProcess) -> [Substring] {
        service.output.split(separator: "\n").filter { $0.contains("\"event\":\"request\"") }
    }

    @Test("A call that learned the service's clock stores the skew, and the next call is right at once")
    func stored() async throws {
        let service = try ServeProcess(["--token", "--fault", "clock-skew"])
        defer { _ = service.stop() }
        try await ToolProcess.withFolder { folder in
            let user = UserFolder(folder: folder)
            try await ClockSkewTests.store(service, in: user)
            #expect(try user.document()["desk"]?.clockOffset == nil)
            #expect(try await user.run(["get", "/api/me"]).status == 0)
            let offset = try #require(try user.document()["desk"]?.clockOffset)
            // Less if the response took a while.
            #expect((780...905).contains(offset), "\(offset)")
            #expect(ClockSkewTests.requests(service).count == 2)
            #expect(try await user.run(["get", "/api/me"]).status == 0)
            #expect(ClockSkewTests.requests(service).count == 3)
            #expect(try user.document()["desk"]?.clockOffset == offset)
        }
    }

    @Test("-v shows the request and the response of each attempt")
    func attempts() async throws {
        let service = try ServeProcess(["--token", "--fault", "unavailable", "--fault-times", "1"])
        defer { _ = service.stop() }
        try await ToolProcess.withFolder { folder in
            let user = UserFolder(folder: folder)
            try await ClockSkewTests.store(service, in: user)
            let result = try await user.run(["get", "/api/me", "-v", "--retry", "1"])
            #expect(result.status == 0, "\(result)")
            let expected: [String] = ["> GET", "< 503", "> GET", "< 200"]
            let heads: [String] = result.errors.split(separator: "\n").map { line in String(line.prefix(5)) }
            #expect(heads.filter { expected.contains($0) } == expected, "\(result.errors)")
        }
    }

    @Test(
        "An unknown service is answered with presets of similar names",
        arguments: [
            ("netsuite", "netsuite-tba"), ("NetSuite", "netsuite-tba"), ("twitter", "x"), ("discog", "discogs"),
            ("flikr", "flickr"), ("garmn", "garmin"), ("jira", "atlassian-dc"),
        ]
    )
    func similarNames(name: String, preset: String) async throws {
        try await UserFolder.with { user in
            for command in [["login"], ["services", "show"]] {
                let result = try await user.run(command + [name])
                #expect(result.status == 64)
                #expect(result.errors.contains("Did you mean \(preset)?"), "\(result.errors)")
            }
            #expect(try await !user.run(["login", "my-own-service"]).errors.contains("Did you mean"))
        }
    }
}
#endif
