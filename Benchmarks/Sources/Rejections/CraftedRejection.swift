//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A body of 64 KiB, as much as is read of one, that is made to cost the client work.
struct CraftedRejection {
    let name: String
    let text: String

    init(_ name: String, _ start: String = "", repeating part: String) {
        self.name = name
        let count = (65_536 - start.utf8.count) / part.utf8.count
        text = start + String(repeating: part, count: count)
    }

    private static let problem = "oauth_problem=x&"
    private static let baseString = "GET&https%3A%2F%2Fphotos.example.net%2Fphotos&oauth_token_secret%3Dx"
    private static let encoded = "GET%26https%253A%252F%252Fphotos.example.net%26oauth_token_secret%253Dx"

    static let all = [
        CraftedRejection("quoted names", "base,http,", repeating: "\"secret\","),
        CraftedRejection("quoted names and values", "base,http,", repeating: "'secret' value=x "),
        CraftedRejection("lists", "base,http,", repeating: "[\"secret\",\"x\"],"),
        CraftedRejection("words with meaning", "base http ", repeating: "signature basestring password base string "),
        CraftedRejection("words of one byte", "base http ", repeating: "e "),
        CraftedRejection("long words", "base http ", repeating: String(repeating: "secretname", count: 6) + " "),
        CraftedRejection("percent signs of percent signs", "base http%25", repeating: "%2525252541"),
        CraftedRejection("percent-encoded", "base http ", repeating: "%25252525"),
        CraftedRejection("backslashes", "base http ", repeating: #"\\\\"#),
        CraftedRejection("JSON escapes", "base http ", repeating: #"\u005cu0025"#),
        CraftedRejection("entities", "base http ", repeating: "&amp;amp;amp;amp;"),
        CraftedRejection("numeric entities", "base http ", repeating: "&#38;#x26;"),
        CraftedRejection("unknown entities", "base http ", repeating: "&percnx;"),
        CraftedRejection("base strings", repeating: "base_string=\(baseString)&"),
        CraftedRejection("broken base strings", repeating: "base_string=GE7%26&"),
        CraftedRejection("encoded base strings", repeating: "base_string=\(encoded)&"),
        CraftedRejection("JSON base strings", "{", repeating: "\"base_string\":\"\(encoded)\","),
        CraftedRejection("one base string", "base_string=GET%25252526http", repeating: "%2525252541"),
        CraftedRejection("JSON names", "{\"base\":\"http\"", repeating: ",\"a\":1"),
        CraftedRejection("elements", "<base http>", repeating: "<secret><a><b><c><d>"),
        CraftedRejection("open elements", "<base http>", repeating: "<secret "),
        CraftedRejection("tags", "<base http>", repeating: "<b>"),
        CraftedRejection("hidden elements", "<html>base http", repeating: "<style></style>"),
        CraftedRejection("report without a value", "base <oauth_problem", repeating: " oauth_x"),
        CraftedRejection("report in a page", "<base http oauth_problem= ", repeating: "oauth_x=\"%2525\" "),
        CraftedRejection(
            "long parameters",
            problem,
            repeating: "oauth_x=" + String(repeating: "a%2525", count: 600) + "&"
        ),
        CraftedRejection("short parameters", problem, repeating: "oauth_x=secret&base&"),
        CraftedRejection("beginnings of a secret", "base http ", repeating: "kd94hf93k423kf4 "),
        CraftedRejection("joined secrets", "base http ", repeating: "a&kd94hf93k423kf44&"),
        CraftedRejection("digits and colons", "base http ", repeating: "\"code\": 3 "),
    ]
}
