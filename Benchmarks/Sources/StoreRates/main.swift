//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// Measures the provider's stores: the memory of nonces, and accepted requests a second with SQLite beside the limit of the
// medium, and with PostgreSQL beside pgbench. `growth` compares full databases with empty ones.

import Foundation

let parts = CommandLine.arguments.dropFirst()
if parts.first == "growth" {
    let numbers = parts.dropFirst().compactMap { Int($0) }
    let size = GrowthMeasurement.Size(
        tokens: numbers.first ?? 1_000_000,
        nonces: numbers.dropFirst().first ?? 10_000_000
    )
    try await GrowthMeasurement.run(size)
} else if parts.first == "load" {
    // For profilers: accepted requests on SQLite for some seconds.
    try await DatabaseMeasurement.load(seconds: parts.dropFirst().first.flatMap { Int($0) } ?? 10)
} else {
    print("Stores. Each figure is that of 3 seconds; unless stated, of 64 requests at a time.\n")
    if parts.isEmpty || parts.contains("memory") { try await MemoryMeasurement.run() }
    if parts.isEmpty || parts.contains("sqlite") { try await DatabaseMeasurement.run() }
    if parts.isEmpty || parts.contains("postgresql") { try await PostgresMeasurement.run() }
}
