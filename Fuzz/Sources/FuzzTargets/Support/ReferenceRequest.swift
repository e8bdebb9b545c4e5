//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A request as a verifier gets it, read by ``ReferenceBaseString``.
struct ReferenceRequest {
    /// The base string that the request must have been signed with.
    let baseString: [UInt8]
    /// The protocol parameters, and all others of the place where they are.
    let source: [ReferenceBaseString.Parameter]
    /// All parameters that are signed.
    let signed: [ReferenceBaseString.Parameter]

    /// Reads a request, or is `nil` if it has no OAuth parameters or can't be read.
    init?(method: String, url: String, header: String?, form: [UInt8]?) {
        guard let parts = ReferenceBaseString.URLParts(Array(url.utf8)) else { return nil }
        let query = ReferenceBaseString.form(parts.query)
        let form = ReferenceBaseString.form(form ?? [])
        let header = header.flatMap { ReferenceBaseString.header(Array($0.utf8)) }
        let isSigned = { (parameters: [ReferenceBaseString.Parameter]) in
            parameters.contains {
                $0.isNamed("oauth_signature") || $0.isNamed("oauth_consumer_key")
                    || $0.isNamed("oauth_signature_method")
            }
        }
        if let header {
            source = header
        } else if isSigned(query) {
            source = query
        } else if isSigned(form) {
            source = form
        } else {
            return nil
        }
        let isInHeader = header != nil
        signed =
            (query + (header ?? []) + form)
            .filter { !$0.isRealm && !$0.isNamed("oauth_signature") }
        // A signature in query or form of a request that is signed in the header is rejected, and not left out.
        guard !isInHeader || !(query + form).contains(where: { $0.isNamed("oauth_signature") }) else { return nil }
        baseString = ReferenceBaseString.make(method, parts, signed)
    }

    /// The values of a parameter in the place where the protocol parameters are.
    func values(_ name: String) -> [[UInt8]] { source.filter { $0.isNamed(name) && !$0.isRealm }.map(\.value) }
}
