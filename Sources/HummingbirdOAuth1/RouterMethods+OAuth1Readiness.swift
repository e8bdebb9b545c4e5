//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
public import Hummingbird
public import OAuth1Server

extension RouterMethods {
    /// Adds a readiness check for load balancers and orchestrators: status 200 if the stores can answer, 503 otherwise.
    ///
    /// The logger of the request's context receives the reason.
    ///
    /// - Important: It asks the stores each time. Serve it on an address that clients don't reach, or limit its rate.
    /// - Parameters:
    ///   - stores: The stores of the provider.
    ///   - path: The path of the route.
    /// - Returns: The router.
    @discardableResult
    public func addOAuth1Readiness(_ stores: OAuth1ServerStores, at path: RouterPath = "/ready") -> Self {
        on(path, method: .get) { _, context in
            Response(await stores.readinessResponse(logger: context.logger))
        }
        return self
    }
}
#endif
