//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// The result of the call with which a service's description says that a login can be checked.
enum LoginCheck: Sendable, Equatable {
    /// The service accepted the token; the user's name, if it says it.
    case works(user: String?)
    /// The service rejected the token.
    case rejected(String)
    /// The service answered something else.
    case unclear(String)
    /// The service was not reached, or has a temporary problem.
    case unreachable(String)
    /// The service has no call that checks a login.
    case unchecked

    /// Makes the call.
    ///
    /// - Parameters:
    ///   - profile: The profile.
    ///   - keyPassphrase: The passphrase of its private key.
    ///   - show: Shows the requests, or `nil`.
    ///   - store: Stores a refreshed token, or `nil`.
    /// - Returns: The result.
    static func run(
        _ profile: Profile,
        keyPassphrase: OAuth1Secret? = nil,
        show: (@Sendable (String) -> Void)? = nil,
        store: ProfileStore? = nil
    ) async -> LoginCheck {
        do {
            let service = try profile.service.resolve()
            guard let probe = service.probe, service.tokenUse != .oauth2 else { return .unchecked }
            var options = OAuth1FlowOptions(retries: .none)
            options.headerFields[.userAgent] = ToolVersion.userAgent
            let transport = CheckTransport(show: show)
            let client =
                if let store {
                    try profile.makeRefreshingClient(
                        transport: transport,
                        options: options,
                        keyPassphrase: keyPassphrase,
                        store: store
                    )
                } else {
                    try profile.makeClient(transport: transport, options: options, keyPassphrase: keyPassphrase)
                }
            defer {
                if store != nil {
                    SigningLogin.profile(profile, keyPassphrase: nil).rememberClock(of: probe.url, client)
                }
            }
            return result(of: try await client.probe(), probe)
        } catch {
            let failure = CommandFailure(running: error)
            switch failure.status {
            case .tryLater: return .unreachable(failure.reason)
            case .failed where (error as? OAuth1ClientError)?.status == .unauthorized: return .rejected(failure.reason)
            default: return .unclear(failure.reason)
            }
        }
    }

    private static func result(of response: OAuth1Response, _ probe: OAuth1Service.Probe) -> LoginCheck {
        let status = response.status
        do {
            try response.checkingStatus()
        } catch {
            let reason = CommandFailure(running: error).reason
            if status == .unauthorized { return .rejected(reason) }
            return ExitStatus.isTemporary(status) ? .unreachable(reason) : .unclear(reason)
        }
        return .works(user: Profile.userName(probe.name(in: response) ?? probe.user(in: response)))
    }
}

/// A transport over URLSession that shows the requests if it shall.
private struct CheckTransport: OAuth1Transport {
    private let transport: any OAuth1Transport

    init(show: (@Sendable (String) -> Void)?) {
        if let show {
            transport = NarratingTransport(transport: .urlSession, show: show)
        } else {
            transport = .urlSession
        }
    }

    func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
        try await transport.send(request, body: body, maximumResponseBytes: maximumResponseBytes)
    }
}
#endif
