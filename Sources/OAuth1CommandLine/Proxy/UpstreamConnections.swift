//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import AsyncHTTPClient
import NIOCore
import OAuth1AsyncHTTPClient

/// The connections to the upstreams.
struct UpstreamConnections: Sendable {
    /// A server whose name leads to a private address, which nobody allowed.
    struct PrivateAddressFailure: Error {
        let address: String
    }

    /// The most connections to one server that are kept for the next requests.
    private static let maximumPerHost = 256

    private let httpClient: HTTPClient
    let transport: AsyncHTTPClientTransport

    /// - Parameters:
    ///   - timeout: How long a connection may be silent, in seconds.
    ///   - allowsPrivateAddresses: Whether servers may have private addresses, whatever their names are.
    init(timeout: Int, allowsPrivateAddresses: Bool) {
        var configuration = HTTPClient.Configuration.oauth1
        configuration.timeout.read = .seconds(Int64(timeout))
        configuration.timeout.write = .seconds(Int64(timeout))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = UpstreamConnections.maximumPerHost
        if !allowsPrivateAddresses {
            // Looks at the address that was connected to, so that no second answer of the DNS counts.
            configuration.http1_1ConnectionDebugInitializer = UpstreamConnections.checkAddress
            configuration.http2ConnectionDebugInitializer = UpstreamConnections.checkAddress
        }
        httpClient = HTTPClient(configuration: configuration)
        transport = AsyncHTTPClientTransport(httpClient: httpClient)
    }

    @Sendable private static func checkAddress(_ channel: any Channel) -> EventLoopFuture<Void> {
        let address = channel.remoteAddress?.ipAddress
        guard let address, !PrivateAddress.isPrivate(host: address) else {
            return channel.eventLoop.makeFailedFuture(PrivateAddressFailure(address: address ?? "unknown"))
        }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    func shutdown() async throws {
        try await httpClient.shutdown()
    }
}
#endif
