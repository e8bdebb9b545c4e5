//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool

/// Reads records of comma-separated values (RFC 4180) one by one, in bounded memory.
///
/// A reader of this package, because SwiftCSV holds the whole text and all rows in memory, ends at the first malformed
/// row, and does not know the line of a row.
///
/// Strict: a quote within an unquoted field, and text after a closing quote, make a record malformed. After such a record
/// reading continues on the next line.
struct CSVReader {
    /// A record, with the number of its first line.
    enum Record: Equatable {
        case fields([String], line: Int)
        case malformed(String, line: Int)
    }

    private enum Problem: Error {
        case malformed(String)
    }

    /// The most bytes of a record, and the most fields.
    static let maximumBytes = 65_536
    static let maximumFields = 1_000
    private static let loneReturn = "it has a carriage return without a line feed"

    private var bytes: ByteReader
    private var line = 1

    init(_ bytes: ByteReader) {
        self.bytes = bytes
    }

    /// The next record, or `nil` at the end; empty lines are skipped.
    mutating func next() throws -> Record? {
        while let byte = try bytes.peek() {
            let first = line
            switch byte {
            case UInt8(ascii: "\n"): try skipLine(after: bytes.next())
            case UInt8(ascii: "\r"):
                _ = try bytes.next()
                let isAlone = try bytes.peek() != UInt8(ascii: "\n")
                try skipLine(after: byte)
                if isAlone { return .malformed(CSVReader.loneReturn, line: first) }
            default:
                do {
                    return .fields(try record(), line: first)
                } catch Problem.malformed(let reason) {
                    return .malformed(reason, line: first)
                }
            }
        }
        return nil
    }

    private mutating func record() throws -> [String] {
        var (fields, field, size): ([String], [UInt8], Int) = ([], [], 0)
        /// Within quotes, after the closing quote, or neither.
        enum Place { case start, unquoted, quoted, closed }
        var place = Place.start
        func finish() throws {
            guard fields.count < CSVReader.maximumFields else {
                throw Problem.malformed("it has more than \(CSVReader.maximumFields) fields")
            }
            guard let text = String(validating: field, as: UTF8.self) else {
                throw Problem.malformed("it is not UTF-8")
            }
            fields.append(text)
            field = []
        }
        while let byte = try bytes.next() {
            size += 1
            if size > CSVReader.maximumBytes {
                try skipLine(after: byte)
                throw Problem.malformed("it is longer than the limit of \(CSVReader.maximumBytes) bytes")
            }
            if place == .quoted {
                if byte == UInt8(ascii: "\"") {
                    place = .closed
                } else {
                    if byte == UInt8(ascii: "\n") { line += 1 }
                    field.append(byte)
                }
                continue
            }
            switch byte {
            case UInt8(ascii: ","):
                do { try finish() } catch { return try fail(error, after: byte) }
                place = .start
            case UInt8(ascii: "\n"):
                line += 1
                try finish()
                return fields
            case UInt8(ascii: "\r"):
                guard try bytes.peek() == UInt8(ascii: "\n") else {
                    return try fail(Problem.malformed(CSVReader.loneReturn), after: byte)
                }
            case UInt8(ascii: "\"") where place == .start: place = .quoted
            case UInt8(ascii: "\"") where place == .closed:
                place = .quoted
                field.append(byte)
            case _ where place == .closed:
                return try fail(Problem.malformed("it has text after a closing quote"), after: byte)
            case UInt8(ascii: "\""):
                return try fail(Problem.malformed("it has a quote within a field without quotes"), after: byte)
            default:
                place = .unquoted
                field.append(byte)
            }
        }
        guard place != .quoted else { throw Problem.malformed("a quote is not closed before the end of the file") }
        try finish()
        return fields
    }

    /// Continues on the next line, and throws the error.
    private mutating func fail(_ error: any Error, after byte: UInt8) throws -> [String] {
        try skipLine(after: byte)
        throw error
    }

    private mutating func skipLine(after byte: UInt8?) throws {
        var last: UInt8? = byte
        while let byte = last, byte != UInt8(ascii: "\n") { last = try bytes.next() }
        if last != nil { line += 1 }
    }
}
#endif
