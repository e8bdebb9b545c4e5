//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1ServerConfiguration {
    /// Reports the result of a request to the observer, the metrics, the log and the span, and to the audit log if it was
    /// rejected.
    func report(
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ failure: OAuth1ServerError?,
        clientKey: String?,
        isTraced: Bool = RequestSpan.isTraced
    ) {
        let event = OAuth1ServerEvent(endpoint: endpoint, error: failure?.code, clientKey: clientKey)
        requestObserver?(event)
        metrics?.record(event)
        log(event, reason: failure?.reason)
        if isTraced { RequestSpan.record(event) }
        guard let auditLog, let error = event.error else { return }
        auditLog.add(
            OAuth1AuditEvent(
                .rejected,
                time: clock.now(),
                clientKey: event.clientKey,
                endpoint: event.endpoint,
                error: error
            )
        )
    }

    /// Reports what happened to a token.
    func audit(_ kind: OAuth1AuditEvent.Kind, token: String?, clientKey: String?, userID: String? = nil) {
        auditLog?
            .add(OAuth1AuditEvent(kind, time: clock.now(), clientKey: clientKey, userID: userID, token: token))
    }

    /// Reports that a client got an access token for its request token.
    func auditExchange(of requestToken: OAuth1IssuedRequestToken, for accessToken: OAuth1IssuedAccessToken) {
        auditLog?
            .add(
                OAuth1AuditEvent(
                    .exchanged,
                    time: clock.now(),
                    clientKey: accessToken.clientKey,
                    userID: accessToken.userID,
                    token: accessToken.token,
                    requestToken: requestToken.token
                )
            )
    }
}
