//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import Testing

/// Reads the sources, so that an error type of tomorrow is looked at, too.
@Suite("Errors in words for people")
struct LocalizedErrorTests {
    /// The text of all Swift files of the package, or of one folder.
    private func sources(_ folder: String = "") throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/\(folder)")
            .standardized
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        let texts = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
        #expect(texts.count > (folder.isEmpty ? 100 : 1))
        return texts
    }

    @Test("Every public error type has LocalizedError")
    func allTypes() throws {
        let texts = try sources()
        var types: Set<String> = []
        for line in texts.flatMap({ $0.split(separator: "\n") }) {
            let pattern = /^\s*public (?:struct|enum|final class|class|actor) (\w+): (.*)\{/
            guard let match = line.prefixMatch(of: pattern) else { continue }
            let protocols = match.2.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            if protocols.contains(where: { $0 == "Error" || $0.hasSuffix("ResponseError") }) {
                types.insert(String(match.1))
            }
        }
        // Those that are known, so that the pattern can't find nothing.
        #expect(
            types.isSuperset(of: ["OAuth1Error", "OAuth1ClientError", "OAuth1ServerError", "OAuth1WebError", "Failure"])
        )
        let all = texts.joined(separator: "\n")
        for type in types {
            let extensions = try Regex(#"extension (?:\w+\.)?\#(type): LocalizedError"#)
            #expect(all.contains(extensions), "\(type) has no LocalizedError")
        }
    }

    @Test("Every error that the client makes says what to do")
    func suggestions() throws {
        var count = 0
        for text in try sources() {
            // Code that creates an error does not use it.
            for start in text.ranges(of: "OAuth1ClientError(") {
                let arguments = Self.arguments(of: text[start.upperBound...])
                guard arguments.first == "." || arguments.first?.isWhitespace == true else { continue }
                count += 1
                let helps = ["recoverySuggestion:", "response:", "redirect:"].contains { arguments.contains($0) }
                #expect(helps, "\(arguments)")
            }
        }
        #expect(count > 30)
    }

    @Test("A provider's errors for strangers name no Swift API: they use any language")
    func strangers() throws {
        var count = 0
        for folder in [
            "OAuth1/BaseString", "OAuth1/Callbacks", "OAuth1/Encoding", "OAuth1/Parameters", "OAuth1/Verification",
            "OAuth1Server", "FlyingFoxOAuth1",
        ] {
            for text in try sources(folder)
            where !text.contains(": LocalizedError") && !text.contains("struct OAuth1Issued") {
                // Sentences go through several functions. A literal without a blank is not part of one, and one that starts
                // with the name of a type and a bracket is a description.
                let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
                for literal in code.flatMap({ $0.matches(of: /"((?:[^"\\]|\\.)*)"/) }) {
                    let words = literal.1.replacing(/\\\([^()]*(?:\([^()]*\))?[^()]*\)/, with: "")
                    guard words.contains(" "), !words.contains(/^OAuth1\w+\(/) else { continue }
                    count += 1
                    #expect(!words.contains(/OAuth1[A-Z]|[a-z][A-Z]/), "\(words)")
                }
            }
        }
        #expect(count > 150)
    }

    /// The text up to the bracket that closes the arguments.
    private static func arguments(of text: Substring) -> Substring {
        var depth = 1
        let end = text.firstIndex { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return depth == 0
        }
        return text[..<(end ?? text.endIndex)]
    }

    @Test(
        "localizedDescription is a sentence with the reason, and every code has a reason and advice",
        arguments: [
            OAuth1Error.Code.invalidURL, .invalidAuthority, .limitExceeded, .duplicateParameter, .missingParameter,
            .invalidParameter, .malformedHeader, .unsupportedPlacement, .unsupportedVersion,
            .unsupportedSignatureMethod,
            .invalidKey, .signingFailed, .asynchronousMethod, .invalidSignature, .bodyHashMismatch,
        ]
    )
    func core(code: OAuth1Error.Code) {
        let error: any Error = OAuth1Error(code, "the key has no end")
        #expect(error.localizedDescription == "The key has no end.")
        let localized = error as? any LocalizedError
        #expect(localized?.failureReason?.hasSuffix(".") == true)
        #expect(localized?.recoverySuggestion?.hasSuffix(".") == true)
    }

    @Test("A sentence that starts with the name of a parameter keeps it as it is")
    func names() {
        #expect(
            (OAuth1Error(.invalidParameter, "oauth_nonce is empty") as any Error).localizedDescription
                == "oauth_nonce is empty."
        )
    }
}
