//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension DecodingError {
    /// A name in a path of which nothing is shown that is a secret.
    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int?

        init(_ key: any CodingKey, hiding secrets: [OAuth1Secret]) {
            stringValue = ServiceErrorText.shown(key.stringValue, hiding: secrets, limit: 100)
            intValue = key.intValue
        }

        init?(stringValue: String) { nil }

        init?(intValue: Int) { nil }
    }

    /// The same error without secrets: a decoder quotes what it could not use.
    func hiding(_ secrets: [OAuth1Secret]) -> DecodingError {
        func hide(_ context: Context) -> Context {
            Context(
                codingPath: context.codingPath.map { Name($0, hiding: secrets) },
                debugDescription: ServiceErrorText.shown(
                    context.debugDescription,
                    hiding: secrets,
                    limit: ServiceErrorText.limit
                )
            )
        }
        return switch self {
        case .typeMismatch(let type, let context): .typeMismatch(type, hide(context))
        case .valueNotFound(let type, let context): .valueNotFound(type, hide(context))
        case .keyNotFound(let key, let context): .keyNotFound(key, hide(context))
        case .dataCorrupted(let context): .dataCorrupted(hide(context))
        @unknown default: self
        }
    }
}
