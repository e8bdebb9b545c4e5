//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1

extension OAuth1ConsentRequest {
    /// The page that is shown unless the application has a custom one.
    func builtInPage() -> OAuth1ServerResponse {
        let place: HTMLText =
            destination.isEmpty
            ? "You will get a code to enter in the application."
            : "You will be sent to <strong><bdi>\(destination)</bdi></strong>."
        return .page(
            "Allow access?",
            """
            <p><strong><bdi>\(client.displayName)</bdi></strong> asks for access to your account at \
            <strong><bdi>\(serviceName)</bdi></strong>.</p>
            \(described)\(details)<p>You are signed in as <strong><bdi>\(user.displayName ?? user.id)</bdi></strong>. \(place)</p>
            <form method="post" aria-label="Your decision">
            <input type="hidden" name="oauth_token" value="\(requestToken)">
            <input type="hidden" name="form_token" value="\(formToken)">
            \(hiddenAccess)<div class="actions">
            <button type="submit" name="decision" value="allow">Allow</button>
            <button type="submit" name="decision" value="deny">Deny</button>
            </div>
            </form>
            """,
            of: ConsentPageLook(name: serviceName, style: pageStyle),
            formTargets: formTargets
        )
    }

    /// The parameters that the page shows as the client wrote them: scopes that the service knows are described instead.
    package var undescribedParameters: [OAuth1Parameter] {
        scopes.isEmpty ? Array(parameters) : parameters.filter { $0.name != "scope" }
    }

    /// The fields that grant what the page shows.
    private var hiddenAccess: HTMLText {
        accessFields.reduce(into: "" as HTMLText) { fields, field in
            fields.append("<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">\n")
        }
    }

    /// What the client can do afterwards, as the service describes it.
    private var described: HTMLText {
        guard !access.isEmpty else {
            return "<p>If you allow it, it can use your account in your name until you remove its access.</p>\n"
        }
        let list = access.reduce(into: "" as HTMLText) { list, sentence in
            list.append("<li>\(sentence)</li>\n")
        }
        return "<h2>It will be able to:</h2>\n<ul>\n\(list)</ul>\n"
    }

    /// The parameters that the client signed, as it wrote them.
    private var details: HTMLText {
        let parameters = undescribedParameters
        guard !parameters.isEmpty else { return "" }
        let list = parameters.reduce(into: "" as HTMLText) { list, parameter in
            list.append("<dt><bdi>\(parameter.name)</bdi></dt><dd><bdi>\(parameter.value)</bdi></dd>\n")
        }
        return "<h2>Details that the application sent:</h2>\n<dl>\n\(list)</dl>\n"
    }
}
