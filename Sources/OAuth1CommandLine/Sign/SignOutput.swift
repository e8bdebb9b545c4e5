//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import HTTPTypes
import OAuth1

/// What `oauth1 sign` prints.
enum SignOutput: String, CaseIterable, ExpressibleByArgument {
    case header
    case url
    case body
    case baseString = "base-string"
    case signature
    case curl
    case json

    /// The part of the request that contains the OAuth parameters.
    init(_ placement: OAuth1Placement) {
        switch placement {
        case .header: self = .header
        case .query: self = .url
        case .body: self = .body
        }
    }

    /// Prints this part of a signed request to standard output.
    func write(_ signed: OAuth1SignedRequest) throws {
        switch self {
        case .header: print(signed.request.headerFields[.authorization] ?? "")
        case .url: print(signed.request.absoluteURL)
        case .body: FileHandle.standardOutput.write(Data((signed.body ?? []) + "\n".utf8))
        case .baseString: print(String(decoding: signed.baseString, as: UTF8.self))
        case .signature: print(signed.signature)
        case .curl: print(try CurlCommand.text(signed))
        case .json: print(try SignedRequestJSON(signed).text())
        }
    }
}

extension HTTPRequest {
    /// The URL, composed of the parts as they are sent.
    var absoluteURL: String { "\(scheme ?? "")://\(authority ?? "")\(path ?? "")" }
}

/// A curl command that sends a signed request exactly as it was signed.
enum CurlCommand {
    static func text(_ signed: OAuth1SignedRequest) throws -> String {
        // Without these two curl removes dot segments and expands brackets.
        var words = ["curl", "--path-as-is", "--globoff"]
        // With --request HEAD, curl waits for a body that never comes.
        words += signed.request.method == .head ? ["--head"] : ["--request", signed.request.method.rawValue]
        for field in signed.request.headerFields {
            words += ["--header", quoted("\(field.name.rawName): \(field.value)")]
        }
        if let body = signed.body {
            guard !body.contains(0), let text = String(validating: body, as: UTF8.self) else {
                throw ValidationError(
                    "The body is binary, so it can't be part of a curl command. Use --output json instead."
                )
            }
            words += ["--data-raw", quoted(text)]
        }
        return (words + [quoted(signed.request.absoluteURL)]).joined(separator: " ")
    }

    /// A word that a POSIX shell takes literally.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}

/// A signed request, its base string and its signature, for other programs.
private struct SignedRequestJSON: Encodable {
    let method: String
    let url: String
    let headers: [String: String]
    /// The body, if it is text.
    let body: String?
    /// The body in Base64, if it is not text.
    let bodyBase64: String?
    let nonce: String
    let timestamp: Int64
    let baseString: String
    let signature: String

    init(_ signed: OAuth1SignedRequest) {
        method = signed.request.method.rawValue
        url = signed.request.absoluteURL
        headers = Dictionary(signed.request.headerFields.map { ($0.name.rawName, $0.value) }) { "\($0), \($1)" }
        body = signed.body.flatMap { String(validating: $0, as: UTF8.self) }
        bodyBase64 = body == nil ? signed.body.map { Data($0).base64EncodedString() } : nil
        nonce = signed.nonce.description
        timestamp = signed.timestamp
        baseString = String(decoding: signed.baseString, as: UTF8.self)
        signature = signed.signature
    }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
#endif
