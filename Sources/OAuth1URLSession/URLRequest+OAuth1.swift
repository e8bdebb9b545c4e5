//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

extension URLRequest {
    /// A request that is sent exactly as it was signed.
    init(signed request: HTTPRequest, body: [UInt8]?) throws {
        try self.init(signed: request, hasBody: body?.isEmpty == false)
        if let body { httpBody = Data(body) }
        setContentTypeThatIsNoForm()
    }

    /// A request that is sent exactly as it was signed, its body aside.
    init(signed request: HTTPRequest, hasBody: Bool) throws {
        let text = try request.wireURL
        #if canImport(FoundationNetworking)
        // The library below takes these out of the path, signed or not.
        guard !request.targetReference.hasDotSegments else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the path has dot segments, which URLSession removes after signing on this system",
                recoverySuggestion: "Write the path without . and .."
            )
        }
        #endif
        guard request.method != .get || !hasBody else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "URLSession can't send a GET request with a body",
                recoverySuggestion: "Put the parameters into the URL, or use another transport"
            )
        }
        guard let url = URL(string: text), url.absoluteString == text else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "URLSession would change this URL after signing, which breaks the signature",
                recoverySuggestion: "Percent-encode all characters that RFC 3986 does not allow in a URL"
            )
        }
        self.init(url: url)
        httpMethod = request.method.rawValue
        for field in request.headerFields { addValue(field.value, forHTTPHeaderField: field.name.rawName) }
    }

    /// Says that a body is not a form, where nothing says what it is.
    ///
    /// URLSession calls such bodies forms, and then the service would expect the body's parameters to be signed.
    mutating func setContentTypeThatIsNoForm() {
        guard httpBody?.isEmpty == false, value(forHTTPHeaderField: "Content-Type") == nil else { return }
        setValue("application/octet-stream", forHTTPHeaderField: "Content-Type")
    }
}
