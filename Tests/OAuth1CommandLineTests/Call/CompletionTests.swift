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

@Suite("Completions")
struct CompletionTests {
    private static func has(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    private func script(for shell: String) async throws -> String {
        let result = try await ToolProcess.run(["--generate-completion-script", shell], environment: [:])
        #expect(result.status == 0 && result.output.contains("oauth1"), "\(result)")
        return result.output
    }

    private func run(_ shell: String, _ script: String) async throws -> Tool.Result {
        try await ToolProcess.blocking {
            try ToolProcess.launch(
                URL(fileURLWithPath: shell),
                [],
                environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "dumb"],
                input: Data(script.utf8)
            )
        }
    }

    @Test("The script for bash completes commands and options", .enabled(if: has("/bin/bash")))
    func bash() async throws {
        let use = """

            complete -p oauth1
            COMP_WORDS=(oauth1 ge) COMP_CWORD=1 COMP_LINE='oauth1 ge' COMP_POINT=9
            "$(complete -p oauth1 | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')" oauth1 ge oauth1
            echo "found ${COMPREPLY[*]}"
            COMP_WORDS=(oauth1 get --max) COMP_CWORD=2 COMP_LINE='oauth1 get --max' COMP_POINT=16
            "$(complete -p oauth1 | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')" oauth1 --max get
            echo "found ${COMPREPLY[*]}"

            """
        let result = try await run("/bin/bash", script(for: "bash") + use)
        #expect(result.output.contains("complete -o filenames -F"), "\(result)")
        #expect(result.output.contains("\nfound get\n"), "\(result)")
        #expect(result.output.contains("--max-time") && result.output.contains("--max-pages"), "\(result)")
    }

    @Test("The script for zsh loads", .enabled(if: has("/usr/bin/zsh")))
    func zsh() async throws {
        let script = try await script(for: "zsh")
        #expect(script.hasPrefix("#compdef oauth1\n"))
        let use = "autoload -U compinit\ncompinit -D -u\n" + script + "\nwhence -w _oauth1\n"
        let result = try await run("/usr/bin/zsh", use)
        #expect(result.output.contains("_oauth1: function"), "\(result)")
    }

    @Test("The script for fish loads", .enabled(if: has("/usr/bin/fish")))
    func fish() async throws {
        let result = try await run("/usr/bin/fish", script(for: "fish") + "\ncomplete -c oauth1 | count\n")
        #expect((Int(result.output.split(separator: "\n").last ?? "") ?? 0) > 20, "\(result)")
    }
}
#endif
