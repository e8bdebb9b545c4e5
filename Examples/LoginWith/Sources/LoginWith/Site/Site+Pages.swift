//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hummingbird
import HummingbirdOAuth1
import Logging
import OAuth1
import OAuth1Client
import OAuth1Web

extension Site {
    /// The start: buttons for all services, and the accounts of this browser.
    func home(_ request: Request, _ context: SiteContext) throws -> Response {
        let cards = OfferedService.all.map { offered in
            let account = session.account(offered.service.id, in: request)
            return ServiceCard(offered, account, isReal: services.isReal(offered.service.id))
        }
        return try page(
            "home",
            HomePage(cards, saysGoodbye: request.uri.query == "bye"),
            title: "Log in with …",
            for: request
        )
    }

    /// An account: who it is, and what the service answers to a call with its token.
    func account(_ request: Request, _ context: SiteContext) async throws -> Response {
        let client = try registry.client(context.parameters.require("service"))
        guard let account = session.account(client.name, in: request),
            let offered = OfferedService.all.first(where: { $0.service.id == client.name })
        else {
            let message = MessagePage(notLoggedInAt: client)
            return try page("message", message, title: message.heading, status: .forbidden, for: request)
        }
        let answer = await call(offered, context)
        return try page(
            "account",
            AccountPage(
                card: ServiceCard(offered, account, isReal: services.isReal(client.name)),
                userID: account.userID,
                until: account.expiresAt.shown,
                call: "GET \(client.client.flow.request(.get, offered.call).wireURL)",
                answer: answer
            ),
            title: client.displayName,
            for: request
        )
    }

    /// Calls the service with the token of this browser.
    private func call(_ offered: OfferedService, _ context: SiteContext) async -> AccountPage.Answer {
        do {
            let user = try await context.requireOAuth1Clients().client(offered.service.id)
            let response = try await user.get(offered.call)
            return AccountPage.Answer(
                status: "\(response.status)",
                isSuccess: response.status.kind == .successful,
                text: response.readableText
            )
        } catch {
            context.logger.notice("a call failed", metadata: ["cause": "\(error)"])
            return AccountPage.Answer(
                status: "no answer",
                isSuccess: false,
                text: "\(offered.service.name) could not be asked. Please try again later."
            )
        }
    }
}

extension Int64 {
    /// Seconds since 1970 as a time of the day.
    fileprivate var shown: String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space).year().month().day()
            .time(includingFractionalSeconds: false)
        return Date(timeIntervalSince1970: TimeInterval(self)).formatted(style) + " UTC"
    }
}

extension OAuth1Response {
    /// The body, with line breaks if it is JSON.
    fileprivate var readableText: String {
        guard let object = try? JSONSerialization.jsonObject(with: Data(body)),
            let pretty = try? JSONSerialization.data(
                withJSONObject: object,
                options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            )
        else {
            return text
        }
        return String(decoding: pretty, as: UTF8.self)
    }
}
