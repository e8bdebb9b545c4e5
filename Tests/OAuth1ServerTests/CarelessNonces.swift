//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server

/// A nonce store that is wrong in one way, or in none.
actor CarelessNonces: OAuth1NonceStore {
    enum Fault: CaseIterable {
        case looksFirst, ignoresToken, ignoresTimestamp, foldsCase, forgets, hasNoFloor, cutsLongNonces
        case countsFromRecording, prolongsWhenAsked, ignoresWindow, foldsKeysAndTokens, cutsKeys, cutsTokens,
            normalizes

        /// Whether the store forgets what it takes for expired, and raises its floor only to the start of the window.
        var expiresWrongly: Bool {
            self == .countsFromRecording || self == .prolongsWhenAsked || self == .ignoresWindow
        }
    }

    /// The bytes of a nonce, as Swift compares texts by their normalization.
    private struct Key: Hashable {
        let texts: [[UInt8]?]
        let timestamp: Int64

        init(_ nonce: OAuth1UsedNonce) {
            texts = [Array(nonce.nonce.utf8), Array(nonce.clientKey.utf8), nonce.token.map { Array($0.utf8) }]
            timestamp = nonce.timestamp
        }
    }

    private let fault: Fault?
    private var expiries: [Key: Int64] = [:]
    private var lowest: Int64 = 0
    /// The nonces that are the same to a store that normalizes.
    private var normalized: Set<OAuth1UsedNonce> = []

    init(_ fault: Fault?) {
        self.fault = fault
    }

    func record(_ nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) async -> OAuth1NonceOutcome {
        var nonce = nonce
        switch fault {
        case .ignoresToken: nonce.token = nil
        case .ignoresTimestamp: nonce.timestamp = 0
        case .foldsCase: nonce.nonce = nonce.nonce.lowercased()
        case .cutsLongNonces: nonce.nonce = String(nonce.nonce.prefix(255))
        case .forgets: expiries = expiries.filter { $0.value > window.now + 150 }
        case .hasNoFloor: expiries = expiries.filter { $0.value >= window.now }
        case .foldsKeysAndTokens:
            nonce.clientKey = nonce.clientKey.lowercased()
            nonce.token = nonce.token?.lowercased()
        case .cutsKeys: nonce.clientKey = String(nonce.clientKey.prefix(255))
        case .cutsTokens: nonce.token = nonce.token.map { String($0.prefix(255)) }
        case .normalizes: return normalized.insert(nonce).inserted ? .new : .used
        case .looksFirst, .countsFromRecording, .prolongsWhenAsked, .ignoresWindow, nil: break
        }
        if let fault, fault.expiresWrongly {
            lowest = max(lowest, window.earliest)
            guard nonce.timestamp >= lowest else { return .tooOld(floor: lowest) }
            expiries = expiries.filter { $0.value >= window.now }
        }
        let key = Key(nonce)
        let isNew = expiries[key] == nil
        if fault == .looksFirst { await Task.yield() }
        if isNew || fault == .prolongsWhenAsked { expiries[key] = lastSecond(of: nonce, in: window) }
        return isNew ? .new : .used
    }

    private func lastSecond(of nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) -> Int64 {
        switch fault {
        case .countsFromRecording, .prolongsWhenAsked: window.now + (window.now - window.earliest)
        case .ignoresWindow: nonce.timestamp + 300
        default: window.lastSecond(of: nonce.timestamp)
        }
    }

    func floor(in window: OAuth1TimestampWindow) -> Int64 { lowest }
}
