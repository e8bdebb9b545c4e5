//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Lines from standard input, or from the terminal if standard input was read for something else.
struct StandardInput {
    /// The most bytes of a line.
    private static let maximumBytes = 16_384

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - timeout: How many seconds to wait for each part of it.
    ///   - what: The name of the input, for errors.
    /// - Returns: The line without whitespace around it, or `nil` at the end of the input.
    /// - Throws: ``CommandFailure`` after the timeout.
    static func readLine(timeout: Int, what: String) throws -> String? {
        var line: [UInt8] = []
        while true {
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let milliseconds = Int32(clamping: timeout.multipliedReportingOverflow(by: 1_000).partialValue)
            let ready = poll(&waiting, 1, milliseconds)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else {
                throw CommandFailure(
                    .failed,
                    "\(what) was not entered within \(timeout) seconds",
                    advice: "Run the command again, or use a longer --timeout"
                )
            }
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else {
                // Standard input may have been a file with the secrets.
                return line.isEmpty ? try ControllingTerminal()?.readLine("") : text(line)
            }
            if byte == UInt8(ascii: "\n") { return text(line) }
            guard line.count < maximumBytes else {
                throw CommandFailure(.failed, "\(what) is longer than \(maximumBytes) bytes")
            }
            line.append(byte)
        }
    }

    private static func text(_ line: [UInt8]) -> String {
        String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
#endif
