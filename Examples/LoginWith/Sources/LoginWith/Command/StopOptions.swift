//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation

/// When the servers stop, besides SIGTERM and SIGINT: requests in progress are answered first.
struct StopOptions: ParsableArguments {
    @Flag(help: "Stop when the standard input ends, as it does when the process that started this one is gone.")
    var untilInputEnds = false

    /// Waits for the end of the input on a separate thread, if it is to.
    func begin() {
        guard untilInputEnds else { return }
        Thread.detachNewThread {
            while readLine() != nil {}
            // The servers stop on this signal anyway, so there is one way to do it.
            kill(getpid(), SIGTERM)
        }
    }
}

/// Prints a message immediately, without waiting for a full buffer.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
}
