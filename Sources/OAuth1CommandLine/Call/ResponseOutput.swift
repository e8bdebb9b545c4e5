//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1Client

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Where responses go: a terminal, a pipe, or a file.
final class ResponseOutput {
    private let file: OutputFile?
    private let terminal: TerminalText?
    private let showsHead: Bool
    /// Whether the last page ended within a line, so that the next one starts on a new one.
    private var isWithinLine = false

    init(_ options: CallOptions, isHead: Bool) throws {
        file = try options.output.map { try OutputFile($0) }
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let style = TerminalStyle(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment)
        terminal = isTerminal ? TerminalText(style: style) : nil
        showsHead = options.include || isHead
    }

    /// Writes a response of success.
    func write(_ response: CallResponse) async throws {
        if showsHead { try write(head: response.head) }
        if file == nil, let terminal {
            let body = try await response.whole().body
            await response.bar?.finish()
            try terminal.write(body, response.head.headerFields[.contentType]) { try standardOutput($0) }
            return
        }
        if isWithinLine { try write([UInt8(ascii: "\n")]) }
        try await response.forEachPiece { piece in
            try write(piece)
            if let last = piece.last { isWithinLine = last != UInt8(ascii: "\n") }
        }
    }

    /// Writes the body of a rejection, which may be data for the caller.
    ///
    /// A file stays as it was.
    func writeRejection(_ response: OAuth1Response) throws {
        if showsHead { try write(head: response.head) }
        guard file == nil else { return }
        if let terminal {
            try terminal.write(response.body, response.head.headerFields[.contentType]) { try standardOutput($0) }
        } else {
            if isWithinLine { try write([UInt8(ascii: "\n")]) }
            try write(response.body)
        }
    }

    /// All is there: the file gets its name.
    func finish() throws { try file?.commit() }

    private func write(head: HTTPResponse) throws {
        var lines = "HTTP \(HeadText.status(head.status))\n"
        for field in head.headerFields {
            let value = terminal.map { _ in VisibleText.escaping(field.value) } ?? field.value
            lines += "\(field.name.rawName): \(value)\n"
        }
        try standardOutput(Array((lines + "\n").utf8))
    }

    private func write(_ bytes: [UInt8]) throws {
        if let file { try file.write(bytes) } else { try standardOutput(bytes) }
    }

    private func standardOutput(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw CommandFailure(.failed, "standard output was closed before the response was complete")
        }
    }
}
#endif
