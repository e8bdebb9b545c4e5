//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1GRDB
import OAuth1Server

/// Starts the two servers of the story in RFC 5849 section 1.2.
///
/// They share a process so that one command starts both, and nothing else: the printer knows the photo service by its URL,
/// and the consumer key and secret that it was given when it was registered there.
@main
struct PhotoPrinter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "PhotoPrinter",
        abstract: "A photo service and a printer that asks its users for access to their photos (RFC 5849 section 1.2)."
    )

    @Option(help: "The port of the printer, printer.example.com in the RFC.")
    var printerPort = 8080

    @Option(help: "The port of the photo service, photos.example.net in the RFC.")
    var photosPort = 8081

    @Option(help: "The folder of the photo service's database and its key.")
    var folder = FileManager.default.temporaryDirectory.appending(path: "photo-printer").path

    @Option(help: "How many seconds a user has to decide.")
    var requestTokenLifetime: Int64 = 600

    func run() async throws {
        // Two hosts, as browsers send the cookies of one host to all its ports.
        let printerURL = "http://localhost:\(printerPort)"
        let photosURL = "http://127.0.0.1:\(photosPort)"

        // The photo service registers the printer, which happens once in reality, on a page for developers.
        let credentials = OAuth1ClientCredentials(
            key: "dpf43f3p2l4k3l03",
            secret: OAuth1RandomTokenGenerator().makeSecret()
        )
        let database = try PhotosDatabase.open(inFolder: folder)
        try await database.clients.register(
            OAuth1RegisteredClient(
                credentials: credentials,
                displayName: "Example Printer",
                callbacks: [printerURL + "/ready/photos"]
            )
        )
        let photos = try PhotosSite(
            stores: database.stores,
            url: photosURL,
            requestTokenLifetime: requestTokenLifetime
        )

        let httpClient = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .oauth1)
        do {
            let printer = try PrinterSite(
                url: printerURL,
                photosURL: photosURL,
                credentials: credentials,
                transport: AsyncHTTPClientTransport(httpClient: httpClient)
            )
            var application = server(printer.router(), "printer", printerPort)
            application.addServices(server(photos.router(), "photos", photosPort))
            print("The printer: \(printerURL)\nThe photo service: \(photosURL)\nIts database: \(folder)")
            fflush(nil)
            try await application.runService()
        } catch {
            try? await httpClient.shutdown()
            throw error
        }
        try await httpClient.shutdown()
        try database.close()
    }

    /// A server that only this machine can reach.
    private func server<Context: RequestContext & InitializableFromSource<ApplicationRequestContextSource>>(
        _ router: Router<Context>,
        _ name: String,
        _ port: Int
    ) -> Application<RouterResponder<Context>> {
        var logger = Logger(label: name)
        logger.logLevel = .notice
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        )
    }
}
