//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// A call to start with, for collections of other tools.
struct CollectionRequest {
    let name: String
    let method: String
    let url: String

    /// The call with which a login is checked, or the URL of the API; `nil` if neither is known.
    init?(_ profile: Profile) throws {
        let client = try profile.makeClient(transport: UnsentTransport())
        if let probe = client.flow.service?.probe, let url = client.flow.probeURL {
            (name, method, self.url) = ("Check the login", probe.method.rawValue, url)
        } else if let base = client.flow.options.baseURL {
            (name, method, url) = ("API", "GET", base)
        } else {
            return nil
        }
    }
}

/// The credentials of a login by the names of their variables.
struct ExportedCredentials {
    let values: [(name: String, value: String, isSecret: Bool)]

    init(_ profile: Profile) {
        values = [
            ("consumerKey", profile.client.key, false),
            ("consumerSecret", profile.client.secret.reveal(), true),
            ("token", profile.token?.token ?? "", true),
            ("tokenSecret", profile.token?.secret.reveal() ?? "", true),
        ]
    }
}
#endif
