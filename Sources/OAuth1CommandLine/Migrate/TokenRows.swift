//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1

/// The rows of an input of CSV or JSON Lines, read one by one.
struct TokenRows {
    /// The format of an input.
    enum Format: String, CaseIterable, Sendable {
        case csv
        case jsonl
    }

    /// A row, or why there is none on a line.
    enum Element {
        case row(TokenRow)
        case malformed(line: Int, reason: String)
    }

    private enum Reader {
        case csv(CSVReader, token: Int, secret: Int, account: Int?, count: Int)
        case lines(ByteReader, line: Int)
    }

    private var reader: Reader
    private let columns: TokenColumns

    /// Reads the start of an input.
    ///
    /// - Parameters:
    ///   - handle: The input.
    ///   - name: Its name, for errors.
    ///   - format: The format, or `nil` to find it by the first character.
    ///   - columns: The names of the values.
    /// - Throws: ``CommandFailure`` if the header lacks a column.
    init(_ handle: FileHandle, name: String, format: Format?, columns: TokenColumns) throws {
        self.columns = columns
        var bytes = ByteReader(handle)
        try bytes.skip([0xEF, 0xBB, 0xBF])
        let found = try format ?? (bytes.peek() == UInt8(ascii: "{") ? .jsonl : .csv)
        guard found == .csv else {
            reader = .lines(bytes, line: 0)
            return
        }
        var csv = CSVReader(bytes)
        let header: [String]
        switch try csv.next() {
        case .fields(let fields, _): header = fields
        case .malformed(let reason, let line):
            throw CommandFailure(.unreadableInput, "--input: \(name) has a malformed header on line \(line): \(reason)")
        case nil: throw CommandFailure(.unreadableInput, "--input: \(name) is empty")
        }
        func column(_ names: [String], _ what: String, _ option: String) throws -> Int {
            if let index = TokenColumns.index(of: names, in: header) { return index }
            throw CommandFailure(
                .unreadableInput,
                "--input: the first line of \(name) names no column for the \(what). Expected \(names.joined(separator: ", "))",
                advice: "Add a header with the names of the columns, or pass \(option)"
            )
        }
        reader = .csv(
            csv,
            token: try column(columns.tokenNames, "token", "--token-column"),
            secret: try column(columns.secretNames, "token secret", "--secret-column"),
            account: columns.accountColumn == nil
                ? TokenColumns.index(of: columns.accountNames, in: header)
                : try column(columns.accountNames, "account", "--account-column"),
            count: header.count
        )
    }

    /// The next row, or `nil` at the end.
    mutating func next() throws -> Element? {
        switch reader {
        case .csv(var csv, let token, let secret, let account, let count):
            let record = try csv.next()
            reader = .csv(csv, token: token, secret: secret, account: account, count: count)
            switch record {
            case nil: return nil
            case .malformed(let reason, let line): return .malformed(line: line, reason: reason)
            case .fields(let fields, let line):
                guard fields.count == count else {
                    return .malformed(
                        line: line,
                        reason:
                            "it has \(fields.count) \(fields.count == 1 ? "field" : "fields"), and the header has \(count)"
                    )
                }
                return TokenRows.element(line, account.map { fields[$0] }, fields[token], fields[secret])
            }
        case .lines(var bytes, var number):
            defer { reader = .lines(bytes, line: number) }
            while let line = try bytes.line(upTo: CSVReader.maximumBytes) {
                number += 1
                if line.isTooLong {
                    return .malformed(
                        line: number,
                        reason: "it is longer than the limit of \(CSVReader.maximumBytes) bytes"
                    )
                }
                guard line.bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { continue }
                return element(line.bytes, number)
            }
            return nil
        }
    }

    /// Reads a JSON object.
    private func element(_ bytes: [UInt8], _ line: Int) -> Element {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes)), let object = value as? [String: Any]
        else {
            return .malformed(line: line, reason: "it is not a JSON object")
        }
        func first(_ names: [String]) -> Any? { names.lazy.compactMap { object[$0] }.first }
        let account = first(columns.accountNames)
        return TokenRows.element(
            line,
            account as? String ?? (account as? NSNumber)?.stringValue,
            first(columns.tokenNames) as? String,
            first(columns.secretNames) as? String
        )
    }

    private static func element(_ line: Int, _ account: String?, _ token: String?, _ secret: String?) -> Element {
        do {
            return .row(try TokenRow(line: line, account: account, token: token, secret: secret))
        } catch {
            return .malformed(line: line, reason: error.reason)
        }
    }
}
#endif
