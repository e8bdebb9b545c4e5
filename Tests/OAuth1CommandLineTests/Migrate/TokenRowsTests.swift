//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1
import Testing

@testable import OAuth1CommandLine

@Suite("The input of a migration")
struct TokenRowsTests {
    private static func csv(_ text: String) throws -> [CSVReader.Record] {
        try csv(Data(text.utf8))
    }

    private static func csv(_ data: Data) throws -> [CSVReader.Record] {
        try withHandle(data) { handle in
            var reader = CSVReader(ByteReader(handle))
            var records: [CSVReader.Record] = []
            while let record = try reader.next() { records.append(record) }
            return records
        }
    }

    private static func withHandle<Value>(_ data: Data, _ use: (FileHandle) throws -> Value) throws -> Value {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try use(try FileHandle(forReadingFrom: file))
    }

    /// The rows of an input, as text.
    private static func rows(_ text: String, _ columns: [String] = []) throws -> [String] {
        try withHandle(Data(text.utf8)) { handle in
            var rows = try TokenRows(handle, name: "input", format: nil, columns: TokenColumns.parse(columns))
            var found: [String] = []
            while let element = try rows.next() {
                switch element {
                case .row(let row):
                    found.append("\(row.line) \(row.account ?? "-") \(row.token.token) \(row.token.secret.reveal())")
                case .malformed(let line, let reason): found.append("\(line): \(reason)")
                }
            }
            return found
        }
    }

    @Test("Quoted fields have commas, quotes and line breaks, lines end in LF or CRLF, and empty ones are skipped")
    func quoting() throws {
        let records = try TokenRowsTests.csv("a,\"b,\"\"c\"\"\",\r\n\r\n\"d\ne\",f,g\n\nh,i,j")
        #expect(
            records == [
                .fields(["a", "b,\"c\"", ""], line: 1), .fields(["d\ne", "f", "g"], line: 3),
                .fields(["h", "i", "j"], line: 6),
            ]
        )
    }

    @Test("What RFC 4180 does not allow makes a row malformed, and the next line is read again")
    func malformed() throws {
        let records = try TokenRowsTests.csv("a\"b,c\n\"a\"b,c\na\rb\nd,e\n\r\rf\n\"open")
        #expect(
            records == [
                .malformed("it has a quote within a field without quotes", line: 1),
                .malformed("it has text after a closing quote", line: 2),
                .malformed("it has a carriage return without a line feed", line: 3), .fields(["d", "e"], line: 4),
                .malformed("it has a carriage return without a line feed", line: 5),
                .malformed("a quote is not closed before the end of the file", line: 6),
            ]
        )
        #expect(try TokenRowsTests.csv(Data([0xFF, 0x2C, 0x61, 0x0A, 0x62])).count == 2)
    }

    @Test("A line that is longer than the limit is skipped, quoted or not, in bounded memory")
    func longLines() throws {
        let long = String(repeating: "x", count: 3 * CSVReader.maximumBytes)
        let reason = "it is longer than the limit of \(CSVReader.maximumBytes) bytes"
        for text in ["\(long)\nd,e", "\"\(long)\",f\nd,e"] {
            #expect(try TokenRowsTests.csv(text) == [.malformed(reason, line: 1), .fields(["d", "e"], line: 2)])
        }
        let lines = "{\"token\":\"\(long)\"}\n{\"token\":\"t\",\"secret\":\"s\"}"
        #expect(try TokenRowsTests.rows(lines) == ["1: \(reason)", "2 - t s"])
        let commas = String(repeating: ",", count: CSVReader.maximumFields + 1)
        #expect(
            try TokenRowsTests.csv("\(commas)\na") == [
                .malformed("it has more than \(CSVReader.maximumFields) fields", line: 1), .fields(["a"], line: 2),
            ]
        )
    }

    @Test("Columns are found by their names after a byte order mark, in any order and case, or named by options")
    func columns() throws {
        let text = "\u{FEFF}Note, User_ID ,OAUTH_TOKEN_SECRET,oauth_token\nn,7,s,t\n"
        #expect(try TokenRowsTests.rows(text) == ["2 7 t s"])
        #expect(
            try TokenRowsTests.rows("a,b,c\n1,2,3", ["--token-column", "c", "--secret-column", "A"]) == ["2 - 3 1"]
        )
        #expect(throws: CommandFailure.self) { try TokenRowsTests.rows("a,b\n1,2") }
        #expect(throws: CommandFailure.self) { try TokenRowsTests.rows("") }
        #expect(throws: (any Error).self) {
            try TokenRowsTests.rows("a,b\n1,2", ["--token-column", "a", "--secret-column", "A"])
        }
    }

    @Test("A value with traces of copying, with control characters, or of another type is malformed and not shown")
    func values() throws {
        let rows = try TokenRowsTests.rows("token,secret,account\nt-1 ,s,\n\"t\n2\",s,\nt3,s,\u{1B}[2J\nt4,,a\n")
        #expect(rows.count == 4 && rows[3] == "5 a t4 " || rows.last == "6 a t4 ")
        #expect(rows.dropLast().allSatisfy { $0.contains(": the ") && !$0.contains("t-1") })
        let lines = "{\"token\":[1],\"secret\":\"s\"}\n{\"token\":\"t\",\"secret\":\"s\",\"id\":12}"
        #expect(try TokenRowsTests.rows(lines) == ["1: the token is missing", "2 12 t s"])
    }

    @Test("A rate is a number for a second, a minute or an hour")
    func rate() {
        #expect(MigrationRate(argument: "10/s")?.interval == .milliseconds(100))
        #expect(MigrationRate(argument: "600/min")?.interval == .milliseconds(100))
        for text in ["", "10", "0/s", "-1/s", "10/day", "/s", "1/s/s", "10000000/s"] {
            #expect(MigrationRate(argument: text) == nil)
        }
    }
}
#endif
