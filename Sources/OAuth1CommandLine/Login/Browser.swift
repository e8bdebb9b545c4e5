//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// The user's browser on this machine.
struct Browser {
    let environment: [String: String]

    /// Whether the user sits at another machine, as in a session over SSH without a display.
    var isRemote: Bool {
        let isSSH = ["SSH_CONNECTION", "SSH_TTY"].contains { environment[$0]?.isEmpty == false }
        let hasDisplay = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
        return isSSH && !hasDisplay
    }

    /// Opens a page.
    ///
    /// - Parameter url: The URL, which the program is started with as an argument.
    /// - Returns: Whether a program was started.
    func open(_ url: String) -> Bool {
        candidates.contains { start($0, url) }
    }

    /// The commands to try: those of `BROWSER`, separated by colons, and the system's.
    private var candidates: [[String]] {
        let chosen = (environment["BROWSER"] ?? "").split(separator: ":")
            .map { $0.split(separator: " ").map(String.init) }
        #if os(macOS)
        return chosen + [["/usr/bin/open"]]
        #else
        return chosen + [["xdg-open"]]
        #endif
    }

    private func start(_ command: [String], _ url: String) -> Bool {
        guard let name = command.first, let path = executable(name) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        var arguments = command.dropFirst().map { $0.replacing("%s", with: url) }
        if !command.contains(where: { $0.contains("%s") }) { arguments.append(url) }
        process.arguments = arguments
        // The credentials of the tool are not those of the browser.
        process.environment = environment.filter { !$0.key.hasPrefix("OAUTH1_") }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return (try? process.run()) != nil
    }

    private func executable(_ name: String) -> String? {
        let folders = name.contains("/") ? [""] : (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
        return folders.map { "\($0)\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
#endif
