//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Fields of bodies that are not signed, for clients that sign them anyway.
extension DiagnosedRequest {
    /// The most bytes of a body whose fields are read.
    private static let maximumBytes = 65_536
    /// The most fields that are read.
    private static let maximumFields = 256

    private var otherBody: [UInt8]? {
        guard case .other(let bytes) = incoming.body, !bytes.isEmpty, bytes.count <= DiagnosedRequest.maximumBytes
        else {
            return nil
        }
        return bytes
    }

    /// The fields of a JSON object whose values are not nested, with `true` as `True` if a client in Python writes it so.
    func jsonFields(capitalizesBooleans: Bool) -> [StepParameter] {
        guard let bytes = otherBody, bytes.trimmed.first == UInt8(ascii: "{"),
            let fields = try? JSONDecoder().decode([String: JSONField].self, from: Data(bytes)),
            fields.count <= DiagnosedRequest.maximumFields
        else {
            return []
        }
        return fields.compactMap { name, field in
            field.text(capitalizesBooleans: capitalizesBooleans)
                .map { .added(Array(name.utf8), Array($0.utf8)) }
        }
    }

    /// The text fields of a `multipart/form-data` body, without files.
    func multipartFields() -> [StepParameter] {
        guard let bytes = otherBody, let boundary = multipartBoundary else { return [] }
        let delimiter = Array("--".utf8) + boundary
        var fields: [StepParameter] = []
        for part in bytes[...].split(atEach: delimiter).dropFirst().prefix(DiagnosedRequest.maximumFields) {
            let pieces = part.split(atEach: Array("\r\n\r\n".utf8), once: true)
            guard pieces.count == 2 else { continue }
            let head = String(decoding: pieces[0], as: UTF8.self)
            guard let name = DiagnosedRequest.quotedValue(of: "name", in: head),
                DiagnosedRequest.quotedValue(of: "filename", in: head) == nil
            else {
                continue
            }
            var value = Array(pieces[1])
            if value.suffix(2) == [0x0D, 0x0A] { value.removeLast(2) }
            fields.append(.added(Array(name.utf8), value))
        }
        return fields
    }

    /// The body read as a form, if it can be one.
    func bodyAsForm() -> [StepParameter] {
        guard let bytes = otherBody else { return [] }
        let pairs = OAuth1Parameters(formEncoded: bytes)
        guard pairs.count <= DiagnosedRequest.maximumFields else { return [] }
        return pairs.map { .added($0.nameBytes, $0.valueBytes) }
    }

    private var multipartBoundary: [UInt8]? {
        guard let type = field("Content-Type"), type.utf8.count < 1_024,
            type.lowercased().hasPrefix("multipart/form-data")
        else {
            return nil
        }
        for parameter in type.split(separator: ";").dropFirst() {
            let sides = parameter.split(separator: "=", maxSplits: 1).map { Array($0.utf8).trimmed }
            guard sides.count == 2, String(decoding: sides[0], as: UTF8.self).lowercased() == "boundary" else {
                continue
            }
            return sides[1].filter { $0 != 0x22 }
        }
        return nil
    }

    /// The value of a parameter in quotes, such as that of `name` in a Content-Disposition field.
    private static func quotedValue(of name: String, in head: String) -> String? {
        for piece in head.split(separator: ";").dropFirst() {
            let text = piece.drop { $0 == " " }
            guard text.hasPrefix("\(name)=\"") else { continue }
            return text.dropFirst(name.utf8.count + 2).split(separator: "\"", omittingEmptySubsequences: false).first
                .map(String.init)
        }
        return nil
    }
}

/// A value of a JSON object that has a text, or one that has none.
private enum JSONField: Decodable {
    case text(String)
    case boolean(Bool)
    case other

    init(from decoder: any Decoder) throws {
        guard let container = try? decoder.singleValueContainer() else {
            self = .other
            return
        }
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .text("\(value)")
        } else if let value = try? container.decode(Double.self) {
            self = .text("\(value)")
        } else {
            self = .other
        }
    }

    func text(capitalizesBooleans: Bool) -> String? {
        switch self {
        case .text(let text): text
        case .boolean(let value): capitalizesBooleans ? (value ? "True" : "False") : "\(value)"
        case .other: nil
        }
    }
}

extension ArraySlice<UInt8> {
    /// Splits the bytes at a text of at most 1,024 bytes, such as a boundary.
    fileprivate func split(atEach separator: [UInt8], once: Bool = false) -> [ArraySlice<UInt8>] {
        guard let first = separator.first else { return [self] }
        var parts: [ArraySlice<UInt8>] = []
        var (start, index) = (startIndex, startIndex)
        while index < endIndex {
            if self[index] == first, self[index...].starts(with: separator) {
                parts.append(self[start..<index])
                index += separator.count
                start = index
                if once { break }
            } else {
                index += 1
            }
        }
        return parts + [self[start...]]
    }
}
