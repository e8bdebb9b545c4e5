//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where a page that has nothing more to ask may send a user: the site of a callback that the operator registered.
///
/// Not the callback itself: without a verifier it is the page of a login that failed. A callback that the client chose freely
/// leads nowhere, nor does one that opens an application, or any port of the user's machine.
struct ReturnAddress: Sendable {
    private let client: OAuth1RegisteredClient

    init(_ client: OAuth1RegisteredClient) {
        self.client = client
    }

    /// The site of a callback, if a registered callback has the same.
    func url(for callback: String) -> String? {
        guard let site = Self.site(of: callback), isRegistered(site) else { return nil }
        return site
    }

    /// Whether a registered callback is at this site.
    func isRegistered(_ site: String) -> Bool {
        client.callbacks.contains { Self.site(of: $0)?.hasSameBytes(as: site) == true }
    }

    private static func site(of callback: String) -> String? {
        guard let uri = try? CallbackURI(callback, allowsFragment: true), uri.isWeb, let host = uri.host else {
            return nil
        }
        return "\(uri.scheme)://\(host)\(uri.port.map { ":\($0)" } ?? "")/"
    }
}
