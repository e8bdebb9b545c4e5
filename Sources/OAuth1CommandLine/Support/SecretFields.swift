//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes

/// Which header fields are credentials as a whole, so that nothing shows their values.
enum SecretFields {
    private static let names: Set<String> = ["cookie", "set-cookie", "proxy-authorization"]
    private static let words = ["token", "secret", "key", "password", "session", "auth"]

    /// Whether the value of a field is hidden.
    ///
    /// The Authorization field of a signed request is shown by its parameters, and a challenge has no credentials.
    static func contain(_ field: HTTPField) -> Bool {
        let name = field.name.canonicalName
        if name == "www-authenticate" { return false }
        if name == "authorization", field.value.lowercased().hasPrefix("oauth ") { return false }
        return names.contains(name) || words.contains { name.contains($0) }
            || field.indexingStrategy == .disallow && name != "authorization"
    }
}
#endif
