//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Advice for errors that services report in their own wording.
///
/// The words are those of their documentation, their source and the questions of their users; ``known`` has them.
struct ServiceHint {
    /// The cause.
    let cause: RejectionCause
    /// The advice.
    let text: String

    /// The most bytes of the header fields and of the body that are searched.
    private static let searchedBytes = 8_192
    /// The header fields in which services report errors.
    private static let fields = ["WWW-Authenticate", "X-Mashery-Error-Code", "X-Error-Detail-Header"]
        .compactMap { HTTPField.Name($0) }
    private static let words = WordSearch(known.map(\.words))

    /// The hint, or `nil` if nothing is known of what the service says.
    static func hint(for response: OAuth1Response) -> (cause: RejectionCause, text: String)? {
        guard !response.isSuccess else { return nil }
        var text: [UInt8] = []
        for name in fields {
            for value in response.head.headerFields[values: name] where text.count < searchedBytes {
                text.append(contentsOf: value.utf8.prefix(searchedBytes))
                text.append(UInt8(ascii: " "))
            }
        }
        text.append(contentsOf: ReadingLimits.beginning(of: response.body, upTo: searchedBytes))
        guard let index = words.first(in: text) else { return nil }
        return (known[index].hint.cause, known[index].hint.text)
    }
}
