//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import Hummingbird
import Synchronization

/// A driver in memory that notes how long entries are to be kept.
final class RecordingDriver: PersistDriver {
    private let driver = MemoryPersistDriver()
    private let created = Mutex<[String: Duration?]>([:])

    /// How long the entry is kept whose key starts with a text, or `nil` if for as long as it is not removed.
    func lifetime(ofKeyWith prefix: String) -> Duration? {
        created.withLock { created in created.first { $0.key.hasPrefix(prefix) }?.value }
    }

    /// How many entries have a key that starts with a text.
    func count(ofKeysWith prefix: String) -> Int {
        created.withLock { created in created.keys.count { $0.hasPrefix(prefix) } }
    }

    func create(key: String, value: some Codable & Sendable, expires: Duration?) async throws {
        try await driver.create(key: key, value: value, expires: expires)
        created.withLock { $0[key] = .some(expires) }
    }

    func set(key: String, value: some Codable & Sendable, expires: Duration?) async throws {
        try await driver.set(key: key, value: value, expires: expires)
    }

    func get<Object: Codable & Sendable>(key: String, as type: Object.Type) async throws -> Object? {
        try await driver.get(key: key, as: type)
    }

    func remove(key: String) async throws { try await driver.remove(key: key) }
}
#endif
