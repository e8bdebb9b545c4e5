//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1Web

/// A page that says what happened and what can be done.
struct MessagePage {
    let heading: String
    let text: String
    /// What kind of message it is, for tests.
    let kind: String
    /// The name of the service to log in with, if that is what can be done.
    var serviceName: String?
    var loginPath = "/"

    /// A login that failed.
    init(_ failure: OAuth1LoginFailure, _ client: OAuth1WebClient) {
        heading = MessagePage.title(failure)
        text = failure.reason
        kind = failure.code.description
        serviceName = client.displayName
        let returnPath = failure.returnPath?.description ?? "/accounts/\(client.name)"
        loginPath = ServiceCard.loginPath(client.loginPath, returningTo: returnPath)
    }

    /// The page of an account that this browser has not logged in with.
    init(notLoggedInAt client: OAuth1WebClient) {
        heading = "Not logged in"
        text = "This browser is not logged in with \(client.displayName), or the login has expired."
        kind = "notLoggedIn"
        serviceName = client.displayName
        loginPath = ServiceCard.loginPath(client.loginPath, returningTo: "/accounts/\(client.name)")
    }

    /// Something that is not there or went wrong.
    init(_ status: HTTPResponse.Status, _ text: String?) {
        switch status {
        case .notFound:
            heading = "There is nothing here"
            self.text = text ?? "This page does not exist."
        case .forbidden:
            heading = "The request was rejected"
            self.text = text ?? "This request was rejected."
        case .methodNotAllowed:
            heading = "The request was rejected"
            self.text = text ?? "This page can only be opened in a browser."
        default:
            heading = "Something went wrong"
            self.text = text ?? "Please try again later."
        }
        kind = "\(status.code)"
    }

    static func title(_ failure: OAuth1LoginFailure) -> String {
        switch failure.code {
        case .denied: "You are not logged in"
        case .expired: "That took too long"
        case .otherBrowser: "This login started in another browser"
        case .replayed: "This login is already complete"
        case .noLogin: "There is no login in progress"
        case .unreadable: "This login can't be read"
        case .invalidCallback: "The service's response is invalid"
        default: "The login failed"
        }
    }
}
