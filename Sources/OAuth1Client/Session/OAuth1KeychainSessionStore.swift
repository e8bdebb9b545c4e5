//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Security)
import Security

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keeps one user's login in the keychain of Apple's systems, on this device only.
public struct OAuth1KeychainSessionStore: OAuth1SessionStore {
    private let service: String
    private let account: String

    /// Creates a store; nothing is read or written yet.
    ///
    /// - Parameters:
    ///   - service: The name of the entry, usually the application's identifier.
    ///   - account: Whose login it is; one entry for each.
    public init(service: String, account: String) {
        self.service = service
        self.account = account
    }

    private var query: [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: account,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    /// Loads the login.
    ///
    /// - Returns: The login, or `nil` if there is no entry.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/credentialStorage``.
    public func load() async throws -> OAuth1LoginState? {
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query.merging([kSecReturnData: true]) { $1 } as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let data = found as? Data,
            let login = try? JSONDecoder().decode(OAuth1ExposedLogin.self, from: data)
        else {
            throw failure("can't be read", status)
        }
        return login.state
    }

    /// Saves a login, or removes the entry when the user is logged out.
    ///
    /// - Parameter state: The login.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/credentialStorage``.
    public func save(_ state: OAuth1LoginState) async throws {
        guard state.requestToken != nil || state.accessToken != nil else {
            let status = SecItemDelete(query as CFDictionary)
            guard status == errSecSuccess || status == errSecItemNotFound else {
                throw failure("can't be removed", status)
            }
            return
        }
        let data = try JSONEncoder().encode(OAuth1ExposedLogin(state))
        let values: [CFString: Any] = [
            kSecValueData: data, kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        var status = SecItemUpdate(query as CFDictionary, values as CFDictionary)
        if status == errSecItemNotFound {
            status = SecItemAdd(query.merging(values) { $1 } as CFDictionary, nil)
        }
        guard status == errSecSuccess else { throw failure("can't be written", status) }
    }

    private func failure(_ what: String, _ status: OSStatus) -> OAuth1ClientError {
        OAuth1ClientError(
            .credentialStorage,
            "the keychain entry \(service) \(what) (status \(status))",
            recoverySuggestion:
                "Check the application's keychain entitlement, and that the device was unlocked since it started"
        )
    }
}
#endif
