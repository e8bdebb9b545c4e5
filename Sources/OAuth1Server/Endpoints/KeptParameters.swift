//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Picks what is kept with a request token: everything that is not part of the protocol, up to a limit.
struct KeptParameters {
    private let limits: OAuth1Limits

    init(_ limits: OAuth1Limits) {
        self.limits = limits
    }

    /// Picks from parameters that were signed, or from the fields of a form that was checked.
    ///
    /// - Throws: ``OAuth1ServerError`` if there is more than the limit allows: to drop some would change the meaning.
    func pick(
        from parameters: some Sequence<OAuth1Parameter>,
        except names: Set<String> = []
    ) throws(OAuth1ServerError) -> OAuth1Parameters {
        let kept = parameters.filter { !$0.isReserved && !names.contains($0.name) }
        let byteCount = kept.reduce(0) { $0 + $1.nameBytes.count + $1.valueBytes.count }
        guard kept.count <= limits.parameterCount, byteCount <= limits.byteCount else {
            throw OAuth1ServerError(
                .parameterRejected,
                "the request has more than \(limits.parameterCount) parameters besides the OAuth ones, or more than "
                    + "\(limits.byteCount) bytes of them: send fewer"
            )
        }
        return OAuth1Parameters(kept)
    }
}

extension OAuth1Parameter {
    /// Whether the name is one that the protocol keeps for itself.
    var isReserved: Bool { nameBytes.starts(with: "oauth_".utf8) }
}
