//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1
import OAuth1Server
import Testing

@testable import OAuth1GRDB

@Suite("Stores in SQLite: copies that are put back")
struct ReplacedDatabaseTests {
    private enum Copy: CaseIterable {
        case databaseOnly
        case databaseAndLog
        case wholeFolder
        case withoutGuard
    }

    @Test("An older copy that is put back accepts nothing twice", arguments: Copy.allCases)
    private func copy(_ copy: Copy) async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open()
        let before = folder.nonce("before the copy", ahead: 60)
        #expect(try await database.nonces.record(before, in: folder.window) == .new)
        if copy == .databaseOnly { try database.close() }
        var files = try folder.files()
        if copy == .databaseOnly { database = try folder.open() }
        let forgotten = [folder.nonce("after the copy"), folder.nonce("ahead", ahead: 60)]
        for nonce in forgotten { #expect(try await database.nonces.record(nonce, in: folder.window) == .new) }
        try database.close()
        let guardFile = "provider.sqlite-guard"
        switch copy {
        case .databaseOnly, .databaseAndLog: files[guardFile] = try folder.files()[guardFile]
        // Copies are not put back within the moment in which they were made.
        case .wholeFolder: try await Task.sleep(for: .milliseconds(600))
        case .withoutGuard: files[guardFile] = nil
        }
        try folder.putBack(files)
        folder.clock.advance(by: 2)
        let restored = try folder.open()
        #expect(restored.wasRestored)
        let floor = folder.clock.now() + 61
        for nonce in forgotten + [before] {
            #expect(try await restored.nonces.record(nonce, in: folder.window) == .tooOld(floor: floor))
        }
        #expect(try await restored.nonces.floor(in: folder.window) == floor)
        // Later requests are accepted, also after the next start, which is an ordinary one.
        folder.clock.advance(by: 61)
        #expect(try await restored.nonces.record(folder.nonce("later"), in: folder.window) == .new)
        try restored.close()
        #expect(try !folder.open().wasRestored)
    }

    @Test("A newer file that is put back after an older copy was used accepts nothing twice")
    func newerFile() async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open()
        try database.close()
        let old = try folder.files()
        database = try folder.open()
        for number in 0..<20 {
            #expect(try await database.nonces.record(folder.nonce("n\(number)"), in: folder.window) == .new)
        }
        try database.close()
        let new = try folder.files()
        // The guard file stays as it is.
        func put(_ files: [String: Data]) throws {
            for (name, data) in files where name != "provider.sqlite-guard" {
                try data.write(to: folder.folder.appendingPathComponent(name))
            }
        }
        try put(old)
        database = try folder.open()
        #expect(database.wasRestored)
        folder.clock.advance(by: 62)
        let meanwhile = folder.nonce("meanwhile")
        #expect(try await database.nonces.record(meanwhile, in: folder.window) == .new)
        try database.close()
        try put(new)
        database = try folder.open()
        #expect(database.wasRestored)
        #expect(try await database.nonces.record(meanwhile, in: folder.window) != .new)
    }

    @Test("A restart without closing is not taken for a copy, and a new database accepts nothing from before it")
    func ordinaryStarts() async throws {
        let folder = try DatabaseFolder()
        let first = try folder.open(history: .unknown)
        let floor = folder.clock.now() + 61
        #expect(!first.wasRestored)
        #expect(try await first.nonces.record(folder.nonce("n", ahead: 60), in: folder.window) == .tooOld(floor: floor))
        folder.clock.advance(by: 61)
        #expect(try await first.nonces.record(folder.nonce("n"), in: folder.window) == .new)
        let second = try folder.open(history: .unknown)
        #expect(!second.wasRestored)
        #expect(try await second.nonces.record(folder.nonce("m"), in: folder.window) == .new)
        #expect(try await first.nonces.record(folder.nonce("m"), in: folder.window) == .used)
    }

    @Test("An operator raises the floor, and it never goes down")
    func floorNow() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        let nonce = folder.nonce("n", ahead: 60)
        try await database.raiseNonceFloor()
        let floor = folder.clock.now() + 61
        #expect(try await database.nonces.record(nonce, in: folder.window) == .tooOld(floor: floor))
        folder.clock.advance(by: -1_000)
        try await database.raiseNonceFloor()
        #expect(try await database.nonces.floor(in: folder.window) == floor)
    }
}
#endif
