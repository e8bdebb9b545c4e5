//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The test vectors and keys that are bundled with the tests.
enum Vectors {
    /// Decodes a JSON file.
    static func load<Vector: Decodable>(_ name: String, as: Vector.Type = Vector.self) throws -> Vector {
        try JSONDecoder().decode(Vector.self, from: data(name))
    }

    /// The text of a key.
    static func key(_ name: String) throws -> String {
        String(decoding: try data("Keys/" + name), as: UTF8.self)
    }

    /// The bytes of a key in a binary format.
    static func keyBytes(_ name: String) throws -> [UInt8] { Array(try data("Keys/" + name)) }

    private static func data(_ name: String) throws -> Data {
        let folder = try #require(Bundle.module.resourceURL)
        return try Data(contentsOf: folder.appendingPathComponent("Vectors/" + name))
    }
}
