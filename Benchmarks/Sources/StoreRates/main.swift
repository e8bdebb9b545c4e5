//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// Measures the provider's stores: the memory of nonces, and accepted requests a second with SQLite beside the limit of the
// medium, and with PostgreSQL beside pgbench.

import OAuth1

print("Stores. 64 requests at a time; each figure is that of 3 seconds.\n")
try await MemoryMeasurement.run()
try await DatabaseMeasurement.run()
try await PostgresMeasurement.run()
