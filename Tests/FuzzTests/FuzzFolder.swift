//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import FuzzTargets

/// The folder `Fuzz` of this repository.
enum FuzzFolder {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fuzz")

    /// The seeds and past failures of a target, in the order of their names.
    static func inputs(of target: FuzzTarget) throws -> [(name: String, isSeed: Bool, bytes: [UInt8])] {
        var inputs: [(name: String, isSeed: Bool, bytes: [UInt8])] = []
        for kind in ["Seeds", "Failures"] {
            let folder = root.appendingPathComponent("\(kind)/\(target.rawValue)")
            guard FileManager.default.fileExists(atPath: folder.path) else { continue }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
                let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
                inputs.append((name: "\(kind)/\(target.rawValue)/\(name)", isSeed: kind == "Seeds", bytes: bytes))
            }
        }
        return inputs
    }

    /// The names of the folders in one of the folders.
    static func names(in folder: String) throws -> Set<String> {
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return Set(names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") })
    }

    /// A text file of the package.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The name of a target as a part of its program's.
    static func capitalized(_ name: String) -> String {
        name == "url" ? "URL" : name.prefix(1).uppercased() + name.dropFirst()
    }
}
