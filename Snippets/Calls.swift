//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

// snippet.end

// snippet.policies
func client(_ credentials: OAuth1ClientCredentials) -> AsyncOAuth1Client {
    AsyncOAuth1Client(
        client: credentials,
        options: OAuth1FlowOptions(
            redirects: OAuth1RedirectPolicy(
                maximumCount: 3,
                allowedHosts: ["media.example.com"]
            ),
            retries: OAuth1RetryPolicy(
                maximumAttempts: 5,
                budget: .seconds(60)
            )
        ),
        transport: .urlSession
    )
}
// snippet.end

// snippet.json
struct Note: Codable {
    var id: Int?
    var text: String
}

func create(_ note: Note, as user: AsyncOAuth1Client) async throws -> Note {
    try await user.post(
        "https://api.example.com/notes",
        .json(encoding: note)
    )
    .json()
}
// snippet.end

// snippet.failures
func notes(of user: AsyncOAuth1Client) async throws -> [Note] {
    let response = try await user.get("https://api.example.com/notes")
    if response.status == .notFound { return [] }
    do {
        return try response.json()
    } catch  where error.problem?.code == "token_revoked" {
        print("Log in again.")
        throw error
    }
}
// snippet.end

// snippet.multipart
func upload(
    _ photo: [UInt8],
    title: String,
    as user: AsyncOAuth1Client
) async throws {
    var form = OAuth1MultipartForm()
    form.append("title", title)
    form.append(
        "photo",
        filename: "photo.jpg",
        contentType: "image/jpeg",
        photo
    )
    try await user.post("https://api.example.com/photos", .multipart(form))
        .checkingStatus()
}
// snippet.end

// snippet.signedFields
func uploadToFlickr(
    _ form: OAuth1MultipartForm,
    as user: AsyncOAuth1Client
) async throws {
    let response = try await user.send(
        .post,
        "https://up.flickr.com/services/upload/",
        body: .multipart(form),
        options: OAuth1SigningOptions(additionallySigned: form.fields)
    )
    try response.checkingStatus()
}
// snippet.end
