//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// A path in a form in which paths are equal that some server takes for equal.
///
/// Servers decode escapes once or twice, take `\` for `/`, leave out empty segments, path parameters (`;x`), control
/// characters and dots at the end, and compare without regard to case.
struct ComparablePath: Hashable, Sendable {
    /// How often escapes are decoded: servers in a row do it once each.
    private static let maximumDecodings = 4

    /// The segments, dot segments resolved.
    let segments: [String]
    /// Whether there were dot segments.
    let hasDotSegments: Bool

    /// - Parameter path: A path without its query.
    init(_ path: String) {
        var bytes = Array(path.utf8)
        for _ in 0..<ComparablePath.maximumDecodings where bytes.contains(UInt8(ascii: "%")) {
            bytes = ComparablePath.decoded(bytes)
        }
        // Byte by byte: as a `Character`, a slash before a combining mark would not be found.
        let text = Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8)
        var segments: [String] = []
        var hasDotSegments = false
        for part in text.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
            let name = part.prefix { !";?#".utf8.contains($0) }.filter { $0 > 0x20 && $0 != 0x7F }
            switch String(decoding: name, as: UTF8.self) {
            case ".": hasDotSegments = true
            case "..":
                hasDotSegments = true
                _ = segments.popLast()
            case let segment:
                let end = segment.utf8.lastIndex { $0 != UInt8(ascii: ".") }
                if let end { segments.append(String(segment[...end])) }
            }
        }
        (self.segments, self.hasDotSegments) = (segments, hasDotSegments)
    }

    /// Decodes each escape once; other text stays, also if it is not UTF-8.
    static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        func digit(_ index: Int) -> Int? {
            index < bytes.count ? Character(UnicodeScalar(bytes[index])).hexDigitValue : nil
        }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), let high = digit(index + 1), let low = digit(index + 2) {
                result.append(UInt8(high * 16 + low))
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Whether the path has these segments, or also a format such as `.json` at its end.
    func matches(_ other: ComparablePath) -> Bool {
        segments.count == other.segments.count && ends(with: other)
    }

    /// Whether the last segments of the path are these, or also have a format such as `.json` at the end.
    func ends(with other: ComparablePath) -> Bool {
        guard let last = segments.last, let otherLast = other.segments.last else {
            return segments.isEmpty && other.segments.isEmpty
        }
        return segments.dropLast().reversed().starts(with: other.segments.dropLast().reversed())
            && (last == otherLast || last.hasPrefix(otherLast + "."))
    }

    /// Whether the first segments of the path are these.
    func starts(with other: ComparablePath) -> Bool { segments.starts(with: other.segments) }
}
#endif
