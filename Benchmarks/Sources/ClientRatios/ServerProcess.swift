//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// The server as a separate process, which shares no thread with the clients and ends with them.
struct ServerProcess {
    static let argument = "serve"

    let port: Int
    private let process: Process
    private let input: Pipe

    init() throws {
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

    func stop() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// Why nothing could be measured.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
