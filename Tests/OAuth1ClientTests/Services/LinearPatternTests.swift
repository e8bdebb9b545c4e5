//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import OAuth1Client

@Suite("Patterns of variables")
struct LinearPatternTests {
    @Test(
        "A pattern matches what a regular expression matches",
        arguments: [
            ("[A-Za-z0-9._-]+", ["a.b-c_9"], ["", "a b", "é"]),
            ("[A-Za-z0-9]+([_-][A-Za-z0-9]+)?", ["123", "123_SB1"], ["123_", "_1", "1-2-3"]),
            ("wc/v[0-9]+", ["wc/v3"], ["wc/v", "wcv3"]),
            ("^(a|bc)*d{2,3}$", ["dd", "abcddd", "aadd"], ["d", "dddd", "abdd"]),
            ("a{3}", ["aaa"], ["aa", "aaaa"]), ("a{2,}?", ["aa", "aaaaa"], ["a"]), ("(?:x|)y", ["xy", "y"], ["x"]),
            (#"\d+\.\w\S[^x\]]"#, ["1.a-y"], ["1xa-y", "1.a-x", "1.a-]"]), ("a.c", ["abc", "aéc"], ["ac", "a\nc"]),
            ("", [""], ["a"]),
        ]
    )
    func matching(pattern: String, matches: [String], others: [String]) throws {
        let linear = try #require(LinearPattern(pattern))
        for value in matches { #expect(linear.matches(value), "\(value)") }
        for value in others { #expect(!linear.matches(value), "\(value)") }
    }

    @Test(
        "A pattern outside the subset is rejected",
        arguments: [
            "(", ")", "[", "[z-a]", "a**", "a++", "*a", #"(a)\1"#, "(?=a)", "(?i)a", #"\bx"#, #"\p{L}"#, "a{2",
            "a{3,2}",
            "a{999}", "[[:alpha:]]", "a$b", "x^y", "((a{200}){200}){200}", "a{,2}",
        ]
    )
    func unsupported(pattern: String) {
        #expect(LinearPattern(pattern) == nil)
    }

    @Test(
        "A pattern that others search for years is decided by following each way once",
        .timeLimit(.minutes(1)),
        arguments: [
            "(a|a)*b", "(a|ab)*c", "(a*)*b", "(a+)+b",
            String(repeating: "a?", count: 60) + String(repeating: "a", count: 60) + "b", "(a?){100}b",
        ]
    )
    func exponential(pattern: String) throws {
        let linear = try #require(LinearPattern(pattern))
        #expect(!linear.matches(String(repeating: "a", count: 2_048)))
    }

    @Test("Repetitions of nothing have a limit, too", arguments: ["(((){256}){256}){256}", "(((|){256}){256}){256}"])
    func nothing(pattern: String) {
        #expect(LinearPattern(pattern) == nil)
    }

    @Test("A service can have no pattern that takes long", .timeLimit(.minutes(1)))
    func services() throws {
        for pattern in [
            "(a|a)*b", "(a|ab)*c", String(repeating: "a?", count: 30) + String(repeating: "a", count: 30), #"(a)\1"#,
        ] {
            var service = OAuth1Service(id: "x", name: "X", flow: .consumerOnly)
            service.variables = [OAuth1Service.Variable("v", pattern: pattern)]
            #expect(throws: OAuth1ServiceError.self) {
                _ = try VariableValues(service, given: ["v": String(repeating: "a", count: 128)], environment: nil)
            }
        }
    }
}
