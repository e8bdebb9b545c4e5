//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// A provider for scripts. The first line of its output is the port.
//
// Usage: ProviderServer sqlite PATH, or ProviderServer postgresql CONNECTION-STRING: one on a database, which
// scripts/provider-faults starts and kills. The key of the database is in OAUTH1_DATABASE_KEY.
//
// Usage: ProviderServer memory: one for clients in other languages (Tests/Peers/clients.py) and for requests through nginx
// (Tests/Peers/through_nginx.py). See PeerProvider for its environment.

#if Hummingbird && GRDB && PostgreSQL
try await ProviderServer.run()
#else
print("needs the traits Hummingbird, GRDB and PostgreSQL")
#endif
