//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.read
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

func client(
    for file: URL,
    _ credentials: OAuth1ClientCredentials
) throws -> AsyncOAuth1Client {
    try AsyncOAuth1Client(
        service: OAuth1Service(json: Data(contentsOf: file)),
        client: credentials,
        transport: .urlSession
    )
}
// snippet.end
