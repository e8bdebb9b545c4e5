//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where the two routes of a login are, below the application's public URL.
public struct OAuth1LoginPaths: Sendable, Hashable {
    /// The placeholder for the name of the service.
    static let placeholder = "{service}"

    /// The route that sends the user to the service.
    public let login: String
    /// The route that the service sends the user back to.
    public let callback: String

    /// Creates paths.
    ///
    /// - Parameters:
    ///   - login: The path of the route that starts a login, with `{service}` for the name of the service.
    ///   - callback: The path of the route that ends it, with `{service}` for the name of the service.
    public init(login: String = "/login/{service}", callback: String = "/login/{service}/callback") {
        self.login = login
        self.callback = callback
    }

    /// Rejects paths that no route can have.
    func validate() throws(OAuth1WebError) {
        for path in [login, callback] {
            let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            let names = segments.filter { $0 == Self.placeholder }.count
            guard OAuth1ReturnPath(path) != nil, !path.contains("?"), !path.contains("#"), names == 1,
                segments.filter({ $0.contains("{") || $0.contains("}") }).count == 1,
                !segments.dropFirst().contains("")
            else {
                throw OAuth1WebError(
                    .invalidConfiguration,
                    "expected a login path that starts with a slash and has {service} as one segment, got \(path)"
                )
            }
        }
        guard login != callback else {
            throw OAuth1WebError(.invalidConfiguration, "expected different paths for login and callback")
        }
    }

    /// A path with the name of a service in it.
    static func path(_ template: String, of service: String) -> String {
        template.replacing(placeholder, with: service)
    }

    /// The name of the service in a path, or `nil` if the path is another one.
    static func service(in path: String, _ template: String) -> String? {
        guard let place = template.firstRange(of: placeholder) else { return nil }
        let (start, end) = (template[..<place.lowerBound].utf8, template[place.upperBound...].utf8)
        let (path, length) = (path.utf8, start.count + end.count)
        guard path.count > length, path.starts(with: start), path.suffix(end.count).elementsEqual(end) else {
            return nil
        }
        let name = path.dropFirst(start.count).dropLast(end.count)
        return name.contains(UInt8(ascii: "/")) ? nil : String(decoding: name, as: UTF8.self)
    }
}
