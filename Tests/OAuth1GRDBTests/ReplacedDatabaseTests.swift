//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1
import OAuth1Server
import StoreFixtures
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

    @Test(
        "A copy that is opened for reading stays as it is, and the next start raises the floor",
        arguments: [true, false]
    )
    func reading(hasGuard: Bool) async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        try database.close()
        var files = try folder.files()
        database = try folder.open()
        let forgotten = folder.nonce("after the copy", ahead: 60)
        #expect(try await database.nonces.record(forgotten, in: folder.window) == .new)
        try database.close()
        let guardFile = "provider.sqlite-guard"
        let mark = try hasGuard ? folder.files()[guardFile] : nil
        files[guardFile] = mark
        try folder.putBack(files)
        folder.clock.advance(by: 2)

        let reader = try folder.open(purpose: .reading)
        let status = try await reader.status()
        #expect(!reader.wasRestored && status.nonceFloor == 0 && status.clients == 1)
        #expect(try await reader.clients.allClients().count == 1)
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) {
            try await reader.nonces.record(forgotten, in: folder.window)
        }
        try reader.close()
        #expect(try folder.files()[guardFile] == mark)

        let restored = try folder.open()
        #expect(restored.wasRestored)
        let floor = folder.clock.now() + 61
        #expect(try await restored.nonces.record(forgotten, in: folder.window) == .tooOld(floor: floor))
    }

    @Test(
        "Maintenance of a copy raises the floor, and the next start of a server notices the copy and raises it again",
        arguments: [true, false]
    )
    func maintenance(hasGuard: Bool) async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        #expect(try await database.nonces.record(folder.nonce("before"), in: folder.window) == .new)
        // While it is open, so that the copy has the random number of the original, and fewer commits.
        let copy = try folder.files()
        for number in 0..<3 {
            let nonce = folder.nonce("after the copy \(number)", ahead: 60)
            #expect(try await database.nonces.record(nonce, in: folder.window) == .new)
        }
        try database.close()
        let guardFile = "provider.sqlite-guard"
        if !hasGuard { try FileManager.default.removeItem(at: folder.folder.appendingPathComponent(guardFile)) }
        for (name, data) in copy where name != guardFile {
            try data.write(to: folder.folder.appendingPathComponent(name))
        }
        let mark = try folder.files()[guardFile]
        folder.clock.advance(by: 2)

        let maintenance = try folder.open(purpose: .maintenance)
        #expect(maintenance.wasRestored)
        let floor = folder.clock.now() + 61
        #expect(try await maintenance.nonces.floor(in: folder.window) == floor)
        // More commits than the guard file has counted.
        for _ in 0..<5 { #expect(try await maintenance.raiseNonceFloor() == floor) }
        try maintenance.close()
        #expect(try folder.files()[guardFile] == mark)

        folder.clock.advance(by: 10)
        let server = try folder.open()
        #expect(server.wasRestored)
        #expect(try await server.nonces.floor(in: folder.window) == floor + 10)
    }

    @Test("Maintenance of the database that was used last, also beside a server, is not taken for a copy")
    func maintenanceInPlace() async throws {
        let folder = try DatabaseFolder()
        let server = try folder.open()
        let maintenance = try folder.open(purpose: .maintenance)
        #expect(!maintenance.wasRestored)
        #expect(try await maintenance.removeExpired() == 0)
        #expect(try await server.nonces.record(folder.nonce("n"), in: folder.window) == .new)
        #expect(try await maintenance.removeExpired() == 0)
        try maintenance.close()
        try server.close()
        let next = try folder.open()
        #expect(!next.wasRestored)
        #expect(try await next.nonces.floor(in: folder.window) == 0)
    }

    @Test("Maintenance of a copy stops when a server starts with it, whose guard file would miss its commits")
    func maintenanceBesideServer() async throws {
        let folder = try DatabaseFolder()
        try folder.open().close()
        let guardFile = "provider.sqlite-guard"
        try folder.putBack(folder.files().filter { $0.key != guardFile })
        let maintenance = try folder.open(purpose: .maintenance)
        #expect(maintenance.wasRestored)
        #expect(try folder.files()[guardFile] == nil)
        #expect(try folder.open().wasRestored)
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await maintenance.removeExpired() }
    }

    @Test("A database that is opened by a symbolic link, and then by its path, is not taken for a copy")
    func symbolicLink() async throws {
        let folder = try DatabaseFolder()
        try folder.open().close()
        let link = folder.folder.appendingPathComponent("link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "provider.sqlite")
        let linked = try OAuth1GRDBDatabase(path: link, keys: OAuth1DatabaseKeys([DatabaseFolder.oldKey]))
        #expect(!linked.wasRestored)
        try linked.close()
        #expect(try !folder.files().keys.contains("link.sqlite-guard"))
        #expect(try !folder.open().wasRestored)
    }

    @Test("A copy of the folder that is renamed into place accepts nothing twice, though its times are the original's")
    func renamedFolder() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        let before = folder.nonce("before the copy", ahead: 60)
        #expect(try await database.nonces.record(before, in: folder.window) == .new)
        // At once, as under load: the copy of the guard file is as old as the file says.
        try folder.copyFolder()
        let forgotten = folder.nonce("after the copy", ahead: 60)
        #expect(try await database.nonces.record(forgotten, in: folder.window) == .new)
        try database.close()
        try folder.renameCopy()
        let restored = try folder.open()
        #expect(restored.wasRestored)
        for nonce in [before, forgotten] {
            let floor = folder.clock.now() + 61
            #expect(try await restored.nonces.record(nonce, in: folder.window) == .tooOld(floor: floor))
        }
        try restored.close()
        #expect(try !folder.open().wasRestored)
    }

    @Test("A process that uses a database that was replaced or removed accepts nothing more", arguments: [true, false])
    func replacedWhileInUse(removed: Bool) async throws {
        let folder = try DatabaseFolder()
        let old = try folder.open()
        #expect(try await old.nonces.record(folder.nonce("before"), in: folder.window) == .new)
        if removed {
            try FileManager.default.removeItem(atPath: folder.path)
        } else {
            try folder.copyFolder()
            try folder.renameCopy()
            let new = try folder.open()
            folder.clock.advance(by: 61)
            #expect(try await new.nonces.record(folder.nonce("n"), in: folder.window) == .new)
        }
        do {
            _ = try await old.nonces.record(folder.nonce("n"), in: folder.window)
            Issue.record("the old process accepted a request")
        } catch let error as OAuth1ServerError {
            #expect(error.code == .storeUnavailable)
            #expect(error.reason.contains("was replaced or removed"))
            #expect(error.reason.contains(folder.path))
        }
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await old.check() }
    }

    @Test("A new database beside the guard file of a lost one rejects what that one may have accepted")
    func lostDatabase() async throws {
        let folder = try DatabaseFolder()
        let nonce = folder.nonce("n", ahead: 60)
        let first = try folder.open()
        #expect(try await first.nonces.record(nonce, in: folder.window) == .new)
        try first.close()
        let guardFile = "provider.sqlite-guard"
        try folder.putBack(folder.files().filter { $0.key == guardFile })
        let second = try folder.open(history: .empty)
        let floor = folder.clock.now() + 61
        #expect(try await second.nonces.record(nonce, in: folder.window) == .tooOld(floor: floor))
        try second.close()
        // Without any file nothing shows that there was one.
        try folder.putBack([:])
        #expect(try await folder.open(history: .empty).nonces.record(nonce, in: folder.window) == .new)
    }

    @Test("The floor is after the timestamps of the provider with the longest future window on the same database")
    func longestWindow() async throws {
        let folder = try DatabaseFolder()
        var database = try folder.open()
        let long = OAuth1TimestampWindow(now: folder.clock.now(), future: 600)
        let nonce = folder.nonce("n", ahead: 600)
        #expect(try await database.nonces.record(nonce, in: long) == .new)
        try database.close()
        // The copy has forgotten the nonce, and knows the window.
        let files = try folder.files()
        database = try folder.open()
        let forgotten = folder.nonce("forgotten", ahead: 600)
        #expect(try await database.nonces.record(forgotten, in: long) == .new)
        try database.close()
        try folder.putBack(files.filter { !$0.key.hasSuffix("-guard") })
        database = try folder.open()
        #expect(database.wasRestored)
        let floor = folder.clock.now() + 601
        folder.clock.advance(by: 540)
        #expect(try await database.nonces.record(forgotten, in: folder.window) == .tooOld(floor: floor))
        #expect(try await database.nonces.floor(in: folder.window) == floor)
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
