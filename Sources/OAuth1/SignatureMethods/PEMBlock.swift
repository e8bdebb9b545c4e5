//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// One block of a PEM file, from its `-----BEGIN` to its `-----END` (RFC 7468 section 2).
struct PEMBlock {
    /// The text between `-----BEGIN ` and `-----`.
    let label: Substring
    /// The lines without whitespace around them, labels included.
    let lines: ArraySlice<Substring>

    /// Whether it is encrypted in the older way, inside of PKCS#1.
    var isLegacyEncrypted: Bool { lines.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") } }

    /// The block as parsers expect it: an empty line after header fields (RFC 1421 section 4.4), and nowhere else.
    var text: String {
        let fields = lines.dropFirst().filter { $0.contains(":") }
        let content = lines.dropFirst().filter { !$0.contains(":") && !$0.isEmpty }
        let start = lines.prefix(1) + fields + (fields.isEmpty ? [] : [""])
        return (start + content).joined(separator: "\n") + "\n"
    }

    /// The bytes that its Base64 text represents, or `nil` if it is not one.
    var bytes: [UInt8]? {
        let content = lines.dropFirst().prefix { !$0.hasPrefix("-----END") }.filter { !$0.contains(":") }.joined()
        return withBytes(of: content) { Base64.decode($0) }
    }

    /// All blocks of a text, with the remarks between them left out.
    static func blocks(of text: String) -> [PEMBlock] {
        let lines = lines(of: text)
        var blocks: [PEMBlock] = []
        var index = 0
        while index < lines.count {
            guard let label = label(lines[index]) else {
                index += 1
                continue
            }
            // Up to the end of the block, or the start of the next one if the end got lost.
            var end = index + 1
            while end < lines.count, self.label(lines[end]) == nil {
                end += 1
                if lines[end - 1].hasPrefix("-----END") { break }
            }
            blocks.append(PEMBlock(label: label, lines: lines[index..<end]))
            index = end
        }
        return blocks
    }

    /// The lines, whatever ends them, without the whitespace that editors and YAML files put around them.
    private static func lines(of text: String) -> [Substring] {
        text.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map { Substring($0).trimmingBlanks() }
    }

    private static func label(_ line: Substring) -> Substring? {
        guard line.hasPrefix("-----BEGIN "), line.hasSuffix("-----"), line.utf8.count > 16 else { return nil }
        let label = line.dropFirst(11).dropLast(5)
        // A whole key on one line is not a label, and an error that shows one must not show the other.
        return label.contains("-----") ? nil : label
    }
}

extension Substring {
    /// The text without spaces, tabs, no-break spaces, byte order marks and zero-width spaces around it.
    fileprivate func trimmingBlanks() -> Substring {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.isBlank { scalars.removeFirst() }
        while let last = scalars.last, last.isBlank { scalars.removeLast() }
        return Substring(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool {
        switch value {
        case 0x20, 0x09, 0xA0, 0xFEFF, 0x200B: true
        default: false
        }
    }
}
