//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Server

/// What clients can do with a user's access token (RFC 5849 section 3): each request is signed.
enum PhotosAPI {
    private struct AlbumAnswer: Codable, Sendable {
        struct PhotoAnswer: Codable, Sendable {
            let file: String
            let title: String
        }

        let title: String
        let photos: [PhotoAnswer]
    }

    static func addRoutes(to router: Router<PhotosContext>, _ protector: OAuth1ResourceProtector) {
        let api = router.group("").add(middleware: OAuth1Middleware(protector))
        api.get("albums", use: albums)
        // As in the RFC: /photos?file=vacation.jpg&size=original
        api.get("photos", use: photo)
    }

    /// The user's albums as JSON.
    private static func albums(_ request: Request, _ context: PhotosContext) throws -> Response {
        let answer = Album.all(of: try user(context))
            .map { album in
                AlbumAnswer(title: album.title, photos: album.photos.map { .init(file: $0.file, title: $0.title) })
            }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(answer)))
        )
    }

    /// One photo.
    ///
    /// The parameters are those that the client signed.
    private static func photo(_ request: Request, _ context: PhotosContext) throws -> Response {
        let user = try user(context)
        let parameters = try context.requireOAuth1().signedParameters
        guard let size = PhotoSize(rawValue: parameters["size"] ?? "original") else { throw HTTPError(.badRequest) }
        guard let photo = Album.photo(parameters["file"] ?? "", of: user) else { throw HTTPError(.notFound) }
        return photo.response(size)
    }

    /// The user on whose behalf the client asks.
    private static func user(_ context: PhotosContext) throws -> String {
        guard let user = try context.requireOAuth1().userID else { throw HTTPError(.forbidden) }
        return user
    }
}
