//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.upload
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// Uploads a file with its title, and reports each percent.
func upload(
    _ file: URL,
    titled title: String,
    as user: AsyncOAuth1Client,
    report: @escaping @Sendable (_ percent: Int64) -> Void
) async throws {
    var form = OAuth1MultipartForm()
    form.append("title", title)
    let video = OAuth1MultipartFile(
        name: "video",
        filename: file.lastPathComponent,
        body: try OAuth1BodyStream.file(file, contentType: "video/mp4")
    )
    let progress = OAuth1TransferProgress()
    async let response =
        user.stream(
            .post,
            "https://api.example.com/videos",
            body: .multipart(form, files: [video]),
            progress: progress
        )
        .collect(upTo: 65_536)

    for await state in progress {
        if let total = state.totalBytesToSend, total > 0 {
            report(state.sentBytes * 100 / total)
        }
    }
    try await response.checkingStatus()
}
// snippet.end
