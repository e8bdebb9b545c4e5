//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A setting of a registered client that an operator chooses, in a command or in a configuration.
package enum ClientSetting: Sendable, Hashable, CaseIterable {
    case key
    case secret
    case previousSecret
    case publicKey
    case displayName
    case callbacks
    case callbackMatching
    case allowsOutOfBand
    case signatureMethods
    case scopes
    case realms
    case scopesWithoutToken
    case realmsWithoutToken
}

/// Why a client can't work with its settings, or not as its operator means them.
package struct ClientSettingDefect: Error, Sendable, Hashable {
    /// The setting.
    package let setting: ClientSetting
    /// Which value of a list it is, from 0; `nil` if it is the setting as a whole.
    package let index: Int?
    /// The problem and what to do, to be read after the name of the setting or the value; never a value.
    package let reason: String

    init(_ setting: ClientSetting, index: Int? = nil, _ reason: String) {
        self.setting = setting
        self.index = index
        self.reason = reason
    }
}
