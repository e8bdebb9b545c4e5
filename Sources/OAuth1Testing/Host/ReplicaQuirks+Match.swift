//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension ReplicaQuirks {
    /// How many bytes of a URL without query are those of the longest URL of the service that it matches, or zero.
    func longestMatch(of url: String) -> Int {
        let endpoints = [requestToken, accessToken, tokenExchange?.endpoint].compactMap(\.self) + authorize
        if endpoints.contains(where: { $0.url == url }) { return url.utf8.count }
        return url.utf8.starts(with: api.url.utf8) ? api.url.utf8.count : 0
    }
}
