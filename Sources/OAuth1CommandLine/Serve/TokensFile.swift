//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// A file with access tokens as CSV, which `oauth1 migrate` reads.
struct TokensFile: Sendable {
    let path: String
    let count: Int

    private static let header = "oauth_token,oauth_token_secret,account\n"

    /// Writes new tokens, in a file that only its owner can read.
    ///
    /// - Parameter issue: Issues a token.
    /// - Throws: ``CommandFailure`` if there is a file that this command did not write, or what `issue` throws.
    func write(_ issue: () async throws -> OAuth1AccessToken) async throws {
        let file = PrivateFile(path: path, maximumSize: 64 * 1_048_576)
        do {
            // An empty file is what mktemp creates.
            guard try file.read().map({ $0.isEmpty || $0.starts(with: TokensFile.header.utf8) }) ?? true else {
                throw CommandFailure(
                    .failed,
                    "--tokens-file: \(path) exists, and was not written by oauth1 serve",
                    advice: "Choose another path, or remove the file"
                )
            }
            var text = TokensFile.header
            for number in 1...count {
                let token = try await issue()
                text += "\(token.token),\(token.secret.reveal()),user-\(number)\n"
            }
            try file.replace(with: Array(text.utf8))
        } catch let error as PrivateFile.Failure {
            throw CommandFailure(.failed, "--tokens-file: \(error.reason)", advice: error.advice)
        }
    }
}
#endif
