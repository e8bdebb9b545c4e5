//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1Client

extension OAuth1ReplicaHost {
    /// A service whose users are sent to its page here.
    ///
    /// All else stays as it is: requests are signed for the service's own URLs.
    ///
    /// - Parameter service: The service.
    /// - Returns: The service with its page and the variants of it on this host.
    public func hosted(_ service: OAuth1Service) -> OAuth1Service {
        var service = service
        guard var authorize = service.authorize else { return service }
        authorize.url = hosted(authorize.url, &service.variables)
        for (name, template) in authorize.variants {
            authorize.variants[name] = hosted(template, &service.variables)
        }
        service.authorize = authorize
        return service
    }

    /// A URL of a service, moved here.
    package func hosted(_ url: String) -> String {
        var variables: [OAuth1Service.Variable] = []
        return hosted(url, &variables)
    }

    /// A template of a URL, moved here.
    private func hosted(_ template: String, _ variables: inout [OAuth1Service.Variable]) -> String {
        for scheme in ["https://", "http://"] where template.hasPrefix(scheme) {
            return "\(baseURL)/\(template.dropFirst(scheme.count))"
        }
        // It starts with a variable that has scheme and host in its value: another one is made of that.
        guard template.first == "{", let end = template.firstIndex(of: "}") else { return template }
        let name = template[template.index(after: template.startIndex)..<end]
        let moved = "hosted \(name)"
        if !variables.contains(where: { $0.name == moved }) {
            var variable = OAuth1Service.Variable(
                moved,
                derivedFrom: String(name),
                // In this order: the URL of the host starts with http itself.
                [.replacing("http://", with: baseURL + "/"), .replacing("https://", with: baseURL + "/")]
            )
            variable.pattern = "http://.+"
            variables.append(variable)
        }
        return "{\(moved)}\(template[template.index(after: end)...])"
    }
}
