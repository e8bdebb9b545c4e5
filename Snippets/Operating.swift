//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if Hummingbird && GRDB && Configuration
// snippet.show
// snippet.operating
import Configuration
import Hummingbird
import HummingbirdOAuth1
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
    configuration.isReadOnly = {
        settings.bool(forKey: "readOnly") ?? false
    }
    let audit = OAuth1AuditLog()
    configuration.auditLog = audit
    Task { for await event in audit { logger.info("\(event)") } }
    return (stores, configuration)
}

func operations(_ stores: OAuth1ServerStores) -> Router<BasicRequestContext> {
    // Serve it at an address that clients don't reach.
    let router = Router()
    router.addOAuth1Readiness(stores, at: "/ready")
    return router
}
// snippet.end
// snippet.hide
#endif
