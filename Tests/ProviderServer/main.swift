//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// A provider on a database, which scripts/provider-faults starts and kills.
//
// Usage: ProviderServer sqlite PATH, or ProviderServer postgresql CONNECTION-STRING. The key of the database is in
// OAUTH1_DATABASE_KEY. The first line of the output is the port.

#if Hummingbird && GRDB && PostgreSQL
try await ProviderServer.run()
#else
print("needs the traits Hummingbird, GRDB and PostgreSQL")
#endif
