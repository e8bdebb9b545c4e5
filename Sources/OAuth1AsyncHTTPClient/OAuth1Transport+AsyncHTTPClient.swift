//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
public import AsyncHTTPClient
public import OAuth1Client

extension OAuth1Transport where Self == AsyncHTTPClientTransport {
    /// A transport over an `HTTPClient` that the whole process shares, with a limit of 30 seconds for each request.
    ///
    /// The client has the configuration `.oauth1`, is created at the first use, and needs no shutdown. It is not
    /// `HTTPClient.shared`, which follows redirects.
    public static var asyncHTTPClient: AsyncHTTPClientTransport { .asyncHTTPClient(.sharedWithoutRedirects) }

    /// A transport over an `HTTPClient` that the whole process shares.
    ///
    /// - Parameter timeout: The longest that a request may take from start to end.
    /// - Returns: The transport.
    public static func asyncHTTPClient(timeout: Duration) -> AsyncHTTPClientTransport {
        .asyncHTTPClient(.sharedWithoutRedirects, timeout: timeout)
    }

    /// A transport over the application's `HTTPClient`.
    ///
    /// - Parameters:
    ///   - httpClient: The HTTP client, which the application shuts down. It must not follow redirects: create it with
    ///     `HTTPClient.Configuration.oauth1`.
    ///   - timeout: The longest that a request may take from start to end, 30 seconds by default.
    /// - Returns: The transport.
    public static func asyncHTTPClient(
        _ httpClient: HTTPClient,
        timeout: Duration = .seconds(30)
    ) -> AsyncHTTPClientTransport {
        AsyncHTTPClientTransport(httpClient: httpClient, timeout: timeout)
    }
}

extension HTTPClient {
    /// The client of the whole process, which is never shut down: its idle connections close automatically.
    fileprivate static let sharedWithoutRedirects = HTTPClient(configuration: .oauth1)
}
#endif
