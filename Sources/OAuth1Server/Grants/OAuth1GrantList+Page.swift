//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1GrantList {
    /// The page that is shown unless the application has a custom one.
    func builtInPage() -> OAuth1ServerResponse {
        .page(
            "Connected applications",
            """
            \(notice)<p>You are signed in as <strong><bdi>\(user.displayName ?? user.id)</bdi></strong>. \(explanation)</p>
            \(list)
            """,
            of: ConsentPageLook(name: serviceName, style: style),
            formTargets: Self.formTargets
        )
    }

    /// The style of consent pages with rules for the list, and the application's additions last.
    var style: OAuth1PageStyle { OAuth1PageStyle(css: Self.rules + pageStyle.css) }

    /// To remove access is not what the page suggests, so its buttons are not the main ones.
    private static let rules = """
        section{margin-top:1.25rem;padding-top:1.25rem;border-top:1px solid var(--line)}\
        section h2{margin-top:0}\
        section .actions{margin-top:1rem}\
        section .actions>:first-child{background:transparent;border-color:var(--soft);color:var(--text)}

        """

    /// Where the forms lead, for `form-action` in the Content-Security-Policy.
    static var formTargets: String { "'self'" }

    private var notice: HTMLText {
        guard let removedName else { return "" }
        return """
            <p role="status"><strong>Access removed: <bdi>\(removedName)</bdi> can't use your account anymore.</strong></p>

            """
    }

    private var explanation: HTMLText {
        entries.isEmpty
            ? "No application can use your account."
            : "These applications can use your account in your name until you remove their access."
    }

    private var list: HTMLText {
        entries.reduce(into: "" as HTMLText) { list, entry in list.append(section(entry)) }
    }

    private func section(_ entry: Entry) -> HTMLText {
        let sentences = entry.access.reduce(into: "" as HTMLText) { list, sentence in
            list.append("<li>\(sentence)</li>\n")
        }
        let access: HTMLText = entry.access.isEmpty ? "" : "<ul>\n\(sentences)</ul>\n"
        let expiry: HTMLText = entry.grant.endsAt.map { ", until \(time($0))" } ?? ""
        return """
            <section>
            <h2><bdi>\(entry.displayName)</bdi></h2>
            \(access)<p>Allowed on \(time(entry.grant.firstIssuedAt))\(expiry).</p>
            <form method="post">
            <input type="hidden" name="oauth_consumer_key" value="\(entry.grant.clientKey)">
            <input type="hidden" name="form_token" value="\(entry.formToken)">
            <div class="actions"><button type="submit" aria-label="Remove access: \(entry.displayName)">\
            Remove access</button></div>
            </form>
            </section>

            """
    }

    private func time(_ seconds: Int64) -> HTMLText {
        let day = CalendarDay(seconds: seconds)
        return "<time datetime=\"\(day.iso8601)\">\(day.words)</time>"
    }
}
