//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if AsyncHTTPClient
// snippet.show
// snippet.file
import OAuth1AsyncHTTPClient
import OAuth1Client

func upload(_ path: String, as user: AsyncOAuth1Client) async throws {
    let video = try OAuth1BodyStream.file(path, contentType: "video/mp4")
    try await user.stream(
        .post,
        "https://api.example.com/videos",
        body: video
    )
    .collect(upTo: 65_536)
    .checkingStatus()
}
// snippet.end
// snippet.hide
#endif
