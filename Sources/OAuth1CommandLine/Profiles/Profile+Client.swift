//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Client
import Synchronization

extension Profile {
    /// This machine's clock, corrected by what a profile knows of its service's clock.
    private struct OffsetClock: OAuth1Clock {
        let offset: Int64

        func now() -> Int64 { OAuth1SystemClock().now() + offset }
    }

    /// The clock of the service, from which timestamps are taken.
    var clock: any OAuth1Clock { OffsetClock(offset: clockOffset) }

    /// How many seconds the service's clock is ahead of this machine's, if a client of this profile learned it.
    ///
    /// - Parameters:
    ///   - url: A URL of the service.
    ///   - client: The client, which takes its time from ``clock``.
    /// - Returns: The clock skew, or `nil` if the service accepted the time of the profile.
    func learnedClockOffset(of url: String, _ client: AsyncOAuth1Client) -> Int64? {
        client.clockOffset(of: url).map { clockOffset + $0 }
    }

    /// The signature method with its key, or `nil` for the service's default.
    func signatureMethod(passphrase: OAuth1Secret? = nil) throws -> OAuth1SignatureMethod? {
        try signing.map { try $0.method.method(keyFile: $0.keyFile, passphrase: passphrase) }
    }

    /// Creates a client that signs with this profile's credentials in the way of its service.
    ///
    /// - Parameters:
    ///   - transport: Sends the requests.
    ///   - options: Additional options.
    ///   - keyPassphrase: The passphrase of the profile's private key, if it has an encrypted one.
    /// - Returns: The client, whose token is not refreshed.
    /// - Throws: ``CommandFailure`` or `OAuth1ClientError`.
    func makeClient(
        transport: some OAuth1Transport,
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        keyPassphrase: OAuth1Secret? = nil
    ) throws -> AsyncOAuth1Client {
        try AsyncOAuth1Client(
            service: service.resolve(),
            client: client,
            token: token,
            method: signatureMethod(passphrase: keyPassphrase),
            variables: service.variables,
            environment: service.environment,
            configuration: OAuth1SigningConfiguration(clock: clock),
            options: options,
            transport: transport
        )
    }

    /// Creates a client as `makeClient` does, whose token is refreshed when it expired, and stored.
    func makeRefreshingClient(
        transport: some OAuth1Transport,
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        keyPassphrase: OAuth1Secret? = nil,
        store: ProfileStore
    ) throws -> AsyncOAuth1Client {
        let client = try makeClient(transport: transport, options: options, keyPassphrase: keyPassphrase)
        guard let token, client.flow.service?.renewToken != nil else { return client }
        let (name, clock) = (name, clock)
        let last = LastToken(token)
        return client.using(
            client.renewable(token, obtainedAt: obtainedAt) { new in
                try store.replaceToken(of: name, with: new, replacing: last.replace(by: new), at: clock.now())
            }
        )
    }

    /// The token that this process stored last.
    private final class LastToken: Sendable {
        private let token: Mutex<OAuth1AccessToken>

        init(_ token: OAuth1AccessToken) {
            self.token = Mutex(token)
        }

        func replace(by new: OAuth1AccessToken) -> OAuth1AccessToken {
            token.withLock { token in
                defer { token = new }
                return token
            }
        }
    }
}
#endif
