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

@Suite("Calls on a terminal")
struct CallTerminalTests {
    @Test("JSON is indented and colored on a terminal, with the text of numbers and names as the service sent it")
    func json() async throws {
        try await CallService.withRunning { service in
            let arguments = ["get", service.origin + "/api/odd"] + service.credentials
            let colored = try await ToolProcess.onTerminal(arguments, environment: service.environment)
            #expect(colored.status == 0)
            #expect(colored.output.contains("\u{1B}[36m\"b\"\u{1B}[0m: \u{1B}[1m1.10\u{1B}[0m,"), "\(colored.output)")
            let environment = service.environment.merging(["NO_COLOR": "1"]) { $1 }
            let plain = try await ToolProcess.onTerminal(arguments, environment: environment)
            let expected = """
                {
                  "b": 1.10,
                  "a": [
                    1,
                    2,
                    {}
                  ],
                  "b": "\\u00e9\\u009b31m",
                  "big": 123456789012345678901234567890
                }

                """
            // On a slow machine a progress bar, which was removed, comes first.
            #expect(plain.output.replacing("\r\n", with: "\n").hasSuffix(expected))
        }
    }

    @Test("A binary response is not shown on a terminal")
    func binary() async throws {
        try await CallService.withRunning { service in
            let result = try await ToolProcess.onTerminal(
                ["get", service.origin + "/api/binary"] + service.credentials,
                environment: service.environment
            )
            #expect(result.status == 0 && result.output.contains("binary, 6 bytes"), "\(result)")
            #expect(!result.output.contains("PNG") && !result.output.contains("\0"))
        }
    }

    @Test("A long transfer has a progress bar on a terminal, which is removed at its end, and none in a pipe")
    func bar() async throws {
        try await CallService.withRunning { service in
            let arguments = ["get", service.origin + "/api/gated", "-o", "/dev/null"] + service.credentials
            // The rest of the response comes after the bar was shown, so that it is shown on any machine.
            let shown = try await ToolProcess.onTerminal(arguments, environment: service.environment) { text in
                if text.contains(" received") { service.gate.open() }
            }
            #expect(shown.output.contains("#") && shown.output.contains("of 240.0 kB received"), "\(shown.output)")
            #expect(shown.output.hasSuffix("\r\u{1B}[2K"))
            #expect(try await service.call(["get", "/api/slow", "-o", "/dev/null"]).errors.isEmpty)
        }
    }

    @Test(
        "Control characters of a service are shown, not sent to the terminal",
        arguments: [
            ("a\u{1B}[2Jb", "a\\u001b[2Jb"), ("a\tb\n", "a\tb\n"), ("a\rb\u{7}", "a\\u000db\\u0007"),
            ("\u{202E}x", "\\u202ex"), ("a\r\nb\r\r\n", "a\nb\\u000d\n"),
        ]
    )
    func controls(text: String, expected: String) {
        #expect(VisibleText.escaping(text) == expected)
    }

    @Test("On one line, line breaks and tabs are shown as well")
    func oneLine() {
        #expect(VisibleText.escaping("a\tb\r\nc\u{2028}", onOneLine: true) == "a\\u0009b\\u000d\\u000ac\\u2028")
    }

    @Test("JSON that would need much memory to be indented is not indented")
    func largeJSON() throws {
        let style = TerminalStyle(isTerminal: false, environment: [:])
        let body = Array("[1]".utf8) + [UInt8](repeating: 0x20, count: JSONText.maximumBytes - 3)
        #expect(try JSONText(style: style).write(body) { _ in })
        #expect(try !JSONText(style: style).write(body + [0x20]) { _ in })
    }

    @Test("JSON that is nested deeply is not indented without limit")
    func deepJSON() throws {
        let text = String(repeating: "[", count: 400) + String(repeating: "]", count: 400)
        var shown = 0
        let style = TerminalStyle(isTerminal: false, environment: [:])
        #expect(try JSONText(style: style).write(Array(text.utf8)) { shown += $0.count })
        #expect(shown < 60_000)
        #expect(try !JSONText(style: style).write(Array("[1, 2".utf8)) { shown += $0.count })
    }
}
#endif
