//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1Client
import Testing

@testable import OAuth1CommandLine

@Suite("How a decision gets back to the tool")
struct CallbackPlanTests {
    @Test(
        "The plan follows what the service supports, and whether there is a browser",
        arguments: [
            (.init(), false, nil, .listen(port: 0, path: "/callback", nil)),
            (.init(), true, nil, .pin),
            (.init(oob: .required), false, nil, .pin),
            (.init(oob: .unsupported), true, nil, .paste(.url("http://127.0.0.1:8484/callback"))),
            (.init(sentAt: .never), false, nil, .paste(.omitted)),
            (.init(sentAt: .never), false, "http://127.0.0.1:99/x", .listen(port: 99, path: "/x", .omitted)),
            (.init(), false, "http://localhost:99/x", .listen(port: 99, path: "/x", .url("http://localhost:99/x"))),
            (.init(), true, "http://localhost:99/x", .paste(.url("http://localhost:99/x"))),
            (.init(), false, "https://app.example/x", .paste(.url("https://app.example/x"))),
            (.init(), false, "oob", .pin),
        ] as [(OAuth1Service.Callback, Bool, String?, CallbackPlan)]
    )
    func plans(rules: OAuth1Service.Callback, isHeadless: Bool, callback: String?, expected: CallbackPlan) throws {
        #expect(try CallbackPlan(rules, isHeadless: isHeadless, callback: callback, port: 0) == expected)
    }

    @Test(
        "A session over SSH without a display has no browser",
        arguments: [
            ([:], false), (["SSH_TTY": "/dev/pts/1"], true), (["SSH_CONNECTION": "a"], true),
            (["SSH_CONNECTION": "a", "DISPLAY": ":0"], false),
        ] as [([String: String], Bool)]
    )
    func remote(environment: [String: String], expected: Bool) {
        #expect(Browser(environment: environment).isRemote == expected)
    }
}
#endif
