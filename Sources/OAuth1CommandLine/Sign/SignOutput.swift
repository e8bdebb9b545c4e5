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
