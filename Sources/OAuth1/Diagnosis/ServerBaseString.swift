//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

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

    /// A base string with no encoding but its own.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Compares with the base string that was signed, and finds the mistakes that lead from one to the other.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - own: The base string of the request; another one than that of the standard if the client has a reason for it.
    /// - Returns: One finding, or several that are alternatives.
    func findings(for request: DiagnosedRequest, own: [UInt8]) -> [OAuth1Diagnosis.Finding] {
        guard bytes.count <= 8 * OAuth1Diagnosis.limits.byteCount else { return [OAuth1Diagnosis.Finding("too-large")] }
        func finding(_ ids: [String], _ detail: String? = nil) -> OAuth1Diagnosis.Finding {
            OAuth1Diagnosis.Finding(
                ids,
                .serverBaseString,
                detail: detail,
                baseString: bytes,
                right: own,
                of: request
            )
        }
        guard bytes != own else { return [finding(["other-secret"])] }
        var seen: Set<String> = []
        let found = MistakeSearch.baseStrings(of: request)
            .filter { $0.baseString == bytes && seen.insert($0.mutation.id).inserted }
            .prefix(MistakeSearch.maximumResults)
        return found.isEmpty
            ? [finding(["base-strings-differ"])] : found.map { finding([$0.mutation.id], $0.mutation.detail) }
    }
}

extension OAuth1Diagnosis {
    /// Compares the base string that a client signed with the one that the service reported.
    ///
    /// - Parameters:
    ///   - reported: The base string of the service, with no encoding but its own.
    ///   - own: The base string that was signed.
    ///   - request: The request as it was sent.
    ///   - body: The body as it was sent.
    /// - Returns: The comparison, or `nil` if the request can't be read.
    package static func comparison(
        of reported: [UInt8],
        with own: [UInt8],
        _ request: HTTPRequest,
        body: [UInt8]?
    ) -> BaseStringComparison? {
        guard let incoming = try? OAuth1IncomingRequest.read(request, body: body, reading),
            let diagnosed = try? DiagnosedRequest(incoming, request, body: body ?? [])
        else {
            return nil
        }
        let findings = ServerBaseString(reported).findings(for: diagnosed, own: own)
        guard let difference = findings.first?.difference else { return .equal }
        let mistakes = findings.flatMap(\.mistakes).filter { $0.id != "base-strings-differ" }
        return .different(difference, mistakes)
    }

    /// The result of comparing the base strings of client and service.
    package enum BaseStringComparison: Sendable {
        /// Both computed the same, so that the secrets differ.
        case equal
        /// The first difference, and the mistakes that lead to it; several are alternatives.
        case different(OAuth1BaseStringDifference, [Mistake])
    }
}
