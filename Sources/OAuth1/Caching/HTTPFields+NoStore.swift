//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

extension HTTPFields {
    /// The fields of every response to a browser: caches don't store it, its media type is not guessed, and links from it
    /// don't send its URL to other sites.
    package static var noStore: HTTPFields {
        var fields: HTTPFields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        fields.set("Referrer-Policy", "no-referrer")
        return fields
    }

    /// Sets a field whose name swift-http-types has no constant for.
    package mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        self[name] = value
    }
}
