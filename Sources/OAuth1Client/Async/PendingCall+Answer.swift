//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension PendingCall {
    /// The URL of the request, without OAuth parameters.
    var url: String {
        let request = request.request
        return "\(request.scheme ?? "https")://\(request.authority ?? "")\(request.path ?? "/")"
    }
}

extension PendingCall {
    /// Scheme, host, port and path of the request, for errors.
    ///
    /// The target of a redirect is text from the service, which can contain secrets of the request.
    ///
    /// - Parameter redactor: Hides the secrets.
    /// - Returns: The URL.
    func shownURL(by redactor: @autoclosure () -> Redactor) -> String {
        let url = request.request.shownURL
        return redirectCount == 0 ? url : ServiceErrorText.shown(url, by: redactor(), limit: 300)
    }
}

extension OAuth1ClientError {
    /// The same error with the step and the URL of a call, if it does not have them yet.
    func located(_ call: PendingCall?) -> OAuth1ClientError {
        guard let call else { return self }
        var error = self
        error.step = step ?? call.request.step
        error.url = url ?? call.shownURL(by: Redactor(hiding: ResponseOrigin.signer(call.request.signer).secrets))
        return error
    }
}

/// A response that knows which request it answers.
protocol AnswerOfCall {
    var call: PendingCall? { get set }
}

extension AnswerOfCall {
    /// The same response with the request that it answers.
    func answering(_ call: PendingCall) -> Self {
        var answer = self
        answer.call = call
        return answer
    }
}

extension OAuth1Response: AnswerOfCall {}
extension OAuth1StreamedResponse: AnswerOfCall {}
