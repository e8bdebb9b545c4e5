//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Why a request got no complete response, whichever HTTP library sent it.
public struct OAuth1TransportFailure: Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// More kinds may be added.
    public struct Kind: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case connectionRefused, timeout, hostNotFound, networkUnreachable, connectionClosed, invalidResponse
            case unsupportedURL
            case noTLS, certificateExpired, certificateUntrusted, certificateForOtherHost, certificateRejected, tls
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// Nothing listens at the host and port.
        public static let connectionRefused = Kind(.connectionRefused)
        /// A time limit passed.
        public static let timeout = Kind(.timeout)
        /// The host name can't be resolved.
        public static let hostNotFound = Kind(.hostNotFound)
        /// There is no route to the host, or no network.
        public static let networkUnreachable = Kind(.networkUnreachable)
        /// The other side closed or reset the connection.
        public static let connectionClosed = Kind(.connectionClosed)
        /// The other side answered something other than HTTP.
        public static let invalidResponse = Kind(.invalidResponse)
        /// The HTTP library can't send requests to this URL.
        public static let unsupportedURL = Kind(.unsupportedURL)
        /// The port does not speak TLS: usually an https URL with the port of an http server.
        public static let noTLS = Kind(.noTLS)
        /// The server's certificate has expired, or is not valid yet.
        public static let certificateExpired = Kind(.certificateExpired)
        /// The server's certificate is self-signed, or from an unknown authority.
        public static let certificateUntrusted = Kind(.certificateUntrusted)
        /// The server's certificate is for another host name.
        public static let certificateForOtherHost = Kind(.certificateForOtherHost)
        /// The server's certificate was rejected, and the HTTP library does not say why.
        public static let certificateRejected = Kind(.certificateRejected)
        /// The TLS handshake failed in another way.
        public static let tls = Kind(.tls)

        /// The kind's name.
        public var description: String { backing.rawValue }
    }

    /// The kind of failure.
    public let kind: Kind
    /// The time limit that passed, if it was a timeout and the limit is known.
    public let limit: Duration?

    /// Creates a failure, for transports.
    ///
    /// - Parameters:
    ///   - kind: The kind of failure.
    ///   - limit: The time limit that passed.
    public init(_ kind: Kind, limit: Duration? = nil) {
        self.kind = kind
        self.limit = limit
    }

    /// The kind's name, and the limit.
    public var description: String { limit.map { "\(kind) after \(seconds($0))" } ?? "\(kind)" }

    /// The failure, as the end of a sentence that starts with the number of attempts.
    var reason: String {
        switch kind {
        case .connectionRefused: "the connection was refused"
        case .timeout: limit.map { "the request timed out after \(seconds($0))" } ?? "the request timed out"
        case .hostNotFound: "the host name could not be resolved"
        case .networkUnreachable: "the host could not be reached"
        case .connectionClosed: "the server closed the connection before the response was complete"
        case .invalidResponse: "the server's response is not valid HTTP"
        case .unsupportedURL: "the HTTP library can't use this URL"
        case .noTLS: "the server does not use TLS on this port"
        case .certificateExpired: "the server's certificate has expired or is not valid yet"
        case .certificateUntrusted:
            "the server's certificate is not trusted: it is self-signed or from an unknown authority"
        case .certificateRejected:
            "the server's certificate was rejected: it is self-signed, from an unknown authority, or expired"
        case .certificateForOtherHost: "the server's certificate is for a different host name"
        default: "the TLS handshake failed"
        }
    }

    /// The likeliest cause and what to do.
    var suggestion: String {
        switch kind {
        case .connectionRefused:
            "No server is listening on this host and port. Check both, and that the server is running"
        case .timeout:
            "The service is slow or can't be reached, or a firewall drops the packets. Check host and port, try "
                + "again, or raise the timeout of the transport"
        case .hostNotFound:
            "Check the spelling of the host, and this machine's DNS and network"
        case .networkUnreachable:
            "Check this machine's network, VPN and firewall"
        case .connectionClosed:
            "The server or a proxy may be overloaded or restarting. Try again"
        case .invalidResponse:
            "Check that an HTTP server listens on this port, and that you do not use an http URL for an https port"
        case .unsupportedURL:
            "Use a host name in the place of an IPv6 address such as [::1]: on Linux, URLSession supports host names and "
                + "IPv4 addresses only"
        case .noTLS:
            "The URL starts with https but the port answers plain http. Use the https port, or an http URL if this is "
                + "a test server on this machine"
        case .certificateExpired:
            "Replace the server's certificate if it has expired, and check this machine's clock"
        case .certificateUntrusted, .certificateRejected:
            "If it is your server, configure the HTTP library to trust its certificate authority. Otherwise the "
                + "connection may be intercepted: do not turn certificate verification off"
        case .certificateForOtherHost:
            "Use the host name in the certificate, and check that no proxy or DNS entry points elsewhere"
        default:
            "Check which TLS versions the server supports, and whether it requires a client certificate"
        }
    }

    private func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if attoseconds == 0 { return seconds == 1 ? "1 second" : "\(seconds) seconds" }
        return "\(seconds * 1_000 + attoseconds / 1_000_000_000_000_000) milliseconds"
    }
}

extension OAuth1TransportFailure.Kind {
    /// The most bytes of an error's text that are looked at.
    private static let searchedBytes = 4_096

    /// Reads the kind from the text of an HTTP library's error, if its type does not show it.
    ///
    /// The words are those of curl, OpenSSL, BoringSSL and SwiftNIO.
    ///
    /// - Parameter text: The text.
    package init?(libraryText text: String) {
        let text = String(text.prefix(Self.searchedBytes)).lowercased()
        // Precise ones first: a text about a certificate mentions the handshake, too.
        let known: [(words: String, kind: Self)] = [
            ("certificate has expired", .certificateExpired),
            ("certificate is not yet valid", .certificateExpired),
            ("certificate_has_expired", .certificateExpired),
            ("certificate_expired", .certificateExpired),
            ("no alternative certificate subject name", .certificateForOtherHost),
            ("does not match target host", .certificateForOtherHost),
            ("hostname mismatch", .certificateForOtherHost),
            ("failed to validate hostname", .certificateForOtherHost),
            ("failedtovalidatehostname", .certificateForOtherHost),
            ("unabletovalidatecertificate", .certificateRejected),
            ("self-signed certificate", .certificateUntrusted),
            ("self signed certificate", .certificateUntrusted),
            ("unable to get local issuer", .certificateUntrusted),
            ("certificate_verify_failed", .certificateRejected),
            ("certificate verify failed", .certificateRejected),
            ("ssl certificate problem", .certificateRejected),
            ("wrong_version_number", .noTLS),
            ("wrong version number", .noTLS),
            ("packet length too long", .noTLS),
            ("http_request", .noTLS),
            ("connection refused", .connectionRefused),
            ("errnocode: 111", .connectionRefused),
            ("timed out", .timeout),
            ("could not resolve host", .hostNotFound),
            ("unknown(host:", .hostNotFound),
            ("no route to host", .networkUnreachable),
            ("network is unreachable", .networkUnreachable),
            ("handshake", .tls),
            ("ssl connect error", .tls),
            ("boringssl", .tls),
            ("connection reset", .connectionClosed),
            ("broken pipe", .connectionClosed),
            ("empty reply from server", .connectionClosed),
            ("unexpected eof", .connectionClosed),
            ("transfer closed with", .connectionClosed),
            ("uncleanshutdown", .connectionClosed),
            ("received http/0.9", .invalidResponse),
            ("unsupported protocol version", .invalidResponse),
            ("stream ended at an unexpected time", .connectionClosed),
            ("httpparsererror", .invalidResponse),
        ]
        guard let kind = known.first(where: { text.contains($0.words) })?.kind else { return nil }
        self = kind
    }
}
