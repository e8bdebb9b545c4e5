//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// The response to a request.
///
/// A response that a client received knows the secrets of its request, so that no error about it shows them. They are
/// part of neither its description nor its equality.
public struct OAuth1Response: Sendable {
    /// Status and header fields.
    public var head: HTTPResponse {
        didSet { forget() }
    }
    /// The body.
    public var body: [UInt8] {
        didSet { forget() }
    }
    /// The request that this answers, and what was sent for it, if a client sent it.
    var origin: ResponseOrigin? {
        didSet { forget() }
    }
    /// The call that led to this response, with its redirects, if a client sent it.
    var call: PendingCall?
    /// The parsed rejection, cached.
    private var reading: RejectionReading?

    /// Creates a response, for transports and tests.
    ///
    /// - Parameters:
    ///   - head: Status and header fields.
    ///   - body: The body.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.head = head
        self.body = body
        // Most responses are none, and get by without an allocation.
        if head.status.kind != .successful { reading = RejectionReading() }
    }

    /// The status.
    public var status: HTTPResponse.Status { head.status }

    /// The body as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }

    // MARK: Where it comes from

    /// The URL that sent the response, after redirects, without OAuth parameters; `nil` if no client sent the request.
    public var url: String? { call?.url }
    /// How many redirects were followed before this response.
    ///
    /// A POST that was redirected with status 301, 302 or 303 has become a GET: a response of success then says nothing
    /// about the POST.
    public var redirectCount: Int { call?.redirectCount ?? 0 }
    /// The redirect that this response asks for and that was not followed, and why.
    public var unfollowedRedirect: OAuth1UnfollowedRedirect? { call?.unfollowedRedirect?.redacted(by: redactor) }

    // MARK: Cached values

    /// Forgets what was read, as the response is another one.
    private mutating func forget() {
        if reading != nil { reading = RejectionReading() }
    }

    /// The problem report as the service wrote it, read once.
    var report: OAuth1Parameters {
        guard let reading else { return ProblemReport.read(self) }
        return reading.report { ProblemReport.read(self) }
    }

    /// Leaves out the secrets of the request that this answers.
    var redactor: Redactor {
        guard let origin else { return .byName }
        return reading?.redactor { Redactor(hiding: origin.secrets) } ?? Redactor(hiding: origin.secrets)
    }
}

extension OAuth1Response: Hashable {
    /// Two responses are equal when their heads and bodies are.
    public static func == (lhs: OAuth1Response, rhs: OAuth1Response) -> Bool {
        lhs.head == rhs.head && lhs.body == rhs.body
    }

    /// Hashes head and body.
    ///
    /// - Parameter hasher: The hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(head)
        hasher.combine(body)
    }
}

extension OAuth1Response: CustomStringConvertible, CustomReflectable {
    /// Shows the status and the body's size: a token response has secrets in its body, and so can any other.
    public var description: String { "OAuth1Response(\(status.code), \(body.count) bytes)" }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["status": status.code, "bytes": body.count]) }
}
