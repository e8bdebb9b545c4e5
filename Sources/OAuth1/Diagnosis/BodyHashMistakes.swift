//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Compares `oauth_body_hash` with hashes that clients compute by mistake.
enum BodyHashMistakes {
    /// The mistake of a body hash, if it is wrong.
    static func find(in request: DiagnosedRequest) -> [OAuth1Diagnosis.Finding] {
        let incoming = request.incoming
        // In a form that contains itself it is not checked.
        guard let sent = incoming.bodyHash, incoming.placement != .body else { return [] }
        let method = incoming.signatureMethod ?? .hmacSHA1
        let digest = OAuth1VerificationKey.digest(method) ?? RSAScheme(method)?.digest ?? .sha1
        let body = incoming.body.bytes
        guard sent != digest.bodyHash(of: body) else { return [] }
        let readings = SentSignature(Array(sent.utf8.prefix(SentSignature.maximumBytes))).readings
        func isHash(of bytes: [UInt8], _ digest: OAuth1Digest) -> Bool { sent == digest.bodyHash(of: bytes) }
        let digests = [OAuth1Digest.sha1, .sha256, .sha512]
        let lines = body.filter { $0 != 0x0D }
        let id: String =
            if digests.contains(where: { isHash(of: body, $0) }) {
                "body-hash-other-digest"
            } else if digests.contains(where: { isHash(of: [], $0) }) {
                "body-hash-of-empty-body"
            } else if readings.contains(where: { $0.base64 == digest.bodyHash(of: body) && !$0.mistakes.isEmpty }) {
                "body-hash-in-hex"
            } else if [lines, body.trimmed, body + [0x0A], body + [0x0D, 0x0A]]
                .contains(where: { isHash(of: $0, digest) })
            {
                "body-hash-of-other-line-breaks"
            } else {
                "body-hash-of-other-bytes"
            }
        return [OAuth1Diagnosis.Finding(id)]
    }
}
