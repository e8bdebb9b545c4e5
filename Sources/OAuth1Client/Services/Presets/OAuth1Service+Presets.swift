//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// All presets, for programs that let their users choose one by its ``id``.
    ///
    /// Those for an account or an installation have a variable without a value, which has to be given.
    public static let presets: [OAuth1Service] = [
        atlassianDataCenter(baseURL: "").asking(for: "baseURL"), brickLink, cardmarket, cleverCloud, discogs, etrade,
        fatSecret, flickr, garmin, here, instapaper, launchpad, maas(host: "").asking(for: "host"), mastercard,
        netsuite(account: "").asking(for: "account"), schoology(), smugMug, tradeMe, trello, tripIt, tumblr, usos(),
        wikimedia, wooCommerce(site: "").asking(for: "site"), wordPress(site: "").asking(for: "site"), x, zotero,
    ]

    /// The service without a value for a variable.
    private func asking(for name: String) -> OAuth1Service {
        var service = self
        for index in variables.indices where variables[index].name == name {
            service.variables[index].defaultValue = nil
        }
        return service
    }
}
