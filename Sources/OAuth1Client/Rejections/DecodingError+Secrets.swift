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

        init(_ key: any CodingKey, by redactor: Redactor) {
            stringValue = ServiceErrorText.shown(key.stringValue, by: redactor, limit: 100)
            intValue = key.intValue
        }

        init?(stringValue: String) { nil }

        init?(intValue: Int) { nil }
    }

    /// The same error without secrets: a decoder quotes what it could not use.
    func redacted(by redactor: Redactor) -> DecodingError {
        func hide(_ context: Context) -> Context {
            Context(
                codingPath: context.codingPath.map { Name($0, by: redactor) },
                debugDescription: ServiceErrorText.shown(
                    context.debugDescription,
                    by: redactor,
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
