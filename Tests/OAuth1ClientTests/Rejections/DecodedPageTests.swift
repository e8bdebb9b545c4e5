//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@testable import OAuth1Client

@Suite("Secrets in the entities and titles of pages")
struct DecodedPageTests {
    private static let secret = "hid&den \"s3cret\""

    /// Everything that an error shows of a page with a secret in its title, its heading and its text.
    private func shown(_ written: String, _ secret: String = secret, around text: String = "Got X here")
        throws -> String
    {
        let words = text.replacing("X", with: written)
        let page = "<html><title>\(words)</title><h1>\(words)</h1><p>\(words)</p>"
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: OAuth1Secret(secret)))
        var result = ""
        for status in [HTTPResponse.Status.ok, .unauthorized] {
            let error = try #require(
                #expect(throws: OAuth1ClientError.self) {
                    try flow.readRequestToken(OAuth1Response(status, [:], page), callback: .outOfBand)
                }
            )
            result += "\(error)\n\(error.reason)\n\(error.excerpt ?? "")\n"
        }
        return result
    }

    /// A text with each byte as an entity.
    private func entities(_ text: String, _ format: (UInt8) -> String) -> String {
        text.utf8.map(format).joined()
    }

    @Test("A secret in entities is hidden, however each character is written, once, twice and three times")
    func forms() throws {
        let decimal = entities(Self.secret) { "&#\($0);" }
        let hexadecimal = entities(Self.secret) { "&#x\(String($0, radix: 16));" }
        let named = Self.secret.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
            .replacing(" ", with: "&nbsp;")
        let one = Self.secret.replacing("h", with: "&#104;")
        for form in [decimal, hexadecimal, named, one, Self.secret] {
            var written = form
            for depth in 0..<3 {
                let text = try shown(written)
                for part in ["hid", "den", "s3cret", "&#104", "&#x68", "#104", "amp;den"] {
                    #expect(!text.contains(part), "\(part) \(depth): \(text)")
                }
                #expect(text.contains("<redacted> here"), "\(text)")
                written = written.replacing("&", with: "&amp;")
            }
        }
    }

    @Test("A secret that has the form of an entity does not appear by decoding it")
    func secretWithEntity() throws {
        for secret in ["hid&amp;den1234", "&#104;idden1234", "&lt;hidden1234&gt;", "hidden&nbsp;1234"] {
            for written in [secret, secret.replacing("&", with: "&amp;")] {
                let text = try shown(written, secret)
                #expect(!text.contains("1234") && !text.contains("hid"), "\(text)")
            }
        }
    }

    @Test("Blanks that decoding makes of a secret's blank don't split it")
    func blanks() throws {
        for blank in ["&nbsp;&nbsp;", "&#160;", "&#32;&#32;", " &nbsp; "] {
            let text = try shown("hidden\(blank)s3cret", "hidden s3cret")
            #expect(!text.contains("hidden") && !text.contains("s3cret"), "\(blank): \(text)")
        }
    }

    @Test(
        "The value of a secret's name is hidden, wherever the entities are",
        arguments: [
            "oauth_token_secret&#61;hid1den&#97;", "oauth_token_secret=&#104;id1den", "consumer&#95;secret: hid1den",
            "oauth_token_secret&amp;#61;hid1den", "oauth_token_secret&equals;hid1den",
        ]
    )
    func names(text: String) throws {
        let shown = try shown("", around: text)
        #expect(!shown.contains("hid1den"), "\(shown)")
    }

    @Test("A part of a secret is not shown where the text is cut, before or after it is decoded")
    func cut() throws {
        let secret = "hidden-secret-value"
        let written = entities(secret) { "&#000\($0);" }
        for length in stride(from: 6_600, through: 8_300, by: 101) {
            let page = "<html><p>" + String(repeating: "&nbsp;", count: length / 6) + written + written
            let excerpt = ServiceErrorText.excerpt(
                OAuth1Response(.unauthorized, [:], page),
                by: Redactor(hiding: [OAuth1Secret(secret)])
            )
            #expect(!excerpt.contains("hid"), "\(length): \(excerpt)")
            let titled = "<html><title>\(page.dropFirst(9))</title>"
            let title = ServiceErrorText.title(
                of: OAuth1Response(.unauthorized, [:], titled),
                by: Redactor(hiding: [OAuth1Secret(secret)]),
                limit: 100
            )
            #expect(title?.contains("hid") == false, "\(length): \(title ?? "")")
        }
    }

    @Test("Only the first 64 KiB of a page matter, and what is shown of it is short, whatever its entities are")
    func bounds() {
        for entity in ["&amp;", "&#97;", "&", "&#", "&#x", "&amp;amp;", "<b>&lt;", "&nbsp;", "&#1234567"] {
            let page = "<html><title>x</title>" + String(repeating: entity, count: 1_000_000 / entity.utf8.count)
            let excerpt = ServiceErrorText.excerpt(OAuth1Response(.unauthorized, [:], page), by: .byName)
            let start = String(decoding: page.utf8.prefix(65_536), as: UTF8.self)
            #expect(excerpt == ServiceErrorText.excerpt(OAuth1Response(.unauthorized, [:], start), by: .byName))
            #expect(excerpt.count <= 301)
        }
    }
}
