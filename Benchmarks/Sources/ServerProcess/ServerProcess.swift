//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// The server as a separate process, which shares no thread with the clients and ends with them.
package struct ServerProcess {
    /// The argument with which the program is the server: it prints its port, and runs until its standard input ends.
    package static let argument = "serve"

    package let port: Int
    private let process: Process
    private let input: Pipe

    package init() throws {
        let output = Pipe()
        input = Pipe()
        process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = [ServerProcess.argument]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.filter(\.isNumber)) else { throw Failure("the server did not start") }
        self.port = port
    }

    package func stop() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// Why nothing could be measured.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
