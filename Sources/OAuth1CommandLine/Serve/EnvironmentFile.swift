//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1Client
import Synchronization

/// The file of `--env-file`, which exists while the service runs.
final class EnvironmentFile: Sendable {
    private let file: PrivateFile
    private static let start = Array("export \(CommandLineSecrets.consumerKeyName)=".utf8)
    private let written = Mutex<[UInt8]?>(nil)

    /// Checks that nothing is lost when the file is written.
    ///
    /// - Throws: ``CommandFailure`` if there is a file that this command did not write.
    init(path: String) throws {
        file = PrivateFile(path: path)
        let old: [UInt8]?
        do {
            old = try file.read()
        } catch is PrivateFile.Failure {
            throw EnvironmentFile.isInUse(path)
        }
        // An empty file is what mktemp creates.
        guard old.map({ $0.isEmpty || $0.starts(with: EnvironmentFile.start) }) ?? true else {
            throw EnvironmentFile.isInUse(path)
        }
    }

    /// Writes the lines.
    func write(_ lines: [String]) throws {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        do {
            try file.replace(with: bytes)
        } catch let error as PrivateFile.Failure {
            throw CommandFailure(.failed, "--env-file: \(error.reason)", advice: error.advice)
        }
        written.withLock { $0 = bytes }
    }

    /// Removes the file, if it is the one that was written.
    func remove() {
        guard let bytes = written.withLock(\.self), (try? file.read()) == bytes else { return }
        try? file.remove()
    }

    private static func isInUse(_ path: String) -> CommandFailure {
        CommandFailure(
            .failed,
            "--env-file: \(path) exists, and was not written by oauth1 serve",
            advice: "Choose another path, or remove the file"
        )
    }
}
#endif
