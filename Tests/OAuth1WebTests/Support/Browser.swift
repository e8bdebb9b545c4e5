//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization

/// A browser with a jar of cookies, at a site whose only pages are the routes of a login.
final class Browser: Sendable {
    /// What the site answered.
    enum Page: Sendable {
        case redirect(String)
        case login(OAuth1Login)
        case failure(OAuth1LoginFailure)

        var location: String? { if case .redirect(let location) = self { location } else { nil } }
        var login: OAuth1Login? { if case .login(let login) = self { login } else { nil } }
        var failure: OAuth1LoginFailure? { if case .failure(let failure) = self { failure } else { nil } }
    }

    private let jar: Mutex<[(name: String, value: String)]>

    init(_ cookies: [(name: String, value: String)] = []) {
        jar = Mutex(cookies)
    }

    /// The cookies, the oldest first.
    var cookies: [(name: String, value: String)] { jar.withLock { $0 } }

    /// Another browser that got a copy of the cookies.
    var copy: Browser { Browser(cookies) }

    /// Changes the values of all cookies.
    func change(_ transform: (String) -> String) {
        jar.withLock { jar in jar = jar.map { ($0.name, transform($0.value)) } }
    }

    /// Opens a page of the site.
    func open(_ path: String, at registry: OAuth1Registry) async throws -> Page? {
        guard let route = registry.route(of: path) else { return nil }
        switch try await registry.answer(request(path), at: route) {
        case .response(let head):
            take(head.headerFields)
            return .redirect(head.headerFields[.location] ?? "")
        case .outcome(let outcome):
            take(outcome.headerFields)
            switch outcome.result {
            case .success(let login): return .login(login)
            case .failure(let failure): return .failure(failure)
            }
        }
    }

    /// The request for a page, with the cookies.
    func request(_ target: String) -> HTTPRequest {
        var request = HTTPRequest(method: .get, scheme: "http", authority: "evil.example", path: target)
        let cookies = cookies
        if !cookies.isEmpty {
            request.headerFields[.cookie] = cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
        }
        return request
    }

    /// Keeps cookies as browsers do: one that is set again keeps its place, one without life goes.
    func take(_ fields: HTTPFields) {
        for field in fields[values: .setCookie] {
            let parts = field.split(separator: "; ").map(String.init)
            guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
            let (name, value) = (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
            jar.withLock { jar in
                let index = jar.firstIndex { $0.name == name }
                if parts.contains("Max-Age=0") {
                    if let index { jar.remove(at: index) }
                } else if let index {
                    jar[index].value = value
                } else {
                    jar.append((name, value))
                }
            }
        }
    }

    /// Starts a login, decides at the service, and returns the path of the callback.
    func authorize(
        _ service: String,
        next: String? = nil,
        allow: Bool = true,
        at registry: OAuth1Registry,
        _ transport: any OAuth1Transport
    ) async throws -> String {
        let path = "/login/\(service)" + (next.map { "?next=\($0)" } ?? "")
        guard let page = try await open(path, at: registry)?.location else { return "" }
        let user = OAuth1TestBrowser(transport: transport)
        return Browser.path(of: try await allow ? user.allow(page) : user.deny(page))
    }

    /// What of a URL goes into a request.
    static func path(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(of: "/") else {
            return url
        }
        return String(url[slash...])
    }
}
