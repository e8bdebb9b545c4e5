//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import AsyncHTTPClient
import NIOCore
public import OAuth1Client

extension AsyncHTTPClientTransport {
    /// Why a request got no complete response, as far as the library's error shows.
    ///
    /// - Parameter error: An error that this transport threw.
    /// - Returns: The failure, or `nil` if the error is of another kind.
    public func failure(behind error: any Error) -> OAuth1TransportFailure? {
        if let error = error as? HTTPClientError {
            switch error {
            case .deadlineExceeded:
                return OAuth1TransportFailure(.timeout, limit: .nanoseconds(timeout.nanoseconds))
            case .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout,
                .httpProxyHandshakeTimeout, .getConnectionFromPoolTimeout:
                return OAuth1TransportFailure(.timeout)
            case .remoteConnectionClosed, .uncleanShutdown:
                return OAuth1TransportFailure(.connectionClosed)
            default:
                return nil
            }
        }
        // Those of SwiftNIO and its TLS: they are nested, and their texts name the innermost one.
        let text = "\(type(of: error)): \(error)"
        if text.hasPrefix("NIOConnectionError: DNS error") { return OAuth1TransportFailure(.hostNotFound) }
        return OAuth1TransportFailure.Kind(libraryText: text).map { OAuth1TransportFailure($0) }
    }
}
#endif
