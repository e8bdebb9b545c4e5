//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server

/// A request that was answered, as the log shows it: without secrets, and with nothing that a terminal obeys.
struct RequestRecord: Sendable, Encodable {
    /// Why a request was rejected.
    struct Rejection: Sendable, Encodable {
        /// The code, such as `signature_invalid`.
        let problem: String?
        /// The diagnosis in words.
        private(set) var diagnosis: String
        /// The mistakes that were found.
        private(set) var findings: [DiagnosisJSON.Finding] = []
        /// The diagnosis in lines for people, the first of them a summary.
        private(set) var lines: [String] = []

        private enum CodingKeys: String, CodingKey {
            case problem, diagnosis, findings
        }

        init(problem: String?, diagnosis: String) {
            self.problem = problem
            self.diagnosis = diagnosis
            lines = [diagnosis]
        }

        /// Adds what a diagnosis of the request found.
        mutating func explain(_ found: OAuth1Diagnosis) {
            var shown = found.findings
            switch found.verdict {
            case .invalid where problem == "signature_invalid":
                diagnosis = ShownRequest.printable(found.advice ?? diagnosis)
                lines = found.lines.map(ShownRequest.line)
            case .invalid:
                // The service has another reason, and would find this one next.
                lines += found.lines.map(ShownRequest.line)
            case .valid:
                // Only these can be a reason.
                shown.removeAll { $0.mistakes.first?.id.hasPrefix("timestamp") != true }
                fallthrough
            case .unchecked, .unreadable:
                lines += shown.flatMap(\.lines).map(ShownRequest.line)
            }
            findings = shown.map(DiagnosisJSON.Finding.init)
        }
    }

    /// The most characters of a text that the log shows.
    static let maximumLength = 4_096

    let event = "request"
    let method: String
    let target: String
    let status: Int
    /// The signature base string, if the request has OAuth parameters.
    let baseString: String?
    let rejection: Rejection?
    let faults: [String]

    init(
        _ request: HTTPRequest,
        body: [UInt8],
        status: HTTPResponse.Status,
        rejection: Rejection?,
        faults: [ServeFault]
    ) {
        method = ShownRequest.printable(request.method.rawValue)
        target = ShownRequest.target(request.path ?? "/")
        self.status = status.code
        let incoming = try? OAuth1IncomingRequest.read(request, body: body)
        baseString = (try? incoming?.baseString())
            .map { ShownRequest.baseString(String(decoding: $0, as: UTF8.self)) }
        self.rejection = rejection
        self.faults = faults.map(\.rawValue)
    }
}

extension RequestRecord.Rejection {
    /// The errors of the sandbox's API, and those of services that report them as JSON.
    private struct ErrorBody: Decodable {
        let error: String?
        let message: String?
    }

    /// Reads the rejection from a response, or returns `nil` if the request was accepted.
    ///
    /// Some services reject with status 200: then a token endpoint responds without a token.
    init?(_ response: OAuth1ServerResponse, _ event: OAuth1ServerEvent?, from endpoint: OAuth1ServerEvent.Endpoint?) {
        let lacksToken =
            (endpoint == .requestToken || endpoint == .accessToken) && response.response.status == .ok
            && !response.text.contains("oauth_token")
        guard response.response.status.code >= 400 || event?.error != nil || lacksToken else { return nil }
        let type = response.response.headerFields[.contentType] ?? ""
        let report =
            type.hasPrefix("application/x-www-form-urlencoded") || type.isEmpty
            ? OAuth1Parameters(formEncoded: response.body) : []
        let advice: String
        if let text = report["oauth_problem_advice"] {
            advice = text
        } else if type.hasPrefix("text/html") {
            // A page for the user. The developer gets the provider's advice.
            advice = event?.error.flatMap { OAuth1ServerError($0, "").recoverySuggestion } ?? "see the page"
        } else {
            let json = try? JSONDecoder().decode(ErrorBody.self, from: Data(response.body))
            advice = json?.message ?? json?.error ?? response.text
        }
        self.init(
            problem: report["oauth_problem"].map { ShownRequest.printable($0) }
                ?? event?.error.map { OAuth1ServerError($0, "").problem ?? $0.description },
            diagnosis: ShownRequest.printable(advice)
        )
    }
}

/// The parts of a request as the log shows them.
enum ShownRequest {
    private static let hidden = "<hidden>"

    /// Text on one line, without control characters, cut to the limit.
    static func printable(_ text: String) -> String {
        ServiceErrorText.printable(
            Array(text.utf8.prefix(4 * RequestRecord.maximumLength)),
            limit: RequestRecord.maximumLength
        )
    }

    /// A printable line that keeps its indentation.
    static func line(_ text: String) -> String { (text.hasPrefix("  ") ? "  " : "") + printable(text) }

    /// A request target without the values of secrets in its query, and without the signature, which may be one.
    static func target(_ target: String) -> String {
        let parts = URLReference(target)
        guard let query = parts.query else { return printable(target) }
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false)
            .map { pair in
                let name = OAuth1Parameters(formEncoded: String(pair)).first?.name ?? ""
                return isHidden(name) ? "\(pair.prefix { $0 != "=" })=\(hidden)" : String(pair)
            }
        return printable("\(parts.base)?\(pairs.joined(separator: "&"))")
    }

    /// A base string without the values of secrets, such as a password in a form.
    static func baseString(_ text: String) -> String {
        let parts = text.split(separator: "&", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return printable(text) }
        // The pairs are encoded twice, so that these separators are not part of a name or value.
        let pairs = parts[2].components(separatedBy: "%26")
            .map { pair -> String in
                let pieces = pair.components(separatedBy: "%3D")
                let once = OAuth1Parameters(formEncoded: pieces[0]).first?.name ?? ""
                let name = OAuth1Parameters(formEncoded: once).first?.name ?? ""
                return isHidden(name) ? "\(pieces[0])%3D\(hidden)" : pair
            }
        return printable("\(parts[0])&\(parts[1])&\(pairs.joined(separator: "%26"))")
    }

    /// Whether a parameter's value is not shown.
    ///
    /// The verifier is shown: it is the sandbox's, and useless after its first use.
    private static func isHidden(_ name: String) -> Bool {
        switch NameMeaning(Array(name.utf8)) {
        case .secret?, .token?: name != "oauth_verifier"
        case .signature?: name != "oauth_signature_method"
        case .signatureWord?, .baseString?, nil: false
        }
    }
}
#endif
