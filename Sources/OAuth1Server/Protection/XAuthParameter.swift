//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The parameters with which a client sends a user's name and password (xAuth).
enum XAuthParameter {
    /// What is asked for.
    static let mode = "x_auth_mode"
    /// The value of ``mode`` that asks for an access token.
    static let clientMode = "client_auth"
    /// The user's name.
    static let username = "x_auth_username"
    /// The user's password.
    static let password = "x_auth_password"
    /// All of them.
    static let all = [mode, username, password]
}
