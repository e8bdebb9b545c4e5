//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// The names of the values of a row, in CSV the columns and in JSON the fields.
struct TokenColumns: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The column of the token. Default: oauth_token, token, access_token or user_access_token.",
            valueName: "name"
        )
    )
    var tokenColumn: String?

    @Option(
        help: ArgumentHelp(
            "The column of the token secret. Default: oauth_token_secret, token_secret, access_token_secret, "
                + "user_access_token_secret or secret.",
            valueName: "name"
        )
    )
    var secretColumn: String?

    @Option(
        help: ArgumentHelp(
            "The column that says whose token it is. Default: account, account_id, user_id, user or id, if there is one.",
            valueName: "name"
        )
    )
    var accountColumn: String?

    func validate() throws {
        let given = [tokenColumn, secretColumn, accountColumn].compactMap { $0?.lowercased() }
        guard Set(given).count == given.count else {
            throw ValidationError("--token-column, --secret-column and --account-column must differ.")
        }
    }

    var tokenNames: [String] {
        tokenColumn.map { [$0] } ?? ["oauth_token", "token", "access_token", "user_access_token"]
    }
    var secretNames: [String] {
        secretColumn.map { [$0] } ?? [
            "oauth_token_secret", "token_secret", "access_token_secret", "user_access_token_secret", "secret",
        ]
    }
    var accountNames: [String] {
        accountColumn.map { [$0] } ?? ["account", "account_id", "user_id", "user", "id"]
    }

    /// The index of the first name that a header has, in upper or lower case.
    static func index(of names: [String], in header: [String]) -> Int? {
        let header = header.map { $0.lowercased().trimmingSpaces }
        for name in names {
            if let index = header.firstIndex(of: name.lowercased()) { return index }
        }
        return nil
    }
}

extension String {
    /// The text without spaces at both ends.
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
#endif
