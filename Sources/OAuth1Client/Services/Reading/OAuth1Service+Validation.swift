//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// Names in templates that are not variables: their values are known only when a request is created.
    static let reservedNames = ["consumerKey", "callback", "token", "tokenSecret", "part"]

    /// Finds what contradicts itself.
    ///
    /// - Throws: ``OAuth1ServiceError`` with the first field that does.
    public func validate() throws(OAuth1ServiceError) {
        try ServiceValidation(self).run()
    }
}
