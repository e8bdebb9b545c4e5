//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1SignatureMethod.Name {
    /// The methods that have a standard name.
    package static let standard: [OAuth1SignatureMethod.Name] = [
        .hmacSHA1, .hmacSHA256, .hmacSHA512, .rsaSHA1, .rsaSHA256, .rsaSHA512, .rsaPSS, .plaintext,
    ]
}
