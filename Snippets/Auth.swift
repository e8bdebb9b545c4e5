//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.urlRequest
import Foundation
import OAuth1
import OAuth1URLSession

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

func note(_ text: String, to url: URL, auth: OAuth1Auth) throws -> URLRequest
{
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = try JSONEncoder().encode(["text": text])
    return try auth.sign(request)
}
// snippet.end

// snippet.make
func auth(token: OAuth1AccessToken) -> OAuth1Auth {
    let secret = ProcessInfo.processInfo.environment["CONSUMER_SECRET"] ?? ""
    return OAuth1Auth(
        client: OAuth1ClientCredentials(
            key: "your consumer key",
            secret: OAuth1Secret(secret)
        ),
        token: token,
        method: .hmacSHA256
    )
}
// snippet.end
