//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service.Variable {
    /// The URL of an installation, from which a slash at the end is taken, as templates continue with one.
    static func url(_ name: String, _ url: String) -> OAuth1Service.Variable {
        let value = url.hasSuffix("/") ? String(url.dropLast()) : url
        return OAuth1Service.Variable(name, defaultValue: value, pattern: urlPattern)
    }
}
