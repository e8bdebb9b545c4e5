//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import AsyncHTTPClient
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1URLSession
import Testing

/// What moves the bytes of a client that streams.
enum StreamingLibrary: String, CaseIterable, CustomTestStringConvertible {
    case asyncHTTPClient
    case urlSession

    var testDescription: String { rawValue }

    static let credentials = OAuth1ClientCredentials(key: "k", secret: "s")

    /// Lends a client that sends with the library.
    func withClient(
        bodyHash: OAuth1BodyHash = .off,
        placement: OAuth1Placement = .header,
        _ use: (AsyncOAuth1Client) async throws -> Void
    ) async throws {
        let configuration = OAuth1SigningConfiguration(placement: placement, bodyHash: bodyHash)
        // A budget of time that a busy machine does not use up.
        let options = OAuth1FlowOptions(retries: OAuth1RetryPolicy(budget: .seconds(600)))
        if self == .urlSession {
            try await use(
                AsyncOAuth1Client(
                    client: Self.credentials,
                    configuration: configuration,
                    options: options,
                    transport: .urlSession
                )
            )
            return
        }
        try await HTTPClient.withHTTPClient(configuration: .oauth1) { httpClient in
            try await use(
                AsyncOAuth1Client(
                    client: Self.credentials,
                    configuration: configuration,
                    options: options,
                    transport: .asyncHTTPClient(httpClient, timeout: .seconds(600))
                )
            )
        }
    }
}
#endif
