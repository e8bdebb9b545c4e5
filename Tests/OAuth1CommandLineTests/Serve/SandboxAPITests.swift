//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import Testing

@testable import OAuth1CommandLine

@Suite("The sample API of oauth1 serve")
struct SandboxAPITests {
    private let harness = LocalServiceHarness()

    @Test("Notes are added by form, query and JSON, listed, changed and deleted")
    func notes() async throws {
        let user = harness.user
        let url = harness.url("/api/notes")
        #expect(try await user.post(url, .form(["text": "a + ä"])).text == #"{"id":1,"text":"a + ä"}"#)
        let second = try await user.send(.post, url, parameters: ["text": "two"])
        #expect(second.status == .created)
        #expect(second.head.headerFields[.location] == "/api/notes/2")
        #expect(try await user.post(url, .json(#"{"text":"three"}"#)).status == .created)
        #expect(try await user.get(url + "/1").text == #"{"id":1,"text":"a + ä"}"#)
        #expect(try await user.get(url, parameters: ["q": "t"]).text.contains("three"))
        let put = try await user.send(.put, url + "/1", body: .form(["text": "new"]))
        #expect(put.text == #"{"id":1,"text":"new"}"#)
        #expect(try await user.send(.delete, url + "/1").status == .noContent)
        #expect(try await user.send(.delete, url, parameters: ["id": "2"]).status == .noContent)
        #expect(try await user.get(url).text == #"[{"id":3,"text":"three"}]"#)
        #expect(try await user.send(.head, url).status == .ok)
    }

    @Test("A long list has pages that name the next one")
    func pages() async throws {
        let user = harness.user
        for number in 1...5 { _ = try await user.post(harness.url("/api/notes"), .form(["text": "note \(number)&"])) }
        var url: String? = harness.url("/api/notes?limit=2&q=note+")
        var ids: [Int] = []
        while let next = url {
            let response = try await user.get(next)
            struct Note: Decodable { let id: Int }
            ids += try response.json([Note].self).map(\.id)
            let link = response.head.headerFields[values: HTTPField.Name("Link") ?? .location].first
            url = link.map { String($0.drop { $0 == "<" }.prefix { $0 != ">" }) }
        }
        #expect(ids == [1, 2, 3, 4, 5])
    }

    @Test(
        "Wrong calls are answered with what to do",
        arguments: [
            ("GET", "/api/unknown", "", "nothing at /api/unknown"), ("GET", "/api/notes/x", "", "nothing at"),
            ("GET", "/api/notes/1/2", "", "nothing at"), ("GET", "/api/notes/9", "", "no note 9"),
            ("POST", "/api/me", "", "GET"), ("POST", "/api/notes", "", "parameter text"),
            ("POST", "/api/notes/1", "text=a", "/api/notes/1"), ("PATCH", "/api/notes/1", "", "GET, POST, PUT, DELETE"),
            ("GET", "/api/notes?limit=0", "", "limit must be"), ("GET", "/api/notes?limit=x", "", "limit must be"),
            ("GET", "/api/notes?after=-1", "", "after must be"), ("DELETE", "/api/notes?id=x", "", "id must be"),
            ("DELETE", "/api/notes", "", "PUT and DELETE"), ("POST", "/api/photos", "a=b", "multipart/form-data"),
            ("DELETE", "/api/photos", "", "POST goes to"), ("GET", "/api/photos/1", "", "no photo 1"),
            ("PUT", "/api/photos/1", "", "GET, POST, DELETE"),
        ]
    )
    func problems(method: String, path: String, form: String, expected: String) async throws {
        let body = form.isEmpty ? nil : OAuth1RequestBody.form(OAuth1Parameters(formEncoded: form))
        let method = try #require(HTTPRequest.Method(method))
        let response = try await harness.user.send(method, harness.url(path), body: body)
        #expect(400..<500 ~= response.status.code)
        let error = try JSONDecoder().decode([String: String].self, from: Data(response.body))["error"]
        #expect(error?.contains(expected) == true, "\(response.text)")
        #expect(harness.all.last?.rejection?.diagnosis.contains(expected) == true)
    }

    @Test("JSON that is not a note is rejected")
    func badJSON() async throws {
        for text in ["", "{", "[]", #"{"text":1}"#] {
            let response = try await harness.user.post(harness.url("/api/notes"), .json(text))
            #expect(response.status == .badRequest)
        }
    }

    @Test("Photos are uploaded as multipart or as they are, and downloaded byte for byte")
    func photos() async throws {
        let user = harness.user
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) } + Array("\r\n--x\r\n".utf8)
        var form = OAuth1MultipartForm()
        form.append("title", "A title")
        form.append("photo", filename: "a \"b\".png", contentType: "image/png", bytes)
        let first = try await user.post(harness.url("/api/photos"), .multipart(form))
        #expect(first.status == .created)
        #expect(first.text == #"{"bytes":\#(bytes.count),"id":1,"name":"a %22b%22.png","type":"image/png"}"#)
        let raw = try await user.post(harness.url("/api/photos"), .bytes(bytes, contentType: "image/jpeg"))
        #expect(raw.status == .created)
        for (id, type) in [(1, "image/png"), (2, "image/jpeg")] {
            let photo = try await user.get(harness.url("/api/photos/\(id)"))
            #expect(photo.body == bytes)
            #expect(photo.head.headerFields[.contentType] == type)
            #expect(photo.head.headerFields[.xContentTypeOptions] == "nosniff")
        }
        #expect(try await user.send(.delete, harness.url("/api/photos/1")).status == .noContent)
        #expect(try await user.get(harness.url("/api/photos")).text.hasPrefix(#"[{"bytes":"#))
    }

    @Test("A page that somebody uploads is not shown as a page", arguments: ["text/html", "image/svg+xml", "x/y"])
    func types(type: String) async throws {
        let user = harness.user
        _ = try await user.post(harness.url("/api/photos"), .bytes([1], contentType: type))
        let photo = try await user.get(harness.url("/api/photos/1"))
        #expect(photo.head.headerFields[.contentType] == "application/octet-stream")
    }

    @Test("Notes and photos are limited in number and size")
    func limits() async throws {
        let user = harness.user
        let long = String(repeating: "a", count: SandboxNotes.maximumBytes + 1)
        #expect(try await user.post(harness.url("/api/notes"), .form(["text": long])).status == .contentTooLarge)
        for _ in 0..<SandboxNotes.maximumCount {
            _ = try await user.post(harness.url("/api/notes"), .form(["text": "a"]))
        }
        #expect(try await user.post(harness.url("/api/notes"), .form(["text": "a"])).status.code == 507)
        let large = [UInt8](repeating: 0, count: 8 * 1_024 * 1_024)
        for expected in [201, 201, 201, 201, 201, 201, 201, 201, 507] {
            let response = try await user.post(harness.url("/api/photos"), .bytes(large, contentType: "image/png"))
            #expect(response.status.code == expected)
        }
    }

    @Test("The client is answered without a token, and nothing else is")
    func client() async throws {
        #expect(try await harness.client.get(harness.url("/api/app"), token: .none).text == #"{"client":"app"}"#)
        #expect(try await harness.client.get(harness.url("/api/me"), token: .none).status == .badRequest)
    }

    @Test(
        "A multipart form that can't be read is rejected",
        arguments: [
            ("multipart/form-data", "--b\r\n\r\n--b--", "boundary"),
            ("multipart/form-data; boundary=b", "", "does not contain the boundary"),
            ("multipart/form-data; boundary=b", "--c--", "does not contain the boundary"),
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "no end"),
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "no name"),
            ("multipart/form-data; boundary=b", "--b", "no end"), ("multipart/form-data; boundary=b", "--b-", "no end"),
            (
                "multipart/form-data; boundary=b",
                String(
                    repeating: "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n",
                    count: 30
                ) + "--b--", "more than 20"
            ),
        ]
    )
    func malformed(type: String, body: String, expected: String) {
        let error = #expect(throws: SandboxProblem.self) {
            try MultipartReader.parts(of: Array(body.utf8), contentType: type)
        }
        #expect(error?.text.contains(expected) == true, "\(error?.text ?? "")")
    }

    @Test("Parts are read as other clients write them")
    func parts() throws {
        let body =
            "preamble\r\n--a;b\r\ncontent-disposition: form-data; filename=\"x;\\\"y\"; name=f\r\n\r\n\r\n--a;b--\r\n"
        let parts = try MultipartReader.parts(
            of: Array(body.utf8),
            contentType: "multipart/form-data; boundary=\"a;b\""
        )
        #expect(parts.map(\.name) == ["f"])
        #expect(parts.first?.filename == "x;\"y")
        #expect(parts.first?.content == [])
        #expect(try MultipartReader.parts(of: Array("--b--".utf8), contentType: "m/f; boundary=b").isEmpty)
    }

    @Test("The Date field has the form of RFC 9110")
    func dates() {
        #expect(HTTPDateText.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDateText.text(951_827_696) == "Tue, 29 Feb 2000 12:34:56 GMT")
    }
}
#endif
