//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import OAuth1
import OAuth1Client

// snippet.end

// snippet.download
func download(
    _ url: String,
    as user: AsyncOAuth1Client,
    write: ([UInt8]) throws -> Void
) async throws {
    let response = try await user.stream(.get, url)
    guard response.status.kind == .successful else {
        try await response.collect(upTo: 65_536).checkingStatus()
        return
    }
    for try await piece in response.body { try write(piece) }
}
// snippet.end

// snippet.upload
func export(
    as user: AsyncOAuth1Client,
    rows: @escaping @Sendable () -> AsyncThrowingStream<String, any Error>
) async throws {
    let body = OAuth1BodyStream(contentType: "text/csv") {
        rows().map { Array($0.utf8) }
    }
    try await user.stream(
        .put,
        "https://api.example.com/export.csv",
        body: body
    )
    .collect(upTo: 65_536)
    .checkingStatus()
}
// snippet.end

// snippet.multipartUpload
func upload(
    _ video: OAuth1BodyStream,
    titled title: String,
    as user: AsyncOAuth1Client
) async throws {
    var form = OAuth1MultipartForm()
    form.append("title", title)
    let file = OAuth1MultipartFile(
        name: "video",
        filename: "video.mp4",
        body: video
    )
    try await user.stream(
        .post,
        "https://api.example.com/videos",
        body: .multipart(form, files: [file])
    )
    .collect(upTo: 65_536)
    .checkingStatus()
}
// snippet.end

// snippet.progress
func upload(
    _ body: OAuth1BodyStream,
    as user: AsyncOAuth1Client
) async throws -> OAuth1Response {
    let progress = OAuth1TransferProgress()
    async let response =
        user.stream(
            .post,
            "https://api.example.com/videos",
            body: body,
            progress: progress
        )
        .collect(upTo: 65_536)
    for await state in progress {
        print(
            state.sentBytes,
            "of",
            state.totalBytesToSend.map { "\($0)" } ?? "an unknown number",
            "bytes"
        )
    }
    return try await response.checkingStatus()
}
// snippet.end

// snippet.blocking
func save(
    _ url: String,
    session: OAuth1Session,
    write: @escaping @Sendable ([UInt8]) throws -> Void
) throws {
    let head = try session.stream(.get, url, receive: write)
    print(head.status)
}
// snippet.end
