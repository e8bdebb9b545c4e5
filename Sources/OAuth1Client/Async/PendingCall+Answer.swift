//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

extension PendingCall {
    /// The URL of the request, without OAuth parameters.
    var url: String {
        let request = request.request
        return "\(request.scheme ?? "https")://\(request.authority ?? "")\(request.path ?? "/")"
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
