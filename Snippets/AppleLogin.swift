//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.login
import Foundation
import OAuth1
import OAuth1Client

/// Logs in with Discogs, and calls it.
@MainActor
final class LoginModel {
    private let session: AsyncOAuth1UserSession

    init(
        client: AsyncOAuth1Client,
        store: any OAuth1SessionStore
    ) async throws {
        session = try await client.userSession(
            restoringFrom: store,
            callback: .url("org.example.app:/callback")
        )
    }

    var isLoggedIn: Bool { session.token != nil }

    /// Returns `false` if the user declined.
    ///
    /// `open` shows a page in the system's browser sheet, and returns the URL
    /// of the callback.
    func logIn(open: (URL) async throws -> URL) async throws -> Bool {
        try await session.fetchRequestToken()
        guard let page = URL(string: try session.authorizationURL()) else {
            return false
        }
        let callback = try await open(page).absoluteString
        switch try session.parseAuthorizationResponse(callback) {
        case .authorized:
            try await session.fetchAccessToken()
            return true
        case .denied:
            return false
        }
    }

    func identity() async throws -> String {
        try await session.get("oauth/identity").checkingStatus().text
    }
}
// snippet.end

// snippet.view
#if canImport(SwiftUI) && canImport(AuthenticationServices)
import AuthenticationServices
import SwiftUI

struct LoginView: View {
    let client: AsyncOAuth1Client
    @Environment(\.webAuthenticationSession) private var browser
    @State private var text = ""

    var body: some View {
        Button("Log in with Discogs") {
            Task {
                do {
                    text = try await logIn()
                } catch {
                    text = error.localizedDescription
                }
            }
        }
        Text(text)
    }

    private func logIn() async throws -> String {
        let store = OAuth1KeychainSessionStore(
            service: "org.example.app",
            account: "discogs"
        )
        let model = try await LoginModel(client: client, store: store)
        if !model.isLoggedIn {
            let isAllowed = try await model.logIn { page in
                try await browser.authenticate(
                    using: page,
                    callback: .customScheme("org.example.app"),
                    additionalHeaderFields: [:]
                )
            }
            guard isAllowed else { return "You declined." }
        }
        return try await model.identity()
    }
}
#endif
// snippet.end
