//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// What earlier runs did with each token, from the output and the audit file.
struct MigrationHistory {
    /// What is known about a token.
    enum State: Equatable {
        /// The OAuth 2.0 token is in the output.
        case exchanged
        /// The service rejected the token, for this reason.
        case rejected(String)
        /// An exchange started, and its outcome is not known.
        case uncertain(isNoted: Bool)
    }

    private(set) var states: [TokenFingerprint: State] = [:]
    /// What was known about a token before an attempt whose outcome was not read yet.
    private var earlier: [TokenFingerprint: State] = [:]
    /// The service of the last run.
    private(set) var service: String?
    /// Whether the output has lines.
    private var hasTokens = false

    /// Reads a line of the audit file.
    mutating func readAudit(_ line: [UInt8]) throws {
        let record = try JSONDecoder().decode(AuditRecord.self, from: Data(line))
        if record.event == .run { service = record.service }
        guard let token = record.token else { return }
        guard let fingerprint = TokenFingerprint(token) else {
            throw CommandFailure(.unreadableInput, "token is not a hash")
        }
        let before = earlier.removeValue(forKey: fingerprint)
        switch record.event {
        case .run, .stopped: break
        case .started:
            earlier[fingerprint] = states[fingerprint]
            states[fingerprint] = .uncertain(isNoted: states[fingerprint] == .uncertain(isNoted: true))
        // The output decides whether the token is there.
        case .exchanged: states[fingerprint] = .uncertain(isNoted: false)
        case .uncertain: states[fingerprint] = .uncertain(isNoted: true)
        case .rejected: states[fingerprint] = .rejected(record.reason ?? "rejected")
        // This attempt did not exchange it. An earlier one may have.
        case .postponed: states[fingerprint] = before
        }
    }

    /// Reads a line of the output, after the audit file.
    mutating func readOutput(_ line: [UInt8]) throws {
        states[try JSONDecoder().decode(MigratedToken.Stored.self, from: Data(line)).fingerprint] = .exchanged
        hasTokens = true
    }

    /// Checks that the files belong to each other and to the service.
    func check(service: String, output: String, audit: String) throws {
        if hasTokens, self.service == nil {
            throw CommandFailure(
                .usage,
                "\(output) has tokens of an earlier run, and \(audit) does not know of it",
                advice: "Pass the audit file of that run with --audit, or choose a new --output"
            )
        }
        if let earlier = self.service, earlier != service {
            throw CommandFailure(
                .usage,
                "\(audit) is of a migration with \(earlier), not with \(service)",
                advice: "Choose a new --output for each service"
            )
        }
    }
}
#endif
