//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// A suite about a service that is described, as the test changes it.
protocol ExampleServiceSuite {}

extension ExampleServiceSuite {
    var client: OAuth1ClientCredentials { OAuth1ClientCredentials(key: "k", secret: "s") }
    var token: OAuth1RequestToken { OAuth1RequestToken(token: "t", secret: "ts") }

    func service(_ change: (inout OAuth1Service) -> Void = { _ in }) -> OAuth1Service {
        var service = OAuth1Service(
            id: "example",
            name: "Example",
            flow: .threeLegged,
            requestToken: .init("https://h.example/r?title=a"),
            authorize: .init("https://h.example/o"),
            accessToken: .init("https://h.example/a"),
            apiBaseURL: "https://api.example/v1"
        )
        change(&service)
        return service
    }

    func flow(
        _ change: (inout OAuth1Service) -> Void = { _ in },
        options: OAuth1FlowOptions = OAuth1FlowOptions()
    ) throws -> OAuth1Flow {
        try OAuth1Flow(service: service(change), client: client, options: options)
    }

    func header(_ request: OAuth1UnsignedRequest) throws -> String {
        try request.signed().request.headerFields[.authorization] ?? ""
    }
}
