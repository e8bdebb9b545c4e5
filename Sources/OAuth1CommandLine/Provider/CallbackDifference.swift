//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1Server

/// A difference that callbacks may have, as on the command line.
enum CallbackDifference: String, CaseIterable, ExpressibleByArgument {
    case anyLoopbackPort = "any-loopback-port"
    case anyQuery = "any-query"
    case pathPrefix = "path-prefix"

    var option: OAuth1CallbackMatching {
        switch self {
        case .anyLoopbackPort: .anyLoopbackPort
        case .anyQuery: .anyQuery
        case .pathPrefix: .pathPrefix
        }
    }

    /// The differences that a client's callbacks may have.
    static func of(_ client: OAuth1RegisteredClient) -> [CallbackDifference] {
        allCases.filter { client.callbackMatching.contains($0.option) }
    }
}
#endif
