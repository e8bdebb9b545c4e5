//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client
import Synchronization

/// The stored logins of this user: one file of mode 0600, changed under a lock and replaced as a whole.
///
/// ```swift
/// let store = try ProfileStore()
/// let profile = try store.profile(named: nil)    // the one in use
/// let client = try profile.makeClient(transport: .urlSession)
/// ```
struct ProfileStore: Sendable {
    /// The key that was derived last, so that the passphrase is asked for once.
    private final class KnownEncryption: Sendable {
        private let storage = Mutex<ProfileEncryption?>(nil)

        var encryption: ProfileEncryption? {
            get { storage.withLock(\.self) }
            set { storage.withLock { $0 = newValue } }
        }
    }

    /// The variable that names the profile to use.
    static let profileVariable = "OAUTH1_PROFILE"

    let folder: ProfileFolder
    private let environment: [String: String]
    private let known = KnownEncryption()

    /// Creates the store; nothing is read yet.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        folder = try ProfileFolder(environment: environment)
        self.environment = environment
    }

    // MARK: Reading

    /// Reads all profiles without their secrets.
    func document() throws -> ProfileDocument {
        guard let bytes = try folder.read() else { return ProfileDocument() }
        struct Version: Decodable { let version: Int }
        let decoder = JSONDecoder()
        let data = Data(bytes)
        // The decoder's errors could quote the file.
        guard let version = try? decoder.decode(Version.self, from: data).version else { throw unreadable }
        guard version == ProfileDocument.currentVersion else {
            throw CommandFailure(
                .unreadableInput,
                "\(folder.filePath) has the version \(version), and this version of oauth1 reads only version "
                    + "\(ProfileDocument.currentVersion)",
                advice: "Use a newer version of oauth1"
            )
        }
        guard let document = try? decoder.decode(ProfileDocument.self, from: data) else { throw unreadable }
        return document
    }

    /// Reads a profile with its secrets.
    ///
    /// - Parameter name: The name, or `nil` for the one that `OAUTH1_PROFILE` names, or else the one in use.
    /// - Returns: The profile.
    /// - Throws: ``CommandFailure`` with ``ExitStatus/loginRequired`` if there is none.
    func profile(named name: String? = nil) throws -> Profile {
        let document = try document()
        return try profile(StoredProfile.find(name ?? variable, in: document), in: document)
    }

    /// Whether there is a profile for commands that name none.
    var hasDefault: Bool {
        get throws { try variable != nil || document().inUse != nil }
    }

    /// Reads all profiles with their secrets, asking for the passphrase once.
    func profiles() throws -> [Profile] {
        let document = try document()
        let encryption = try encryption(of: document)
        return try document.profiles.map { try profile($0, encryption) }
    }

    /// Decrypts the secrets of one profile.
    private func profile(_ stored: StoredProfile, in document: ProfileDocument) throws -> Profile {
        try profile(stored, stored.encryptedSecrets == nil ? nil : encryption(of: document))
    }

    private func profile(_ stored: StoredProfile, _ encryption: ProfileEncryption?) throws -> Profile {
        if let secrets = stored.secrets { return stored.profile(secrets) }
        guard let text = stored.encryptedSecrets, let encryption else { throw unreadable }
        return stored.profile(try encryption.open(text, of: stored))
    }

    /// The key of encrypted profiles, or `nil` if they are not encrypted.
    private func encryption(of document: ProfileDocument) throws -> ProfileEncryption? {
        guard let parameters = document.encryption else { return nil }
        if let known = known.encryption, known.parameters == parameters { return known }
        let passphrase = try ProfilePassphrase.ask(isNew: false, environment: environment)
        let encryption = try ProfileEncryption(parameters, passphrase: passphrase)
        known.encryption = encryption
        return encryption
    }

    /// Asks for the passphrase if profiles are encrypted, or shall be, before a login takes the user's time.
    ///
    /// - Parameter starting: Whether to encrypt the secrets of all profiles from the next write on.
    /// - Returns: The key to write with, or `nil` if the profiles are not encrypted.
    /// - Throws: ``CommandFailure``.
    func encryption(starting: Bool = false) throws -> ProfileEncryption? {
        if let encryption = try encryption(of: document()) { return encryption }
        guard starting else { return nil }
        return try ProfileEncryption(new: ProfilePassphrase.ask(isNew: true, environment: environment))
    }

    /// The profile that the environment names.
    var variable: String? { environment[ProfileStore.profileVariable].flatMap { $0.isEmpty ? nil : $0 } }

    // MARK: Writing

    /// Stores profiles in one step, in place of those with the same names.
    ///
    /// - Parameters:
    ///   - profiles: The profiles.
    ///   - name: The profile to use from now on; by default the one in use, or else the first.
    ///   - encryption: The result of ``encryption(starting:)``.
    /// - Throws: ``CommandFailure``.
    func save(_ profiles: [Profile], using name: String? = nil, _ encryption: ProfileEncryption?) throws {
        try change { document in
            if let current = document.encryption {
                guard current == encryption?.parameters else { throw changedMeanwhile }
            } else if let encryption {
                try encrypt(&document, encryption)
            }
            for profile in profiles { document.replace(try stored(profile, encryption)) }
            document.current = name ?? document.inUse?.name ?? profiles.first?.name
        }
    }

    /// Replaces the token of a profile by a refreshed one, unless the user logged in again meanwhile.
    func replaceToken(
        of name: String,
        with token: OAuth1AccessToken,
        replacing old: OAuth1AccessToken,
        at time: Int64
    ) throws {
        let encryption = try encryption()
        try change { document in
            guard document.encryption == encryption?.parameters else { throw changedMeanwhile }
            guard let found = document[name] else { return }
            var profile = try profile(found, encryption)
            guard profile.token == old || profile.token == nil else { return }
            profile.replaceToken(token, at: time)
            document.replace(try stored(profile, encryption))
        }
    }

    /// Stores how many seconds the clock of a profile's service is ahead of this machine's.
    func storeClockOffset(of name: String, _ offset: Int64) throws {
        try change { document in
            guard var found = document[name] else { return }
            found.clockOffset = offset == 0 ? nil : offset
            document.replace(found)
        }
    }

    /// Changes what needs no secret: which profile is in use, and which profiles there are.
    func change(_ body: (inout ProfileDocument) throws -> Void) throws {
        try folder.create()
        let lock = try FileLock(path: folder.lockPath)
        defer { withExtendedLifetime(lock) {} }
        var document = try document()
        try body(&document)
        if document.inUse == nil { document.current = nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let bytes = try Array(encoder.encode(document))
        guard bytes.count <= ProfileFolder.maximumBytes else {
            throw CommandFailure(.failed, "there are too many profiles", advice: "Remove some with oauth1 auth remove")
        }
        try folder.replace(with: bytes)
    }

    private func stored(_ profile: Profile, _ encryption: ProfileEncryption?) throws -> StoredProfile {
        var stored = StoredProfile(profile)
        let secrets = ProfileSecrets(profile)
        if let encryption {
            stored.encryptedSecrets = try encryption.seal(secrets, of: stored)
        } else {
            stored.secrets = secrets
        }
        return stored
    }

    /// Encrypts the secrets of all profiles.
    private func encrypt(_ document: inout ProfileDocument, _ encryption: ProfileEncryption) throws {
        document.encryption = encryption.parameters
        document.profiles = try document.profiles.map { try stored(profile($0, nil), encryption) }
    }

    private var unreadable: CommandFailure {
        CommandFailure(
            .unreadableInput,
            "\(folder.filePath) does not contain profiles of oauth1",
            advice: "Remove the file and run oauth1 login again"
        )
    }

    private var changedMeanwhile: CommandFailure {
        CommandFailure(
            .tryLater,
            "another process changed the encryption of the profiles",
            advice: "Run the command again"
        )
    }
}
#endif
