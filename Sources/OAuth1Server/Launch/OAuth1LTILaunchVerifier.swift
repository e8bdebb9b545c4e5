//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// Accepts LTI 1.1 launches: signed forms that a browser carries from a learning platform to a tool.
///
/// ```swift
/// let launches = OAuth1LTILaunchVerifier(clients: platforms, nonces: nonces, configuration: configuration)
/// let launch = try await launches.verify(request, body: body)
/// ```
///
/// The checks and their order are those of signed requests: parameters, platform, signature, timestamp, and last the nonce. A
/// launch is accepted once. PLAINTEXT is rejected, even if the configuration accepts it, as the browser would see the secret.
///
/// A parameter that is in the query and, with the same value, in the form counts once, if both were signed (RFC 5849 section
/// 3.4.1.3). The tolerance alone says whether it may be signed once only: `ignoresBodyDuplicatesOfQuery` of the configuration
/// does not count for launches.
///
/// - Important: Every client of the store can launch, as any user that it names. Give the verifier a store with platforms only,
///   not the one of a provider's clients.
public struct OAuth1LTILaunchVerifier: Sendable {
    /// The configuration, with the tool's public URL.
    public let configuration: OAuth1ServerConfiguration
    /// The deviations that are accepted.
    public let tolerance: OAuth1LTITolerance
    private let validator: SignedRequestValidator
    private let rules: LaunchRules

    /// Creates a verifier.
    ///
    /// - Parameters:
    ///   - clients: The platforms, by consumer key.
    ///   - nonces: The nonces that were used. Share them with all processes of the tool.
    ///   - configuration: The configuration. Set `externalURL` to the public URL of the tool.
    ///   - tolerance: The deviations that are accepted; none by default.
    ///   - messageTypes: The accepted values of `lti_message_type`; launches of resource links by default.
    public init(
        clients: any OAuth1ClientStore,
        nonces: any OAuth1NonceStore,
        configuration: OAuth1ServerConfiguration,
        tolerating tolerance: OAuth1LTITolerance = [],
        messageTypes: Set<String> = [OAuth1LTILaunch.basicMessageType]
    ) {
        self.configuration = configuration
        self.tolerance = tolerance
        self.rules = LaunchRules(messageTypes: messageTypes)
        // A launch has no token, so that this one stays empty.
        let stores = OAuth1ServerStores(clients: clients, tokens: OAuth1InMemoryTokenStore(), nonces: nonces)
        self.validator = SignedRequestValidator(stores: stores, configuration: configuration)
    }

    /// Accepts or rejects a launch.
    ///
    /// - Parameters:
    ///   - request: The request as it arrived, its path not decoded.
    ///   - body: The whole body as it arrived.
    /// - Returns: The launch, made of signed parameters only.
    /// - Throws: ``OAuth1ServerError``; ``response(for:)`` turns it into a page for the user.
    public func verify(_ request: HTTPRequest, body: [UInt8]) async throws -> OAuth1LTILaunch {
        try await RequestSpan.observing(.launch) { await result(of: request, body) }.get()
    }

    /// The launch, or why it was rejected: a tracer would record what is thrown through a span.
    private func result(of request: HTTPRequest, _ body: [UInt8]) async -> Result<OAuth1LTILaunch, OAuth1ServerError> {
        do {
            let validated = try await validate(request, body: body)
            let parameters = LaunchRules.parameters(of: validated.request.signedParameters)
            configuration.report(.launch, nil, clientKey: validated.client.key)
            return .success(OAuth1LTILaunch(client: validated.client, parameters: parameters))
        } catch {
            let error = OAuth1ServerError(error)
            configuration.report(.launch, error, clientKey: error.clientKey)
            return .failure(error)
        }
    }

    /// The page for a user whose launch was rejected, which reveals nothing of keys and secrets.
    ///
    /// - Parameter error: What ``verify(_:body:)`` threw.
    /// - Returns: The page.
    public func response(for error: any Error) -> OAuth1ServerResponse {
        let error = OAuth1ServerError(error)
        let advice: HTMLText
        switch error.code {
        case .nonceUsed, .timestampRefused:
            advice = "<p>This launch was used before or is too old. Go back to your course and open the tool again.</p>"
        case _ where error.code.isServiceFailure:
            advice = "<p>Something went wrong here. Please try again later.</p>"
        default:
            let reason = configuration.revealsProblemDetail ? error.reason : error.concealed.reason
            advice = """
                <p>Go back to your course and open the tool again. If that does not help, send this text to the administrator \
                of the learning platform:</p>
                <p>\(reason)</p>
                """
        }
        return .page(
            "The tool can't be opened",
            advice,
            of: configuration.look,
            status: error.status,
            fields: error.fields(realm: configuration.realm)
        )
    }

    /// Verifies by the letter first, and then with each deviation that is allowed and makes a difference.
    private func validate(_ request: HTTPRequest, body: [UInt8]) async throws -> ValidatedRequest {
        guard request.method == .post else {
            throw OAuth1ServerError(
                .invalidRequest,
                "a launch must be a POST request with a form (LTI 1.1 section 4.3)"
            )
        }
        var failure: (any Error)?
        let readings = readings(of: request)
        // The second body is made only when it is needed.
        for isConverted in [false, true] {
            guard let body = isConverted ? convertedBody(body) : body else { continue }
            for reading in readings {
                do {
                    return try await validator.validate(request, body: body, for: .launch(rules), reading: reading)
                } catch let error as OAuth1ServerError {
                    // Another reading can't change anything else. An unknown platform takes as many attempts as a known one.
                    guard Self.codesOfAnotherReading.contains(error.code) else { throw error }
                    failure = error
                }
            }
        }
        throw failure ?? OAuth1ServerError(.signatureInvalid, "the launch was rejected")
    }

    /// Rejections that another reading of the same request may not have.
    private static let codesOfAnotherReading: Set<OAuth1ServerError.Code> = [
        .signatureInvalid, .consumerKeyUnknown, .parameterRejected,
    ]

    /// How the request is read: by the letter, and with repetitions that the tolerance allows.
    private func readings(of request: HTTPRequest) -> [OAuth1IncomingRequest.Configuration] {
        var strict = configuration.reading
        strict.ignoresBodyDuplicatesOfQuery = false
        guard tolerance.contains(.repeatedQuery), request.path?.utf8.contains(UInt8(ascii: "?")) == true else {
            return [strict]
        }
        var tolerant = strict
        tolerant.ignoresBodyDuplicatesOfQuery = true
        return [strict, tolerant]
    }

    /// The body with other line breaks, if the tolerance allows it and it makes a difference.
    private func convertedBody(_ body: [UInt8]) -> [UInt8]? {
        guard tolerance.contains(.convertedLineBreaks) else { return nil }
        let converted = LineBreaks.converted(body)
        return converted.count == body.count ? nil : converted
    }
}

/// Line breaks of a form as browsers encode them.
private enum LineBreaks {
    private static let pair = Array("%0d%0a".utf8)
    private static let lineFeed = Array("%0A".utf8)

    /// Whether two bytes are the same, or the first is the other letter in upper case.
    private static func isSame(_ byte: UInt8, _ expected: UInt8) -> Bool {
        byte == expected || (expected >= UInt8(ascii: "a") && byte == expected - 0x20)
    }

    /// The form with a line feed for each carriage return and line feed.
    static func converted(_ form: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(form.count)
        var index = 0
        while index < form.count {
            let end = index + pair.count
            if form[index] == UInt8(ascii: "%"), end <= form.count,
                form[index..<end].elementsEqual(pair, by: isSame)
            {
                bytes.append(contentsOf: lineFeed)
                index = end
            } else {
                bytes.append(form[index])
                index += 1
            }
        }
        return bytes
    }
}
