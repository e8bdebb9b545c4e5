//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// JSON with indentation and colors.
///
/// Numbers, names and their order are as they were: nothing is decoded.
struct JSONText {
    /// The deepest indentation, so that the output is not much larger than the JSON.
    private static let maximumLevels = 24
    private static let chunkBytes = 65_536
    /// The largest JSON that is indented: the parser that checks it needs thirty times the memory.
    static let maximumBytes = 4 * 1_024 * 1_024

    let style: TerminalStyle

    /// Writes a body in chunks, and returns whether it is a JSON object or array that can be indented.
    func write(_ body: [UInt8], to output: ([UInt8]) throws -> Void) throws -> Bool {
        let first = body.first { !JSONText.isSpace($0) }
        guard body.count <= JSONText.maximumBytes, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            (try? JSONSerialization.jsonObject(with: Data(body))) != nil
        else { return false }
        var (chunk, index, level) = ("", 0, 0)
        while let token = JSONText.token(in: body, at: &index) {
            let next = JSONText.nextByte(in: body, from: index)
            switch token.first {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                level += 1
                chunk += text(token)
                if next != UInt8(ascii: "}"), next != UInt8(ascii: "]") { chunk += JSONText.line(level) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                level -= 1
                chunk += text(token)
            case UInt8(ascii: ","): chunk += "," + JSONText.line(level)
            case UInt8(ascii: ":"): chunk += ": "
            case UInt8(ascii: "\""): chunk += style.apply(next == UInt8(ascii: ":") ? .cyan : .green, text(token))
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): chunk += style.apply(.dim, text(token))
            default: chunk += style.apply(.bold, text(token))
            }
            let isValueEnd = ![UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: ":")]
                .contains(token.first)
            if isValueEnd, next == UInt8(ascii: "}") || next == UInt8(ascii: "]") { chunk += JSONText.line(level - 1) }
            if chunk.utf8.count >= JSONText.chunkBytes {
                try output(Array(chunk.utf8))
                chunk = ""
            }
        }
        try output(Array((chunk + "\n").utf8))
        return true
    }

    private func text(_ token: ArraySlice<UInt8>) -> String {
        VisibleText.escaping(String(decoding: token, as: UTF8.self))
    }

    private static func line(_ level: Int) -> String {
        "\n" + String(repeating: "  ", count: min(level, maximumLevels))
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func nextByte(in body: [UInt8], from index: Int) -> UInt8? {
        body[index...].first { !isSpace($0) }
    }

    /// The token at a place of a text that is known to be JSON, and the place after it.
    private static func token(in body: [UInt8], at index: inout Int) -> ArraySlice<UInt8>? {
        while index < body.count, isSpace(body[index]) { index += 1 }
        guard index < body.count else { return nil }
        let start = index
        index += 1
        switch body[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
            UInt8(ascii: ":"):
            break
        case UInt8(ascii: "\""):
            while index < body.count, body[index] != UInt8(ascii: "\"") {
                index += body[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            index = min(index + 1, body.count)
        default:
            while index < body.count, !isSpace(body[index]), !",]}:".utf8.contains(body[index]) { index += 1 }
        }
        return body[start..<index]
    }
}
#endif
