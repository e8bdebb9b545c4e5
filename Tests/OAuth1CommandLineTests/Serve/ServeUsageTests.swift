//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Testing

@Suite("The usage of oauth1 serve")
struct ServeUsageTests {
    @Test("A port in use is an error with a way out")
    func portInUse() throws {
        let service = try ServeProcess()
        let port = try #require(service.announcement.baseURL.split(separator: ":").last)
        let result = try Tool.run(["serve", "--port", String(port)])
        #expect(result.status == 1)
        #expect(result.errors.contains("port \(port) is already in use"))
        #expect(result.errors.contains("--port 0"))
        #expect(result.output.isEmpty)
    }

    @Test(
        "Bad usage exits with 64 or 66 and says what is wrong",
        arguments: [
            (["--port", "70000"], 64, "--port"), (["--fault", "fire"], 64, "html-error"),
            (["--fault-after", "1"], 64, "--fault"), (["--fault", "slow", "--fault-after", "-1"], 64, "--fault-after"),
            (["--fault", "slow", "--fault-times", "0"], 64, "--fault-times"),
            (["--client-key", ""], 64, "--client-key"),
            (["--slow-seconds", "0"], 64, "--slow-seconds"), (["--imitate", "myspace"], 64, "discogs"),
            (["--imitate", "x", "--client-key", "a"], 64, "--client-key"),
            (["--imitate", "mastercard"], 64, "--client-public-key"),
            (["--client-secret-file", "/does/not/exist"], 66, "can't read"),
            (["--client-secret-file", "/dev/null"], 66, "empty"),
            (["--client-public-key", "/dev/null"], 66, "/dev/null: "),
        ]
    )
    func badUsage(arguments: [String], status: Int32, expected: String) throws {
        let result = try Tool.run(["serve"] + arguments)
        #expect(result.status == status, "\(result)")
        #expect(result.errors.contains(expected), "\(result)")
        #expect(result.output.isEmpty)
    }
}
#endif
