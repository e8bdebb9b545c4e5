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

@Suite("Files of calls from the command line")
struct CallFileTests {
    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// Whether a part of a response was written.
    private func hasIncompleteFile(in folder: URL) -> Bool {
        guard let files = try? names(in: folder) else { return false }
        return files.contains { name in
            let part = try? Data(contentsOf: folder.appendingPathComponent(name))
            return part?.isEmpty == false
        }
    }

    @Test("-o writes the whole body, replaces a file with its permissions, and keeps a link")
    func output() async throws {
        try await CallService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                let (file, link) = (folder.appendingPathComponent("f"), folder.appendingPathComponent("link"))
                let result = try await service.call(["get", "/api/large", "-o", file.path])
                #expect(result.status == 0 && result.output.isEmpty, "\(result)")
                #expect(try Data(contentsOf: file).count == 3_000_000)
                try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
                try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
                _ = try await service.call(["get", "/api/odd", "-o", link.path])
                #expect(try String(contentsOf: file, encoding: .utf8) == CallService.oddJSON)
                let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
                #expect(attributes[.posixPermissions] as? Int == 0o640)
                #expect(try names(in: folder) == ["f", "link"])
            }
        }
    }

    @Test(
        "A response that is rejected, too slow, or breaks off leaves the file as it was, and no other file",
        arguments: [
            (["get", "/api/gone"], 1), (["get", "/api/endless", "--max-time", "1"], 75),
            (["get", "/api/slow?broken=1"], 75),
        ] as [([String], Int32)]
    )
    func incomplete(arguments: [String], status: Int32) async throws {
        try await CallService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                let file = folder.appendingPathComponent("f")
                try Data("before".utf8).write(to: file)
                let result = try await service.call(arguments + ["-o", file.path])
                #expect(result.status == status, "\(result)")
                #expect(result.output.isEmpty)
                #expect(try String(contentsOf: file, encoding: .utf8) == "before")
                #expect(try names(in: folder) == ["f"])
            }
        }
    }

    @Test("Ctrl-C ends a call with 130 and removes the incomplete file")
    func interrupted() async throws {
        try await CallService.withRunning { service in
            try await ToolProcess.withFolder { folder in
                let path = folder.appendingPathComponent("f").path
                let arguments = ["get", service.origin + "/api/endless", "-o", path] + service.credentials
                let tool = try Tool.executable()
                let result = try await ToolProcess.blocking {
                    try ToolProcess.launch(tool, arguments, environment: service.environment) { process in
                        for _ in 0..<12_000 where process.isRunning && !hasIncompleteFile(in: folder) { usleep(10_000) }
                        kill(process.processIdentifier, SIGINT)
                    }
                }
                #expect(result.status == 130, "\(result)")
                #expect(try names(in: folder).isEmpty)
            }
        }
    }

    @Test("A folder, and a file in a folder that does not exist, are found before anything is sent")
    func unwritable() async throws {
        try await ToolProcess.withFolder { folder in
            for path in [folder.path, folder.path + "/missing/f"] {
                let result = try await ToolProcess.run(
                    ["get", "http://127.0.0.1:1/", "--consumer-key", "k", "-o", path],
                    environment: ["OAUTH1_CONSUMER_SECRET": "s"]
                )
                #expect(result.status == 1 && result.errors.contains("-o: can't write"), "\(result)")
            }
        }
    }

    @Test("A device is written to, not replaced")
    func device() async throws {
        try await CallService.withRunning { service in
            let result = try await service.call(["get", "/api/odd", "-o", "/dev/stdout"])
            #expect(result.output == CallService.oddJSON, "\(result)")
        }
    }
}
#endif
