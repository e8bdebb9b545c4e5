//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

/// The Python environment with the peers, which `scripts/test` makes.
private enum ServePeerPython {
    static var interpreter: String? {
        ProcessInfo.processInfo.environment["OAUTH1_PEER_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the tests are to run: where there is a Python, and on CI, where its absence is a failure.
    static var isExpected: Bool { interpreter != nil || ProcessInfo.processInfo.environment["CI"] == "true" }
}

@Suite(
    "Other libraries and oauth1 serve",
    .enabled(if: ServePeerPython.isExpected)
)
struct ServePeerTests {
    @Test(
        "Clients in Python log in, call and upload",
        arguments: [
            ("login.py", ["requests-oauthlib", "authlib-requests", "authlib-httpx"]), ("upload.py", ["upload"]),
        ]
    )
    func peers(script: String, peers: [String]) throws {
        let service = try ServeProcess()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(ServePeerPython.interpreter))
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Peers")
        process.arguments = [folder.appendingPathComponent(script).path, service.announcement.baseURL]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "OAUTH1_CONSUMER_KEY": service.announcement.consumerKey,
            "OAUTH1_CONSUMER_SECRET": service.announcement.consumerSecret ?? "",
        ]) { _, new in new }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // A few lines, far below what a pipe holds.
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        for peer in peers { #expect(text.contains("\"peer\": \"\(peer)\", \"ok\": true"), "\(text)") }
        #expect(!service.output.contains("rejection"))
    }
}
#endif
