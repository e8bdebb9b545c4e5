//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import HTTPTypes
import OAuth1Client

extension ProxyRefusal {
    /// A call that got no response.
    init(_ error: OAuth1ClientError) {
        if let failure = error.cause as? UpstreamConnections.PrivateAddressFailure {
            self.init(
                .privateAddress,
                "the upstream has the private address \(failure.address)",
                advice: "If requests may go there, start the proxy with --upstream and its URL"
            )
            return
        }
        let cause: ProxyCause =
            switch error.code {
            case .transport: error.transportFailure?.kind == .timeout ? .timeout : .unreachable
            case .loginIncomplete, .credentialStorage, .tokenRequestRefused, .unreadableTokenResponse: .login
            case .invalidConfiguration, .insecureTransport, .unsupportedByService, .signing: .target
            default: .response
            }
        self.init(cause, error.reason, advice: error.recoverySuggestion)
    }
}
#endif
