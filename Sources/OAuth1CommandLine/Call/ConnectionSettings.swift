//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1URLSession

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Timeouts, proxy and trusted authorities of a call.
struct ConnectionSettings {
    private let configuration: URLSessionConfiguration
    private let authorities: TrustedAuthorities?

    /// Reads the options of a call.
    init(_ options: CallOptions) throws {
        // A shorter limit ends the call itself.
        let standard = URLSessionConfiguration.oauth1.timeoutIntervalForRequest
        try self.init(
            timeout: max(options.maxTime ?? standard, standard),
            proxy: options.proxy,
            cacert: options.trust.cacert
        )
    }

    /// Reads the options; the timeout is in seconds.
    ///
    /// On Linux the proxy is set for the whole process, so call this before anything is sent.
    init(timeout: Double, proxy: String?, cacert: String? = nil) throws {
        let configuration = URLSessionConfiguration.oauth1
        configuration.timeoutIntervalForRequest = timeout
        if let proxy { try ConnectionSettings.use(proxy, in: configuration) }
        authorities = try cacert.map { try TrustedAuthorities(file: $0) }
        self.configuration = configuration
    }

    func makeTransport() -> URLSessionTransport {
        URLSessionTransport(configuration: configuration, challengeHandler: authorities?.challengeHandler)
    }

    private static func use(_ proxy: String, in configuration: URLSessionConfiguration) throws {
        let text = proxy.contains("://") ? proxy : "http://\(proxy)"
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty, url.scheme == "http",
            let port = url.port, url.path.isEmpty || url.path == "/", url.query == nil
        else {
            throw ValidationError("--proxy needs scheme, host and port, such as http://127.0.0.1:3128.")
        }
        guard url.user == nil, url.password == nil else {
            throw ValidationError(
                "--proxy can't have a user or a password, which other users of the machine could see. Set the environment "
                    + "variables https_proxy and http_proxy instead."
            )
        }
        #if canImport(FoundationNetworking)
        // URLSession is based on libcurl here, which reads the proxy from the environment only.
        for name in ["http_proxy", "https_proxy"] { setenv(name, "http://\(host):\(port)", 1) }
        for name in ["no_proxy", "NO_PROXY", "HTTPS_PROXY"] { unsetenv(name) }
        #else
        configuration.connectionProxyDictionary = [
            "HTTPEnable": 1, "HTTPProxy": host, "HTTPPort": port,
            "HTTPSEnable": 1, "HTTPSProxy": host, "HTTPSPort": port,
        ]
        #endif
    }
}
#endif
