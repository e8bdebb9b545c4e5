//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The terminal of this process, even if standard input and output are redirected.
final class ControllingTerminal {
    /// The most bytes of a line that are read.
    private static let maximumBytes = 16_384

    private let descriptor: Int32

    /// Opens the terminal, or fails if the process has none.
    init?() {
        descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Shows a text.
    func write(_ text: String) {
        FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(Data(text.utf8))
    }

    /// Asks for a line, which the terminal shows as it is typed.
    func readLine(_ prompt: String) throws -> String {
        write(prompt)
        var bytes: [UInt8] = []
        while let byte = try nextByte(), byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks for a line, which the terminal does not show.
    ///
    /// - Throws: ``CommandFailure`` with ``ExitStatus/interrupted`` if the user presses Ctrl-C. The terminal is as it was
    ///   before, also when a signal ends the process.
    func readSecret(_ prompt: String) throws -> OAuth1Secret {
        var before = termios()
        guard tcgetattr(descriptor, &before) == 0 else {
            throw CommandFailure(.failed, "the terminal can't hide what is typed")
        }
        let signals: [Int32] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
        let handlers = signals.map { signal($0, endShowingInput) }
        defer { for (number, handler) in zip(signals, handlers) { signal(number, handler) } }
        var hidden = before
        // Without signals, so that Ctrl-C can't leave a terminal without echo.
        hidden.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0 else {
            throw CommandFailure(.failed, "the terminal can't hide what is typed")
        }
        defer {
            tcsetattr(descriptor, TCSADRAIN, &before)
            write("\n")
        }
        // After the echo is off, as whoever reads the prompt may answer at once.
        write(prompt)
        return OAuth1Secret(String(decoding: try hiddenLine(), as: UTF8.self))
    }

    /// Reads a line with the usual editing keys.
    private func hiddenLine() throws -> [UInt8] {
        var line: [UInt8] = []
        while let byte = try nextByte() {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x04: return line
            case 0x03, 0x1C: throw CommandFailure(.interrupted, "cancelled")
            case 0x08, 0x7F:
                // A whole character: its continuation bytes, and the first byte.
                while let last = line.popLast(), last & 0xC0 == 0x80 {}
            case 0x15: line = []
            default:
                guard line.count < ControllingTerminal.maximumBytes else {
                    throw CommandFailure(.failed, "the line is too long")
                }
                line.append(byte)
            }
        }
        return line
    }

    /// The next byte, or `nil` at the end.
    private func nextByte() throws -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count == 1 { return byte }
            guard count < 0, errno == EINTR else { return nil }
        }
    }
}

/// Ends the process because of a signal, after the terminal shows again what is typed.
private func endShowingInput(_ number: Int32) {
    showTerminalInput()
    signal(number, SIG_DFL)
    raise(number)
}

/// Lets the terminal show again what is typed, before the process ends during a hidden question.
///
/// Not if another job is in the foreground, whose terminal it is then. It calls only functions that POSIX allows in a signal handler.
func showTerminalInput() {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    var settings = termios()
    if tcgetpgrp(terminal) == getpgrp(), tcgetattr(terminal, &settings) == 0 {
        settings.c_lflag |= tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSANOW, &settings)
    }
    close(terminal)
}
#endif
