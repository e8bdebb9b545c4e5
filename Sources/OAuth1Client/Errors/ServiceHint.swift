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
    private let start: String
    /// What follows the credentials to check; `nil` if the advice names none.
    private let end: String?
    /// Whether the token can be another application's.
    private let checksToken: Bool

    /// Creates advice.
    init(cause: RejectionCause, text: String) {
        self.cause = cause
        start = text
        end = nil
        checksToken = false
    }

    /// Creates advice that names what signed the request.
    init(signature start: String, checksToken: Bool = false, end: String = "") {
        cause = .signature
        self.start = start
        self.checksToken = checksToken
        self.end = end
    }

    /// The advice for a request.
    func text(_ credentials: SigningCredentials) -> String {
        guard let end else { return start }
        let token = checksToken && credentials.hasToken ? ", and that the token is this application's" : ""
        return "\(start): \(credentials.signatureAdvice)\(token)\(end)"
    }

    /// The most bytes of the header fields and of the body that are searched.
    private static let searchedBytes = 8_192
    /// The header fields in which services report errors.
    private static let fields = ["WWW-Authenticate", "X-Mashery-Error-Code", "X-Error-Detail-Header"]
        .compactMap { HTTPField.Name($0) }
    private static let words = WordSearch(known.map(\.words))

    /// Searches what the service says for known words.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - credentials: What signed the request.
    /// - Returns: The hint, or `nil` if nothing is known of what the service says.
    static func hint(
        for response: OAuth1Response,
        _ credentials: SigningCredentials
    ) -> (cause: RejectionCause, text: String)? {
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
        return (known[index].hint.cause, known[index].hint.text(credentials))
    }
}
