//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1

/// Where a server of the tool listens: `127.0.0.1:8484`, `[::1]:8484`, `localhost:0`.
struct ListenAddress: ExpressibleByArgument, Equatable, Sendable, CustomStringConvertible {
    /// Without brackets.
    let host: String
    /// 0 for one that is free.
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        var host = argument[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        self.init(host: String(host), port: Int(port))
    }

    init(host: String, port: Int) {
        (self.host, self.port) = (host, port)
    }

    /// Host and port as in a URL.
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only programs of this machine reach it.
    var isLoopback: Bool {
        let authority = host.contains(":") ? "[\(host)]" : host
        return HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/").isForThisMachine
    }
}
#endif
