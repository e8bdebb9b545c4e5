//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Web

/// The photo service as the printer knows it: its endpoints from its documentation, and what it answers.
struct PhotosClient: Sendable {
    static let name = "photos"

    /// An album, as the service answers.
    struct Album: Decodable, Sendable {
        struct Photo: Decodable, Sendable {
            let file: String
            let title: String
        }

        let title: String
        let photos: [Photo]
    }

    /// The service no longer accepts the printer's access: the user removed it, or it has expired.
    struct AccessRemoved: Error {}

    let client: AsyncOAuth1Client

    /// The description of the service, for the registry.
    static func service(at url: String) -> OAuth1Service {
        OAuth1Service(
            id: name,
            name: "Example Photos",
            flow: .threeLegged,
            requestToken: OAuth1Service.Endpoint(url + "/initiate"),
            authorize: OAuth1Service.Authorize(url + "/authorize"),
            accessToken: OAuth1Service.Endpoint(url + "/token"),
            apiBaseURL: url,
            realm: OAuth1Service.Realm(.text("Photos"))
        )
    }

    /// The albums of the user.
    func albums() async throws -> [Album] {
        try checked(await client.get("albums")).json([Album].self)
    }

    /// A photo of the user.
    func photo(_ file: String, size: String) async throws -> [UInt8] {
        try checked(await client.get("photos", parameters: ["file": file, "size": size])).body
    }

    private func checked(_ response: OAuth1Response) throws -> OAuth1Response {
        guard response.status != .unauthorized else { throw AccessRemoved() }
        return try response.checkingStatus()
    }
}
