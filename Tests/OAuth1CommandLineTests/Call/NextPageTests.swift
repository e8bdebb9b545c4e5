//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import Testing

@testable import OAuth1CommandLine

@Suite("The link to the next page")
struct NextPageTests {
    private func next(_ links: String..., at url: String = "https://api.example.com/v1/notes?page=1") throws -> String?
    {
        var head = HTTPResponse(status: .ok)
        for link in links {
            head.headerFields.append(HTTPField(name: try #require(HTTPField.Name("Link")), value: link))
        }
        return try NextPage(after: head, at: url)?.url
    }

    @Test("The first link with the relation next is found, whatever surrounds it")
    func found() throws {
        #expect(try next("<?page=2>; rel=next") == "https://api.example.com/v1/notes?page=2")
        #expect(try next("</a>; rel=\"prev\", </b>;rel=\"last NEXT\"") == "https://api.example.com/b")
        #expect(
            try next("</a>; title=\"x, </c>; rel=next\"; rel=first", "</b>; rel = next") == "https://api.example.com/b"
        )
        #expect(try next("<https://API.example.com:443/b>; rel=next") == "https://API.example.com:443/b")
        #expect(try next("</b?oauth_signature=x&a=1>; rel=next") == "https://api.example.com/b?a=1")
    }

    @Test("Without such a link there is no next page")
    func none() throws {
        #expect(try next() == nil)
        #expect(try next("</a>; rel=prev", "</b>; title=next", "</c>; rel=prev; rel=next", "</d", "") == nil)
        #expect(try next("</a>; rel=\"next") == "https://api.example.com/a")
    }

    @Test(
        "A link to another origin is not followed",
        arguments: [
            "//other.example/", "http://api.example.com/b", "https://api.example.com:8443/",
            "https://a@api.example.com/",
        ]
    )
    func foreign(target: String) {
        #expect(throws: CommandFailure.self) { try next("<\(target)>; rel=next") }
    }
}
#endif
