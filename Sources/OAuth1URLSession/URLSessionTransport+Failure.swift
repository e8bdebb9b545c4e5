//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

extension URLSessionTransport {
    /// Why a request got no complete response, as far as the `URLError` shows.
    ///
    /// - Parameter error: An error that this transport threw.
    /// - Returns: The failure, or `nil` if the error is of another kind.
    public func failure(behind error: any Error) -> OAuth1TransportFailure? {
        guard let error = error as? URLError else { return nil }
        if error.code == .timedOut {
            let configuration = session.configuration
            let limit = min(configuration.timeoutIntervalForRequest, configuration.timeoutIntervalForResource)
            return OAuth1TransportFailure(.timeout, limit: .milliseconds(Int64((limit * 1_000).rounded())))
        }
        // On Linux most TLS errors have no separate code, only curl's message.
        let kind = OAuth1TransportFailure.Kind(libraryText: error.localizedDescription) ?? Self.kind(of: error.code)
        return kind.map { OAuth1TransportFailure($0) }
    }

    private static func kind(of code: URLError.Code) -> OAuth1TransportFailure.Kind? {
        switch code {
        case .cannotConnectToHost: .connectionRefused
        case .cannotFindHost, .dnsLookupFailed: .hostNotFound
        case .notConnectedToInternet, .dataNotAllowed, .internationalRoamingOff: .networkUnreachable
        case .badURL, .unsupportedURL: .unsupportedURL
        case .networkConnectionLost: .connectionClosed
        case .serverCertificateHasBadDate, .serverCertificateNotYetValid: .certificateExpired
        case .serverCertificateUntrusted, .serverCertificateHasUnknownRoot: .certificateUntrusted
        case .secureConnectionFailed, .clientCertificateRejected, .clientCertificateRequired: .tls
        // On Linux, the error for a server that sends nothing; elsewhere, for an answer that is not HTTP.
        #if canImport(FoundationNetworking)
        case .badServerResponse: .connectionClosed
        #else
        case .badServerResponse, .cannotParseResponse: .invalidResponse
        #endif
        default: nil
        }
    }
}
