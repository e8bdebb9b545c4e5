//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client

/// What `oauth1 auth status` says about a login.
struct LoginReport: Encodable {
    /// Whether the token works.
    enum State: String, Encodable {
        case works
        case rejected
        case unclear
        case unreachable
        case unchecked
    }

    let name: String
    let service: String
    let user: String?
    let isInUse: Bool
    let state: State
    /// Why the state is not ``State/works``.
    let reason: String?
    /// When the token ends, in seconds since 1970.
    let endsAt: Int64?
    /// What the service plans for OAuth 1.0a.
    let deprecation: String?
    /// The command to type next.
    let next: String

    /// Describes a login.
    init(_ profile: Profile, _ check: LoginCheck, isInUse: Bool, now: Int64) {
        let service = try? profile.service.resolve()
        name = profile.name
        self.service = service?.name ?? profile.service.preset ?? "unknown"
        self.isInUse = isInUse
        endsAt = profile.endsAt
        deprecation = service?.deprecation
            .flatMap { plan in
                plan.status == .stays ? nil : "\(plan)"
            }
        var user = profile.user
        switch check {
        case .works(let found):
            (state, reason) = (.works, nil)
            user = user ?? found
        case .rejected(let text): (state, reason) = (.rejected, text)
        case .unclear(let text): (state, reason) = (.unclear, text)
        case .unreachable(let text): (state, reason) = (.unreachable, text)
        case .unchecked: (state, reason) = (.unchecked, "the service has no known call that checks a login")
        }
        self.user = user
        let choice = isInUse ? "" : " --profile \(profile.name)"
        next =
            switch state {
            case .works, .unchecked: "oauth1 get\(choice) \(service?.apiBaseURL == nil ? "URL" : "/")"
            case .rejected: "oauth1 login \(profile.name)"
            case .unclear, .unreachable: "oauth1 auth status -v \(profile.name)"
            }
    }

    /// The status of the command: the one that needs the user most.
    static func status(_ reports: [LoginReport]) -> ExitStatus {
        let states = reports.map(\.state)
        if states.contains(.rejected) { return .loginRequired }
        if states.contains(.unclear) { return .failed }
        return states.contains(.unreachable) ? .tryLater : .success
    }

    /// The report for people.
    func text(_ style: TerminalStyle) -> String {
        var lines = [style.apply(.bold, name) + (isInUse ? " (in use)" : "")]
        func add(_ label: String, _ value: String) {
            lines.append("  \(label)\(String(repeating: " ", count: max(1, 9 - label.count)))\(value)")
        }
        add("service", service)
        if let user { add("user", user) }
        let look: TerminalStyle.Look = state == .works ? .green : state == .rejected ? .red : .dim
        add("token", style.apply(look, word) + (reason.map { ": \($0)" } ?? ""))
        add("ends", endsAt.map { UTCTime.text($0) } ?? "not known")
        if let deprecation { add("notice", deprecation) }
        add("next", next)
        return lines.joined(separator: "\n")
    }

    private var word: String {
        switch state {
        case .works: "works"
        case .rejected: "rejected, log in again"
        case .unclear: "not clear"
        case .unreachable: "not checked, the service was not reached"
        case .unchecked: "not checked"
        }
    }
}
#endif
