//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a request from an HTTP archive (HAR 1.2): a whole archive, an entry, or its request.
enum HARRequest {
    private struct Archive: Decodable {
        struct Log: Decodable {
            let entries: [Entry]
        }

        let log: Log
    }

    private struct Entry: Decodable {
        let request: Request
        let startedDateTime: String?
    }

    private struct Pair: Decodable {
        let name: String
        let value: String?
    }

    private struct Request: Decodable {
        struct PostData: Decodable {
            let mimeType: String?
            let text: String?
            let params: [Pair]?
        }

        let method: String
        let url: String
        let headers: [Pair]?
        let postData: PostData?

        var isSigned: Bool {
            let hasField = (headers ?? [])
                .contains {
                    $0.name.lowercased() == "authorization" && $0.value?.lowercased().hasPrefix("oauth") == true
                }
            return hasField || url.contains("oauth_signature") || postData?.text?.contains("oauth_signature") == true
        }
    }

    /// Reads the only request of a JSON text, or the only one with OAuth parameters.
    static func read(_ text: [UInt8], scheme: String) throws(OAuth1Diagnosis.CaptureError)
        -> OAuth1Diagnosis.CapturedRequest
    {
        let entry = try entry(Data(text))
        let request = entry.request
        var captured = try OAuth1Diagnosis.CapturedRequest(method: request.method, url: request.url, scheme: scheme)
        for field in request.headers ?? [] { try captured.add(field.name, field.value ?? "") }
        if let post = request.postData {
            if let text = post.text, !text.isEmpty || post.params?.isEmpty != false {
                captured.body = Array(text.utf8)
            } else if let params = post.params {
                captured.body = OAuth1Parameters(params.map { OAuth1Parameter($0.name, $0.value ?? "") }).formEncoded
            }
            if let type = post.mimeType, !type.isEmpty, captured.request.headerFields[.contentType] == nil {
                try captured.add("Content-Type", type)
            }
        }
        captured.time = entry.startedDateTime.flatMap(seconds)
        return captured
    }

    private static func entry(_ data: Data) throws(OAuth1Diagnosis.CaptureError) -> Entry {
        let decoder = JSONDecoder()
        if let archive = try? decoder.decode(Archive.self, from: data) { return try only(of: archive.log.entries) }
        if let entries = try? decoder.decode([Entry].self, from: data) { return try only(of: entries) }
        if let entry = try? decoder.decode(Entry.self, from: data) { return entry }
        if let request = try? decoder.decode(Request.self, from: data) {
            return Entry(request: request, startedDateTime: nil)
        }
        throw OAuth1Diagnosis.CaptureError(
            "the JSON text is not an HTTP archive, an entry or a request with method and url"
        )
    }

    private static func only(of entries: [Entry]) throws(OAuth1Diagnosis.CaptureError) -> Entry {
        let signed = entries.filter(\.request.isSigned)
        let candidates = entries.count == 1 ? entries : signed
        guard candidates.count == 1 else {
            throw OAuth1Diagnosis.CaptureError(
                "the archive has \(entries.count) requests, \(signed.count) of them with OAuth parameters: pass the entry to "
                    + "diagnose"
            )
        }
        return candidates[0]
    }

    private static func seconds(_ text: String) -> Int64? {
        let formats: [Date.ISO8601FormatStyle] = [
            Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true),
        ]
        return formats.lazy.compactMap { try? $0.parse(text) }.first.map { Int64($0.timeIntervalSince1970) }
    }
}
