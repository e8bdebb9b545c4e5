//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import FuzzTargets
import Testing

/// What the fuzzer starts with and what it found, run through its targets without it.
@Suite("Fuzz targets")
struct ReplayTests {
    /// How many changed seeds each target gets: more than that is for `scripts/fuzz`.
    private static let changedSeeds = 150

    @Test("Seeds and past failures break no invariant", arguments: FuzzTarget.allCases)
    func replay(_ target: FuzzTarget) async throws {
        let inputs = try FuzzFolder.inputs(of: target)
        try #require(inputs.contains { $0.isSeed }, "Fuzz/Seeds/\(target) has no files")
        for input in inputs { await run(target, input.bytes, input.name) }
    }

    @Test("Seeds that were changed a little break no invariant", arguments: FuzzTarget.allCases)
    func changed(_ target: FuzzTarget) async throws {
        let seeds = try FuzzFolder.inputs(of: target)
        var random = SeedChanges(seed: 13)
        for number in 0..<Self.changedSeeds {
            let seed = seeds[number % seeds.count]
            let bytes = random.changed(seed.bytes, with: seeds[Int.random(in: 0..<seeds.count, using: &random)].bytes)
            await run(target, bytes, "\(seed.name), changed to \(Data(bytes).base64EncodedString())")
        }
    }

    @Test("Each target has a program, and each folder of inputs belongs to a target")
    func folders() throws {
        let names = Set(FuzzTarget.allCases.map(\.rawValue))
        #expect(try FuzzFolder.names(in: "Seeds") == names)
        #expect(try FuzzFolder.names(in: "Failures").isSubset(of: names))
        let programs = Set(names.map { "Fuzz" + FuzzFolder.capitalized($0) })
        #expect(try FuzzFolder.names(in: "Programs") == programs)
        // Without them a program is not built, or does not link, which only scripts/fuzz would show.
        let manifest = try FuzzFolder.text(of: "Package.swift")
        let entryPoints = try FuzzFolder.text(of: "Sources/EntryPoints/EntryPoints.c")
        for program in programs {
            #expect(manifest.contains("\"\(program)\""), "Fuzz/Package.swift lacks \(program)")
            #expect(entryPoints.contains("ENTRY_POINT(\(program))"), "EntryPoints.c lacks \(program)")
        }
    }

    private func run(_ target: FuzzTarget, _ bytes: [UInt8], _ name: String) async {
        do { try await target.run(bytes) } catch { Issue.record("\(name): \(error)") }
    }
}
