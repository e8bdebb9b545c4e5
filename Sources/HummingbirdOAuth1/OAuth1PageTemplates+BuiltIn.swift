//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
extension OAuth1PageTemplates {
    /// The template of the built-in consent page, to start with.
    public static let builtInConsent = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Allow access? – {{serviceName}}</title>
        <style>{{{styleSheet}}}</style>
        </head>
        <body>
        <main>
        <p class="service"><bdi>{{serviceName}}</bdi></p>
        <h1>Allow access?</h1>
        <p><strong><bdi>{{clientName}}</bdi></strong> asks for access to your account at \
        <strong><bdi>{{serviceName}}</bdi></strong>.</p>
        {{#hasAccess}}
        <h2>It will be able to:</h2>
        <ul>
        {{#access}}
        <li>{{.}}</li>
        {{/access}}
        </ul>
        {{/hasAccess}}
        {{^hasAccess}}
        <p>If you allow it, it can use your account in your name until you remove its access.</p>
        {{/hasAccess}}
        {{#hasParameters}}
        <h2>Details that the application sent:</h2>
        <dl>
        {{#parameters}}
        <dt><bdi>{{name}}</bdi></dt><dd><bdi>{{value}}</bdi></dd>
        {{/parameters}}
        </dl>
        {{/hasParameters}}
        <p>You are signed in as <strong><bdi>{{userName}}</bdi></strong>. \
        {{#hasDestination}}You will be sent to <strong><bdi>{{destination}}</bdi></strong>.{{/hasDestination}}\
        {{^hasDestination}}You will get a code to enter in the application.{{/hasDestination}}</p>
        <form method="post" aria-label="Your decision">
        <input type="hidden" name="oauth_token" value="{{requestToken}}">
        <input type="hidden" name="form_token" value="{{formToken}}">
        {{#accessFields}}
        <input type="hidden" name="{{name}}" value="{{value}}">
        {{/accessFields}}
        <div class="actions">
        <button type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="deny">Deny</button>
        </div>
        </form>
        </main>
        </body>
        </html>

        """

    /// The template of the built-in page of a user's grants, to start with.
    public static let builtInGrants = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Connected applications – {{serviceName}}</title>
        <style>{{{styleSheet}}}</style>
        </head>
        <body>
        <main>
        <p class="service"><bdi>{{serviceName}}</bdi></p>
        <h1>Connected applications</h1>
        {{#removedName}}
        <p role="status"><strong>Access removed: <bdi>{{removedName}}</bdi> can't use your account anymore.</strong></p>
        {{/removedName}}
        <p>You are signed in as <strong><bdi>{{userName}}</bdi></strong>. \
        {{#hasEntries}}These applications can use your account in your name until you remove their access.{{/hasEntries}}\
        {{^hasEntries}}No application can use your account.{{/hasEntries}}</p>
        {{#entries}}
        <section>
        <h2><bdi>{{clientName}}</bdi></h2>
        {{#hasAccess}}
        <ul>
        {{#access}}
        <li>{{.}}</li>
        {{/access}}
        </ul>
        {{/hasAccess}}
        <p>Allowed on {{#allowedAt}}<time datetime="{{iso8601}}">{{day}}</time>{{/allowedAt}}\
        {{#expiresAt}}, until <time datetime="{{iso8601}}">{{day}}</time>{{/expiresAt}}.</p>
        <form method="post">
        <input type="hidden" name="oauth_consumer_key" value="{{clientKey}}">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <div class="actions"><button type="submit" aria-label="Remove access: {{clientName}}">Remove access</button></div>
        </form>
        </section>
        {{/entries}}

        </main>
        </body>
        </html>

        """
}
#endif
