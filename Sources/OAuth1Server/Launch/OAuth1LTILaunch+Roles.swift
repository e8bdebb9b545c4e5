//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1LTILaunch {
    /// The roles as the platform wrote them (`roles`), for example `Instructor` or `urn:lti:sysrole:ims/lis/Administrator`.
    public var roles: [String] { list("roles") }

    /// Returns whether the user has a role in the context of the launch.
    ///
    /// A role is written as `Instructor` or as `urn:lti:role:ims/lis/Instructor`, also with a sub-role as in
    /// `Instructor/GuestInstructor`. Roles in the institution or the system (`urn:lti:instrole:`, `urn:lti:sysrole:`) don't
    /// count: an instructor of the institution may be a learner in the course.
    ///
    /// - Parameter role: The role, for example `Instructor`, `Learner` or `TeachingAssistant`, with or without
    ///   `urn:lti:role:ims/lis/`.
    /// - Returns: Whether it is one of ``roles``.
    public func hasRole(_ role: String) -> Bool {
        let role = Self.name(of: role)
        guard !role.isEmpty else { return false }
        return roles.contains { text in
            let name = Self.name(of: text)
            let rest = name.dropFirst(role.count)
            return name.starts(with: role) && (rest.isEmpty || rest.first == UInt8(ascii: "/"))
        }
    }

    /// A role of the context without its prefix.
    private static func name(of role: String) -> Substring.UTF8View {
        role.utf8.starts(with: contextPrefix.utf8) ? role.utf8.dropFirst(contextPrefix.utf8.count) : role.utf8[...]
    }

    private static let contextPrefix = "urn:lti:role:ims/lis/"
}
