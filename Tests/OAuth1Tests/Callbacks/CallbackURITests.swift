//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Callback URIs")
struct CallbackURITests {
    @Test(
        "URLs of websites and of applications are read",
        arguments: [
            ("https://app.example/done?x=1&y=%2F", "https", "app.example", nil, "/done?x=1&y=%2F"),
            ("HTTPS://APP.example", "https", "app.example", nil, ""),
            ("http://127.0.0.1:8912/cb", "http", "127.0.0.1", 8912, "/cb"),
            ("http://localhost:8080/cb", "http", "localhost", 8080, "/cb"),
            ("http://[::1]:8080/", "http", "[::1]", 8080, "/"),
            ("https://[2001:db8::192.0.2.1]/", "https", "[2001:db8::192.0.2.1]", nil, "/"),
            ("https://my_app.example.?x", "https", "my_app.example.", nil, "?x"),
            ("https://xn--bcher-kva.example:65535/", "https", "xn--bcher-kva.example", 65535, "/"),
            ("com.example.app:/cb", "com.example.app", nil, nil, "/cb"),
            ("com.example.app://callback", "com.example.app", "callback", nil, ""),
            ("myapp://cb?x", "myapp", "cb", nil, "?x"), ("myapp://", "myapp", nil, nil, ""),
            ("myapp:///cb", "myapp", nil, nil, "/cb"), ("myapp:done", "myapp", nil, nil, "done"),
            ("twitterkit-4Kx://", "twitterkit-4kx", nil, nil, ""),
            ("https://a.example/feed:javascript:x", "https", "a.example", nil, "/feed:javascript:x"),
        ] as [(String, String, String?, Int?, String)]
    )
    func valid(text: String, scheme: String, host: String?, port: Int?, target: String) throws {
        let uri = try CallbackURI(text)
        #expect(uri.text == text)
        #expect(uri.scheme == scheme)
        #expect(uri.host == host)
        #expect(uri.port == port)
        #expect(uri.target == target)
        #expect(uri.isWeb == (scheme == "http" || scheme == "https"))
    }

    private func expect(_ defect: CallbackDefect, _ text: String) {
        #expect(throws: defect, "\(text)") { try CallbackURI(text) }
    }

    @Test(
        "Text that is not an absolute URI is rejected, and the error says what it is instead",
        arguments: [
            ("", .empty), ("/callback", .relative), ("//app.example/cb", .relative), ("localhost", .noScheme),
            ("app.example/cb", .noScheme), ("127.0.0.1:8080/cb", .noScheme), ("?x", .noScheme), (":x", .noScheme),
            ("OOB", .noScheme), ("localhost:8080/cb", .hostInsteadOfScheme), ("localhost:", .hostInsteadOfScheme),
            ("LOCALHOST:8080", .hostInsteadOfScheme), ("app.example:8080/cb", .hostInsteadOfScheme),
            ("http%3A%2F%2Fapp.example%2Fcb", .percentEncoded), ("https%3a//app.example:80/cb", .percentEncoded),
            (" https://app.example/", .whitespace), ("https://app.example/\n", .whitespace),
            ("https://app.example/a b", .whitespace), ("https://a b/", .whitespace), (" ", .whitespace),
            ("https://app.example/\r\nSet-Cookie: a=b", .whitespace), ("https://app.example/\u{0}", .controlCharacter),
            ("https://app.example/\u{7F}", .controlCharacter), ("https://app.example/\u{A0}", .notASCII),
            ("\u{FEFF}https://app.example/", .notASCII), ("https://bücher.example/", .notASCII),
            ("https://app.example/#done", .fragment), ("myapp://cb#", .fragment), ("myapp:", .nothingAfterScheme),
            ("https:", .nothingAfterScheme), ("https://app.example/\"", .delimiter),
            ("https://app.example/<b>", .delimiter),
            ("https://app.example/" + String(repeating: "x", count: 2_048), .tooLong),
        ] as [(String, CallbackDefect)]
    )
    func notAbsolute(text: String, defect: CallbackDefect) {
        expect(defect, text)
    }

    @Test(
        "An authority that browsers may read otherwise is rejected",
        arguments: [
            ("https://", .noHost), ("https:///x", .noHost), ("https://?x", .noHost), ("https://:443/", .noHost),
            ("https:app.example", .noAuthority), ("https:/app.example/cb", .noAuthority),
            ("https://user@app.example/", .userInformation),
            ("https://app.example:443@evil.example/", .userInformation),
            ("https://@app.example/", .userInformation), ("myapp://user@cb", .userInformation),
            ("https://app.example\\@evil.example/", .backslash), ("https:\\\\app.example/", .backslash),
            ("https://app.example:0/", .invalidPort), ("https://app.example:65536/", .invalidPort),
            ("https://app.example:/", .invalidPort), ("https://app.example:x/", .invalidPort),
            ("https://app.example:+80/", .invalidPort), ("https://app.example:000080/", .invalidPort),
            ("https://a:1:2/", .invalidPort), ("myapp://cb:99999", .invalidPort),
            ("http://https://a.example", .invalidPort),
            ("https://ex%61mple.com/", .invalidHost), ("https://app.example%2F.evil.example/", .invalidHost),
            ("myapp://c%62", .invalidHost), ("https://a..b/", .invalidHost), ("https://.a/", .invalidHost),
            ("https://./", .invalidHost), ("https://a.example,b.example/", .invalidHost),
            ("https://a;b/", .invalidHost),
            ("https://a|b/", .invalidHost), ("https://a^b/", .invalidHost), ("https://*.example/", .invalidHost),
            ("https://2130706433/", .invalidHost), ("https://0x7f000001/", .invalidHost),
            ("https://0177.0.0.1/", .invalidHost), ("https://127.1/", .invalidHost), ("https://a.256/", .invalidHost),
            ("https://127.0.0.256/", .invalidHost), ("https://[::1/", .invalidHost), ("https://[]/", .invalidHost),
            ("https://[zz::]/", .invalidHost), ("https://[1:2:3]/", .invalidHost), ("https://[::1::]/", .invalidHost),
            ("https://[:::]/", .invalidHost), ("https://[fe80::1%25eth0]/", .invalidHost),
            ("https://[::1]x/", .invalidHost), ("https://a]/", .invalidHost), ("myapp://[x]", .invalidHost),
            ("https://" + String(repeating: "a", count: 64) + ".example/", .invalidHost),
            ("https://" + String(repeating: "a.", count: 127) + "example/", .invalidHost),
        ] as [(String, CallbackDefect)]
    )
    func authority(text: String, defect: CallbackDefect) {
        expect(defect, text)
    }

    @Test(
        "Schemes that browsers and operating systems act on are rejected",
        arguments: [
            "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
            "blob:https://a/b", "about:blank", "intent://scan/#Intent;end", "search-ms:query=x", "search:x",
            "ms-msdt:/id", "MS-Word:ofe|u|https://a", "ms-settings:x", "feed:javascript:alert(1)",
            "view-source:https://a.example", "jar:https://a!/b", "filesystem:https://a/b", "ftp://a.example/",
            "ws://a.example/", "ldap://a.example/", "smb://a.example/x", "x-apple.systempreferences:x",
            "itms-services://?action=download", "mailto:a@b.example", "myapp:javascript:alert(1)",
            "com.example.app:feed:data:x",
        ]
    )
    func dangerous(text: String) {
        expect(.dangerousScheme, text)
    }

    @Test("A fragment is allowed where the caller says so")
    func fragment() throws {
        #expect(try CallbackURI("https://app.example/x?a#/route?y", allowsFragment: true).target == "/x?a#/route?y")
        #expect(try CallbackURI("https://app.example#/route", allowsFragment: true).host == "app.example")
    }

    @Test(
        "Every reason reads on after the parameter's name, and none repeats the text",
        arguments: CallbackDefect.allCases
    )
    func reasons(defect: CallbackDefect) {
        #expect(["is ", "contains ", "does ", "starts ", "has "].contains { defect.reason.hasPrefix($0) })
    }
}
