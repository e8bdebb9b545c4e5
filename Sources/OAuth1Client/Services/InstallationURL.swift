//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The URL of an installation or a host, as users copy it: with a slash or the path of the API at its end, or without
/// `https://` in front.
enum InstallationURL {
    /// The normalized value of a variable, or the value unchanged if its pattern is not that of a URL or a host.
    ///
    /// - Parameters:
    ///   - value: The given value.
    ///   - variable: The variable.
    ///   - template: The URL of the service's API, whose path after the variable may be at the end of the value.
    /// - Returns: The value to use.
    static func normalized(_ value: String, for variable: OAuth1Service.Variable, template: String?) -> String {
        switch variable.pattern {
        case OAuth1Service.Variable.urlPattern: url(value, suffixes: suffixes(of: template, behind: variable.name))
        case nil where isHost(variable): host(value)
        default: value
        }
    }

    /// A description of valid values that helps more than a regular expression.
    static func expectation(for variable: OAuth1Service.Variable) -> String {
        switch variable.pattern {
        case OAuth1Service.Variable.urlPattern:
            "an http or https URL such as https://host.example, with port and path if there are any, and without user, "
                + "query and fragment"
        case nil where isHost(variable): "a host such as www.example.com, without a port or path"
        case let pattern: "a value that matches \(pattern ?? OAuth1Service.Variable.standardPattern)"
        }
    }

    private static func isHost(_ variable: OAuth1Service.Variable) -> Bool {
        let name = variable.name.lowercased()
        return name.hasSuffix("host") || name.hasSuffix("domain")
    }

    private static func url(_ value: String, suffixes: [String]) -> String {
        var url = trimmed(value)
        if let scheme = scheme(of: url) {
            url = scheme + url.dropFirst(scheme.utf8.count)
        } else if !url.isEmpty, !url.utf8.starts(with: "/".utf8), !url.lowercased().hasPrefix("http:"),
            !url.lowercased().hasPrefix("https:")
        {
            url = "https://" + url
        }
        url = withoutSlashes(url)
        if let suffix = suffixes.first(where: { url.hasSuffix($0) && url.utf8.count > $0.utf8.count + 8 }) {
            url = withoutSlashes(String(url.dropLast(suffix.count)))
        }
        return url
    }

    private static func host(_ value: String) -> String {
        let value = trimmed(value)
        guard let scheme = scheme(of: value), scheme == "https://" else { return value }
        return withoutSlashes(String(value.dropFirst(scheme.utf8.count)))
    }

    /// The scheme in lower case, in whatever case it is written.
    private static func scheme(of url: String) -> String? {
        ["https://", "http://"].first { url.prefix($0.utf8.count).lowercased() == $0 }
    }

    private static func trimmed(_ value: String) -> String {
        var text = Substring(value)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private static func withoutSlashes(_ url: String) -> String {
        var url = url
        while url.utf8.last == UInt8(ascii: "/") { url.removeLast() }
        return url
    }

    /// The prefixes of the template's path after a variable, the longest first: `/MAAS/api/2.0`, `/MAAS/api`, `/MAAS`.
    private static func suffixes(of template: String?, behind name: String) -> [String] {
        guard let template, template.hasPrefix("{\(name)}/") else { return [] }
        let path = template.dropFirst(name.count + 2).prefix { $0 != "?" && $0 != "{" }
        let segments = path.split(separator: "/")
        return segments.indices.reversed().map { "/" + segments[...$0].joined(separator: "/") }
    }
}
