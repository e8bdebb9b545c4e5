//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What is wrong with the signature of a request.
struct SignatureDiagnosis {
    private(set) var verdict = OAuth1Diagnosis.Verdict.invalid
    /// Mistakes that give the signature that was sent.
    private(set) var findings: [OAuth1Diagnosis.Finding] = []
    private(set) var isIncomplete = false
    /// A signature whose length is not that of its method.
    private(set) var lengthFinding: OAuth1Diagnosis.Finding?

    init(_ request: DiagnosedRequest, _ secrets: OAuth1Diagnosis.Secrets, pairs: MistakeSearch.Pairs) {
        let incoming = request.incoming
        guard let method = incoming.signatureMethod,
            let sent = incoming.withDecoded(.signature, { $0.copied() }), !sent.isEmpty,
            sent.count <= SentSignature.maximumBytes
        else {
            return
        }
        let isRSA = RSAScheme(method) != nil
        guard isRSA ? secrets.rsaPublicKey != nil || secrets.rsaKeyText != nil : secrets.consumerSecret != nil else {
            verdict = .unchecked
            return
        }
        if SignatureDiagnosis.isValid(incoming, secrets) {
            verdict = .valid
            return
        }
        let signature = SentSignature(sent)
        let check = SignatureCheck(
            signature,
            declared: method,
            hasSecrets: secrets.consumerSecret != nil,
            publicKey: secrets.rsaPublicKey
        )
        let key = KeySteps(
            client: secrets.consumerSecret.map { Array($0.reveal().utf8) } ?? [],
            token: Array(secrets.tokenSecret.reveal().utf8)
        )
        var search = MistakeSearch(request, secrets, key: key, check: check)
        let right = request.steps.baseString()
        findings = search.run(pairs: pairs).filter { !$0.mistakes.isEmpty }
            .map { result in
                OAuth1Diagnosis.Finding(
                    result.mistakes,
                    .signature,
                    detail: result.detail,
                    baseString: result.baseString,
                    right: right,
                    of: request
                )
            }
        isIncomplete = search.isIncomplete && findings.isEmpty
        lengthFinding = SignatureDiagnosis.lengthFinding(signature, method, secrets.rsaPublicKey)
    }

    private static func isValid(_ incoming: OAuth1IncomingRequest, _ secrets: OAuth1Diagnosis.Secrets) -> Bool {
        let verifier = OAuth1Verifier(methods: Set(OAuth1SignatureMethod.Name.standard))
        let key = OAuth1VerificationKey(
            client: OAuth1ClientCredentials(key: "", secret: secrets.consumerSecret ?? OAuth1Secret("")),
            tokenSecret: secrets.tokenSecret,
            rsaPublicKey: secrets.rsaPublicKey
        )
        do {
            try verifier.verify(incoming, with: key)
            return true
        } catch {
            // The body hash is compared after the signature.
            return error.code == .bodyHashMismatch
        }
    }

    private static func lengthFinding(
        _ signature: SentSignature,
        _ method: OAuth1SignatureMethod.Name,
        _ publicKey: OAuth1RSAPublicKey?
    ) -> OAuth1Diagnosis.Finding? {
        let expected: Int? =
            switch method {
            case .hmacSHA1: 20
            case .hmacSHA256: 32
            case .hmacSHA512: 64
            default: RSAScheme(method) == nil ? nil : publicKey?.signatureByteCount
            }
        guard let expected, !signature.readings.contains(where: { $0.bytes.count == expected }) else { return nil }
        let found = signature.readings.first.map { "\($0.bytes.count) bytes" } ?? "a text that is not Base64"
        return OAuth1Diagnosis.Finding("signature-length", detail: "found \(found), expected \(expected) bytes")
    }
}
