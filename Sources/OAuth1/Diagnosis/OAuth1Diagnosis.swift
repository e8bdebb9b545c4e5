//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// Finds the mistake that gives the signature of a rejected request.
///
/// A diagnosis repeats the steps of the signature (RFC 5849 section 3.4) with each mistake of ``Mistake/all``, alone and in
/// pairs, and compares the result with the signature that was sent. A mistake that is found this way is certain. If several
/// give the same signature, all of them are reported.
///
/// Without secrets, a diagnosis reports what the request shows: missing, doubled and malformed parameters.
///
/// Results never contain a secret, a signature, a verifier or a password. They reveal whether a guess about a secret is
/// right, so show them only to developers. The work is limited: at most 256 KiB of a request are diagnosed.
public struct OAuth1Diagnosis: Sendable, Hashable, CustomStringConvertible {
    /// Whether the signature is right.
    public enum Verdict: String, Sendable, Hashable {
        /// The signature is that of the request, and so is the body hash if there is one.
        case valid
        /// The signature or the body hash is wrong.
        case invalid
        /// The signature was not checked, because the secret or key for its method is missing.
        case unchecked
        /// The request has no OAuth parameters, or they can't be read.
        case unreadable
    }

    /// Whether the signature is right.
    public let verdict: Verdict
    /// The mistakes that were found: first those that give the signature, then those that the request shows.
    ///
    /// Several findings that reproduce the signature (``Finding/Evidence/signature``) are alternatives.
    public let findings: [Finding]
    /// The right base string, without the values of secrets, or `nil` if the request can't be read or has no base string.
    public let baseString: String?
    /// Whether the work was limited before all pairs of mistakes were tested.
    public let isIncomplete: Bool

    /// How much of a request is read.
    static let limits = OAuth1Limits(parameterCount: 1_024, byteCount: 262_144)
    /// How a request is read.
    static let reading = OAuth1IncomingRequest.Configuration(limits: limits, allowsCallbackAndVerifierInForm: true)

    /// Diagnoses a request.
    ///
    /// Scheme, authority or Host field, path and query must be those that the client used. An absent scheme is https.
    ///
    /// - Parameters:
    ///   - request: The request as it was sent.
    ///   - body: The body as it was sent, or `nil` if there was none.
    ///   - secrets: The secrets with which it must have been signed.
    ///   - serverBaseString: The base string that the service reported, to compare it with the right one.
    ///   - maximumMistakes: 2 to test mistakes alone and in pairs, 1 for those alone, which takes a fraction of the time.
    ///   - pairTimeLimit: The longest time in which pairs are tested; `nil` for as long as it takes, under a second on
    ///     ordinary hardware.
    ///   - now: The time at which the request was received, in seconds since 1970; with `nil`, the age of the timestamp is not
    ///     checked.
    public init(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        secrets: Secrets = Secrets(),
        serverBaseString: String? = nil,
        maximumMistakes: Int = 2,
        pairTimeLimit: Duration? = nil,
        now: Int64? = nil
    ) {
        var request = request
        if request.scheme == nil { request.scheme = "https" }
        do {
            let incoming = try OAuth1IncomingRequest.read(request, body: body, OAuth1Diagnosis.reading)
            guard let incoming else {
                self.init(.unreadable, [Finding("no-oauth-parameters")])
                return
            }
            let diagnosed = try DiagnosedRequest(incoming, request, body: body ?? [])
            let signature = SignatureDiagnosis(
                diagnosed,
                secrets,
                pairs: maximumMistakes > 1 ? .upTo(pairTimeLimit) : .none
            )
            self.init(diagnosed, signature, serverBaseString: serverBaseString, now: now)
        } catch {
            self.init(.unreadable, [VisibleMistakes.finding(for: error)])
        }
    }

    private init(_ verdict: Verdict, _ findings: [Finding], baseString: String? = nil, isIncomplete: Bool = false) {
        self.verdict = verdict
        self.findings = findings
        self.baseString = baseString
        self.isIncomplete = isIncomplete
    }

    private init(
        _ request: DiagnosedRequest,
        _ signature: SignatureDiagnosis,
        serverBaseString: String?,
        now: Int64?
    ) {
        let right = request.steps.baseString()
        var findings = signature.findings
        let bodyHash = BodyHashMistakes.find(in: request)
        findings += bodyHash
        var visible = VisibleMistakes.find(in: request.incoming, now: now)
        if !signature.findings.isEmpty {
            // The age of a request that was captured earlier is not the reason.
            visible.removeAll { $0.mistakes.first?.id == "timestamp-stale" }
        } else if signature.verdict != .valid, let length = signature.lengthFinding {
            visible.append(length)
        }
        findings += visible
        if let serverBaseString {
            findings += ServerBaseString(serverBaseString).findings(for: request, own: right)
        }
        self.init(
            signature.verdict == .valid && !bodyHash.isEmpty ? .invalid : signature.verdict,
            findings,
            baseString: request.incoming.signatureMethod == .plaintext
                ? nil : BaseStringText.redacted(right),
            isIncomplete: signature.isIncomplete
        )
    }
}
