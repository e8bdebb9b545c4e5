//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if PostgreSQL
import Foundation
import OAuth1
// snippet.show
// snippet.database
import OAuth1Postgres
// snippet.hide
import OAuth1Server

let environment = ProcessInfo.processInfo.environment
let path = environment["OAUTH1_DATABASE"] ?? ""
let keys = try OAuth1DatabaseKeys([
    OAuth1Secret(environment["OAUTH1_DATABASE_KEYS"] ?? "")
])
// snippet.show

let database = try await OAuth1PostgresDatabase(
    connection: OAuth1Secret(path),
    keys: keys,
    migrates: false
)
// snippet.hide

// Until the program ends.
// snippet.show

database.close()
// snippet.end
// snippet.hide
#endif
