//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// A response with its body.
public struct OAuth1ServerResponse: Sendable, Hashable {
    /// The status and the header fields.
    public var response: HTTPResponse
    /// The body, exactly as it is to be sent.
    public var body: [UInt8]

    /// Creates a response.
    ///
    /// - Parameters:
    ///   - response: The status and the header fields.
    ///   - body: The body.
    public init(_ response: HTTPResponse, body: [UInt8] = []) {
        self.response = response
        self.body = body
    }

    /// A redirect that the browser follows with GET, for instance to a login page.
    ///
    /// - Parameter location: Where to.
    /// - Returns: A response with status 303.
    public static func redirect(to location: String) -> OAuth1ServerResponse {
        var fields = HTTPFields.noStore
        fields[.location] = location
        return OAuth1ServerResponse(HTTPResponse(status: .seeOther, headerFields: fields))
    }

    /// The response with one more header field, if there is one.
    func setting(_ field: HTTPField?) -> OAuth1ServerResponse {
        guard let field else { return self }
        var response = self
        response.response.headerFields.append(field)
        return response
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
