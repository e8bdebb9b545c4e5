//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension ServiceValidation {
    func checkDeprecation() throws(OAuth1ServiceError) {
        guard let deprecation = service.deprecation else { return }
        for (field, day) in [("date", deprecation.date), ("checkedOn", deprecation.checkedOn)] {
            guard let day else { continue }
            try check(day.exists, "deprecation.\(field)", "a day that exists", FieldPath.quoted("\(day)"))
        }
        try checkPage(deprecation.source, "deprecation.source")
        for (field, text) in [("successor", deprecation.successor), ("note", deprecation.note)] {
            try check(text?.isEmpty != true, "deprecation.\(field)", "a text", "an empty text")
        }
        switch deprecation.status {
        case .stays, .announced: break
        case .successorExists:
            try check(
                deprecation.successor != nil,
                "deprecation.successor",
                "the field, which the status successorExists needs",
                "nothing"
            )
        case .ends:
            try check(
                deprecation.date != nil || deprecation.note != nil,
                "deprecation.date",
                "the field, or note, which the status ends needs",
                "nothing"
            )
        }
        guard let exchange = deprecation.exchange else { return }
        try checkURL(exchange, "deprecation.exchange")
        guard let described = service.tokenExchange?.endpoint.url else { return }
        try check(
            exchange == described,
            "deprecation.exchange",
            "the URL of tokenExchange, \(FieldPath.quoted(described))",
            FieldPath.quoted(exchange)
        )
    }

    /// Checks the URL of a page, which has no variables and may have a fragment.
    private func checkPage(_ url: String, _ field: String) throws(OAuth1ServiceError) {
        try check(
            (try? HTTPRequest(.get, wireURL: url)) != nil,
            field,
            "an absolute http or https URL",
            FieldPath.quoted(url)
        )
    }
}
