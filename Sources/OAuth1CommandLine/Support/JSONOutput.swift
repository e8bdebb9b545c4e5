//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// JSON on standard output.
enum JSONOutput {
    /// Writes a value, indented, with its keys in order.
    ///
    /// Control characters that JSON may contain unescaped, but that a terminal would obey, are escaped as `\u009b`.
    static func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = VisibleText.escaping(String(decoding: try encoder.encode(value), as: UTF8.self))
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }
}
#endif
