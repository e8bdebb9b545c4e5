//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

extension HTTPRequest {
    /// The value of the Host field, or the authority.
    private var host: String {
        let field = HTTPField.Name("Host").flatMap { headerFields[$0] }
        return (field ?? authority ?? "").lowercased()
    }

    /// Whether the request came by TLS, or did not leave the machine.
    var isConfidential: Bool {
        scheme?.lowercased() == "https" || isLoopback
    }

    /// Whether the request is for a loopback address.
    private var isLoopback: Bool {
        if host == "[::1]" || host.hasPrefix("[::1]:") { return true }
        let name = host.prefix { $0 != ":" }
        if name == "localhost" { return true }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
