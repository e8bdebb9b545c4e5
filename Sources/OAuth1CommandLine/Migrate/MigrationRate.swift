//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// How many tokens are exchanged in a time, such as `10/s` or `600/min`.
struct MigrationRate: ExpressibleByArgument, CustomStringConvertible, Sendable {
    private static let units: [(name: String, seconds: Int64)] = [("s", 1), ("min", 60), ("h", 3_600)]
    private static let maximum = 1_000_000

    let description: String
    /// The time between two exchanges.
    let interval: Duration

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), 1...MigrationRate.maximum ~= count,
            let unit = MigrationRate.units.first(where: { $0.name == parts[1] })
        else {
            return nil
        }
        description = argument
        interval = .seconds(unit.seconds) / count
    }

    /// Ten a second, which is below the limit that X documents (10,000 in 15 minutes).
    static let standard = MigrationRate(description: "10/s", interval: .milliseconds(100))

    private init(description: String, interval: Duration) {
        self.description = description
        self.interval = interval
    }
}
#endif
