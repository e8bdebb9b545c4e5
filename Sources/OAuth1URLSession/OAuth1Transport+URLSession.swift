//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
public import FoundationNetworking
#else
public import Foundation
#endif

extension OAuth1Transport where Self == URLSessionTransport {
    /// A new transport over URLSession with the configuration `.oauth1`: no cookies, caches or stored passwords.
    ///
    /// The transport owns its session and ends it when the last client that uses the transport is gone. Keep the client:
    /// each new transport opens its own connections.
    public static var urlSession: URLSessionTransport { URLSessionTransport() }

    /// A new transport over URLSession.
    ///
    /// The transport owns its session and ends it when the last client that uses the transport is gone.
    ///
    /// - Parameters:
    ///   - configuration: The session's configuration, with timeouts, proxies, cookies and caches.
    ///   - challengeHandler: Trusts a custom certificate authority or presents a client certificate, where URLSession
    ///     asks for that: on Apple's systems.
    /// - Returns: The transport.
    public static func urlSession(
        _ configuration: URLSessionConfiguration,
        challengeHandler: URLSessionTransport.ChallengeHandler? = nil
    ) -> URLSessionTransport {
        URLSessionTransport(configuration: configuration, challengeHandler: challengeHandler)
    }
}
