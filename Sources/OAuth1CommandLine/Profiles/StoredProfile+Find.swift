//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
extension StoredProfile {
    /// Finds a profile by its name, or the one in use.
    ///
    /// - Throws: ``CommandFailure`` with ``ExitStatus/loginRequired`` and the command to type.
    static func find(_ name: String?, in document: ProfileDocument) throws -> StoredProfile {
        if let name {
            if let found = document[name] { return found }
            throw CommandFailure(
                .loginRequired,
                "there is no profile \(name)",
                advice: document.profiles.isEmpty
                    ? "Run oauth1 login \(name.prefix { $0 != "/" }) first"
                    : "Run oauth1 login \(name.prefix { $0 != "/" }) first, or use one of: "
                        + document.profiles.map(\.name).joined(separator: ", ")
            )
        }
        if let found = document.inUse { return found }
        throw CommandFailure(
            .loginRequired,
            document.profiles.isEmpty ? "nobody is logged in" : "no profile is in use",
            advice: document.profiles.isEmpty
                ? "Run oauth1 login SERVICE first; oauth1 services list shows the services"
                : "Run oauth1 auth use with one of: " + document.profiles.map(\.name).joined(separator: ", ")
        )
    }
}

extension ProfileDocument {
    /// Puts a profile in the place of the one with the same name, or at the end.
    mutating func replace(_ profile: StoredProfile) {
        if let index = profiles.firstIndex(where: { $0.name == profile.name }) {
            profiles[index] = profile
        } else {
            profiles.append(profile)
        }
    }
}
#endif
