//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import OAuth1
import OAuth1Server

/// The values of the consent page's template.
///
/// Templates see stored properties only.
struct ConsentPageModel {
    struct Parameter {
        let name: String
        let value: String
    }

    /// A scope or realm.
    struct Item {
        let name: String
        let description: String

        init(_ item: OAuth1AccessRules.Item) {
            name = item.name.forTemplate
            description = item.description.forTemplate
        }
    }

    let serviceName: String
    let styleSheet: String
    let userName: String
    let clientName: String
    let destination: String
    let hasDestination: Bool
    let access: [String]
    let hasAccess: Bool
    let scopes: [Item]
    let realms: [Item]
    let parameters: [Parameter]
    let hasParameters: Bool
    let requestToken: String
    let formToken: String
    let accessFields: [Parameter]

    init(_ request: OAuth1ConsentRequest) {
        serviceName = request.serviceName.forTemplate
        styleSheet = request.styleSheet
        userName = (request.user.displayName ?? request.user.id).forTemplate
        clientName = request.client.displayName.forTemplate
        destination = request.destination.forTemplate
        hasDestination = !destination.isEmpty
        access = request.access.map(\.forTemplate)
        hasAccess = !access.isEmpty
        scopes = request.scopes.map { Item($0) }
        realms = request.realms.map { Item($0) }
        parameters = request.undescribedParameters.map {
            Parameter(name: $0.name.forTemplate, value: $0.value.forTemplate)
        }
        hasParameters = !parameters.isEmpty
        requestToken = request.requestToken.forTemplate
        formToken = request.formToken
        accessFields = request.accessFields.map {
            Parameter(name: $0.name.forTemplate, value: $0.value.forTemplate)
        }
    }
}

/// The values of the template for the page of a user's grants.
struct GrantsPageModel {
    struct Time {
        let day: String
        let iso8601: String

        init(_ seconds: Int64) {
            let day = CalendarDay(seconds: seconds)
            self.day = day.words
            iso8601 = day.iso8601
        }
    }

    struct Entry {
        let clientName: String
        let clientKey: String
        let formToken: String
        let access: [String]
        let hasAccess: Bool
        let allowedAt: Time
        let expiresAt: Time?
    }

    let serviceName: String
    let styleSheet: String
    let userName: String
    let removedName: String?
    let entries: [Entry]
    let hasEntries: Bool

    init(_ list: OAuth1GrantList) {
        serviceName = list.serviceName.forTemplate
        styleSheet = list.styleSheet
        userName = (list.user.displayName ?? list.user.id).forTemplate
        removedName = list.removedName?.forTemplate
        entries = list.entries.map { entry in
            Entry(
                clientName: entry.displayName.forTemplate,
                clientKey: entry.grant.clientKey.forTemplate,
                formToken: entry.formToken,
                access: entry.access.map(\.forTemplate),
                hasAccess: !entry.access.isEmpty,
                allowedAt: Time(entry.grant.firstIssuedAt),
                expiresAt: entry.grant.endsAt.map { Time($0) }
            )
        }
        hasEntries = !entries.isEmpty
    }
}

extension String {
    /// The text in a form that swift-mustache escapes completely.
    ///
    /// It escapes whole characters of Swift, and a quote with a combining mark is one character that it leaves as it
    /// is: to a browser the quote still ends the attribute. Zero-width spaces separate the two.
    fileprivate var forTemplate: String {
        var result = "".unicodeScalars
        for character in self {
            let isOneScalar = character.unicodeScalars.count == 1
            for scalar in character.unicodeScalars {
                switch scalar {
                case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                    result.append(" ")
                case "<", ">", "&", "\"", "'":
                    result.append(contentsOf: isOneScalar ? [scalar] : ["\u{200B}", scalar, "\u{200B}"])
                default:
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }
}
#endif
