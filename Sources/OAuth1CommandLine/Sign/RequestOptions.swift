//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client

/// The options for the parts of a request: query, header fields and body.
struct RequestOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A query parameter, not percent-encoded. Can be repeated.", valueName: "name=value")
    )
    var query: [String] = []

    @Option(
        name: [.customShort("d"), .customLong("data")],
        parsing: .singleValue,
        help: ArgumentHelp("A form field, not percent-encoded. Can be repeated.", valueName: "name=value")
    )
    var data: [String] = []

    @Option(
        help: ArgumentHelp("A JSON body: the text, @ and a file, or - for standard input.", valueName: "text|@file|-")
    )
    var json: String?

    @Option(
        name: [.customShort("F"), .customLong("form")],
        parsing: .singleValue,
        help: ArgumentHelp(
            "A part of a multipart form: a text, or @ and a file to stream, with ;type= and ;filename= if they matter. "
                + "Can be repeated.",
            valueName: "name=value|name=@file"
        )
    )
    var form: [String] = []

    @Option(
        help: ArgumentHelp("A file with the request body. Use - for standard input.", valueName: "file"),
        completion: .file()
    )
    var bodyFile: String?

    @Option(help: ArgumentHelp("The media type of the body. Required with --body-file.", valueName: "type"))
    var contentType: String?

    @Option(
        name: [.customShort("H"), .customLong("header")],
        parsing: .singleValue,
        help: ArgumentHelp(
            "A header field, or @ and a file with one per line, for fields that are secret. Can be repeated.",
            valueName: "name: value|@file"
        )
    )
    var header: [String] = []

    /// Whether one of the options reads standard input.
    var readsStandardInput: Bool { bodyFile == "-" || json == "-" || form.contains { $0.hasSuffix("=@-") } }

    func validate() throws {
        let bodies: [(String, Bool)] = [
            ("-d", !data.isEmpty), ("--json", json != nil), ("-F", !form.isEmpty), ("--body-file", bodyFile != nil),
        ]
        let given = bodies.filter(\.1).map(\.0)
        if given.count > 1 { throw ValidationError("Use either \(given[0]) or \(given[1]), not both.") }
        if contentType != nil, json == nil, bodyFile == nil {
            throw ValidationError(
                given.first.map { "--content-type can't be used with \($0), which sets it." }
                    ?? "--content-type can only be used with --body-file or --json."
            )
        }
        _ = try fields(data, of: "-d")
        _ = try fields(query, of: "--query")
        _ = try fields(form, of: "-F")
    }

    /// The query parameters.
    func parameters() throws -> OAuth1Parameters { OAuth1Parameters(try fields(query, of: "--query")) }

    /// Takes fields apart at their first equals sign.
    func fields(_ texts: [String], of option: String) throws -> [OAuth1Parameter] {
        try texts.map { text in
            // By bytes, because a combining mark after the equals sign makes another Character of it.
            let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw ValidationError(
                    "\(option) needs name=value, for example \(option) text=Hello. Found: "
                        + (text.isEmpty ? "an empty value" : text)
                )
            }
            return OAuth1Parameter(nameBytes: Array(parts[0]), valueBytes: Array(parts[1]))
        }
    }

    /// Warns of a form with a method whose bodies are ignored.
    func warn(of method: HTTPRequest.Method) {
        guard !data.isEmpty, method == .get || method == .head else { return }
        Diagnostics.warn(
            "-d sends a form in the body, which most servers ignore with \(method.rawValue); for a query use --query"
        )
    }
}
#endif
