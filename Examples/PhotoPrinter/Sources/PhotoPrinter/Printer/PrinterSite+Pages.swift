//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import OAuth1
import OAuth1Client
import OAuth1Web

extension PrinterSite {
    /// What the start shows.
    struct HomePage {
        let isConnected: Bool
        let connectPath: String
    }

    /// The photos to choose from.
    struct ChoicePage {
        let albums: [PhotosClient.Album]
    }

    func home(_ request: Request, _ context: PrinterContext) throws -> Response {
        let page = HomePage(
            isConnected: sessions[request.headers]?.token != nil,
            connectPath: try registry.client(PhotosClient.name).loginPath
        )
        return try pages.response("printer", title: "Print your photos", page)
    }

    func choice(_ request: Request, _ context: PrinterContext) async throws -> Response {
        let albums = try await context.photos.albums()
        return try pages.response("choice", title: "Which photos?", ChoicePage(albums: albums))
    }

    /// A photo for the browser: the printer fetches it, as only the printer can sign.
    func photo(_ request: Request, _ context: PrinterContext) async throws -> Response {
        let file = try context.parameters.require("file")
        let bytes = try await context.photos.photo(file, size: "small")
        return Response(
            status: .ok,
            headers: [.contentType: "image/svg+xml"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// Fetches the chosen photos in their original size.
    ///
    /// The rest of the story needs paper.
    func printPhotos(_ request: Request, _ context: PrinterContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 4_096)
        let files = OAuth1Parameters(formEncoded: Array(body.readableBytesView)).values(for: "file").prefix(20)
        guard !files.isEmpty else { throw HTTPError(.badRequest, message: "Please choose a photo first.") }
        let photos = try await context.photos
        var size = 0
        for file in files { size += try await photos.photo(file, size: "original").count }
        let message = Message(
            kind: "printed",
            title: files.count == 1 ? "Your photo is being printed" : "Your \(files.count) photos are being printed",
            text: "The printer fetched \(size) bytes from Example Photos.",
            linkText: "Print more",
            linkPath: "/choice"
        )
        return try pages.message(message, status: .ok)
    }
}
