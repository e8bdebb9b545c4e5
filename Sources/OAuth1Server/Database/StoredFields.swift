//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1

/// The fields of a row that are encrypted, as a form: names and any bytes.
package struct StoredFields: Sendable {
    private var parameters: OAuth1Parameters

    package init() {
        parameters = []
    }

    package init(_ bytes: [UInt8]) {
        parameters = OAuth1Parameters(formEncoded: bytes)
    }

    package var bytes: [UInt8] { parameters.formEncoded }

    package mutating func set(_ name: String, _ value: String?) {
        if let value { parameters.append(OAuth1Parameter(name, value)) }
    }

    package mutating func set(_ name: String, _ value: Int64?) { set(name, value.map { "\($0)" }) }

    package mutating func set(_ name: String, _ values: OAuth1Parameters) {
        parameters.append(OAuth1Parameter(nameBytes: Array(name.utf8), valueBytes: values.formEncoded))
    }

    package func text(_ name: String) -> String? { first(name)?.value }

    package func values(_ name: String) -> [String] {
        let bytes = Array(name.utf8)
        return parameters.compactMap { $0.nameBytes == bytes ? $0.value : nil }
    }

    private func first(_ name: String) -> OAuth1Parameter? {
        let bytes = Array(name.utf8)
        return parameters.first { $0.nameBytes == bytes }
    }

    package func number(_ name: String) -> Int64? { text(name).flatMap { Int64($0) } }

    package func parameters(_ name: String) -> OAuth1Parameters {
        OAuth1Parameters(formEncoded: first(name)?.valueBytes ?? [])
    }

    /// Adds scopes and realms.
    mutating func set(_ access: OAuth1Access) {
        for scope in access.scopes { set("scope", scope) }
        for realm in access.realms { set("realm", realm) }
    }

    /// The scopes and realms.
    var access: OAuth1Access { OAuth1Access(scopes: values("scope"), realms: values("realm")) }
}
