//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if GRDB && Configuration
// snippet.show
// snippet.operating
import Configuration
import Logging
import OAuth1
import OAuth1GRDB
import OAuth1Server

func operatedProvider(
    _ database: OAuth1GRDBDatabase,
    settings: ConfigReader,
    logger: Logger
) throws -> (OAuth1ServerStores, OAuth1ServerConfiguration) {
    var stores = database.stores
    // Fixed clients of the environment, then those of the database.
    stores.clients = OAuth1CombinedClientStore([
        try OAuth1ConfiguredClientStore(reader: settings),
        database.clients,
    ])
    var configuration = OAuth1ServerConfiguration(
        serviceName: "Photos Example",
        externalURL: try OAuth1Origin("https://api.example.com")
    )
    configuration.metrics = OAuth1ServerMetrics()
    configuration.logger = logger
    let audit = OAuth1AuditLog()
    configuration.auditLog = audit
    Task { for await event in audit { logger.info("\(event)") } }
    return (stores, configuration)
}
// snippet.end

// snippet.clients
func changeClients(_ database: OAuth1GRDBDatabase) async throws {
    try await database.clients.updateClient(forKey: "printer") { client in
        client.callbacks = ["https://printer.example/ready"]
        client.allowedAccess = OAuth1Access(scopes: ["photos.read"])
    }
    try await database.clients.remove(key: "old-printer")
}

func revokeAccess(
    ofUser userID: String,
    _ server: OAuth1AuthorizationServer
) async throws {
    for grant in try await server.grants(ofUser: userID) {
        try await server.revokeGrant(
            ofUser: userID,
            clientKey: grant.clientKey
        )
    }
}
// snippet.end
// snippet.hide
#endif
