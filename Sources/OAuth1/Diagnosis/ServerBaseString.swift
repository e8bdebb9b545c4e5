//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A base string that a service reported.
struct ServerBaseString {
    private let bytes: [UInt8]

    /// Reads the text, which a page or a form can have encoded once more.
    init(_ text: String) {
        var bytes = Array(text.utf8).trimmed
        if !bytes.contains(UInt8(ascii: "&")) { bytes = bytes.decodedOnce() }
        self.bytes = ServerBaseString.withoutEntities(bytes)
    }

    private static func withoutEntities(_ bytes: [UInt8]) -> [UInt8] {
        let entity = Array("&amp;".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            result.append(bytes[index])
            index += bytes[index] == entity[0] && bytes[index...].starts(with: entity) ? entity.count : 1
        }
        return result
    }

    /// Compares with the right base string, and finds the mistakes that lead from one to the other.
    func findings(
        for request: DiagnosedRequest,
        right: [UInt8],
        _ verdict: OAuth1Diagnosis.Verdict
    ) -> [OAuth1Diagnosis.Finding] {
        guard bytes.count <= 8 * OAuth1Diagnosis.limits.byteCount else { return [OAuth1Diagnosis.Finding("too-large")] }
        func finding(_ ids: [String], _ detail: String? = nil) -> OAuth1Diagnosis.Finding {
            OAuth1Diagnosis.Finding(
                ids,
                .serverBaseString,
                detail: detail,
                baseString: bytes,
                right: right,
                of: request
            )
        }
        guard bytes != right else { return [finding(["other-secret"])] }
        var seen: Set<String> = []
        let found = MistakeSearch.baseStrings(of: request)
            .filter { $0.baseString == bytes && seen.insert($0.mutation.id).inserted }
            .prefix(MistakeSearch.maximumResults)
        return found.isEmpty
            ? [finding(["base-strings-differ"])] : found.map { finding([$0.mutation.id], $0.mutation.detail) }
    }
}
