//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The targets: what is done with the bytes that the fuzzer makes.
///
/// Each reads the bytes as one kind of input from outside, hands it to the library by its public API, and throws a
/// ``BrokenInvariant`` if the library does what it must never do. A trap in the library is found as well.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Percent-encoding, queries and forms.
    case encoding
    /// The Authorization header.
    case header
    /// Absolute URLs, authorities, request targets.
    case url
    /// Base strings, compared with ``ReferenceBaseString``.
    case baseString
    /// A request is signed, verified, changed and verified again.
    case signature
    /// Raw requests, curl commands and HTTP archives.
    case capture
    /// PEM texts.
    case key
    /// PKCS#12 files and their passphrases.
    case pkcs12
    /// Responses of token endpoints.
    case tokenResponse
    /// Rejections, whatever their format.
    case refusal
    /// Two base strings, and rejections that repeat one.
    case difference
    /// Callbacks.
    case callback
    /// Services described in JSON.
    case service
    /// Redirects, `Retry-After`, the service's clock: everything that can happen to a call.
    case exchange
    /// OAuth Echo.
    case echo
    /// The provider's endpoints and protected resources.
    case endpoint
    /// The provider's consent page and its form.
    case consent
    /// The routes of a login and its cookies.
    case login

    /// Runs the target with one input.
    ///
    /// - Parameter input: The bytes.
    /// - Throws: ``BrokenInvariant``.
    public func run(_ input: [UInt8]) async throws {
        var input = FuzzInput(input)
        switch self {
        case .encoding: try fuzzEncoding(&input)
        case .header: try fuzzHeader(&input)
        case .url: try fuzzURL(&input)
        case .baseString: try fuzzBaseString(&input)
        case .signature: try fuzzSignature(&input)
        case .capture: try fuzzCapture(&input)
        case .key: try fuzzKey(&input)
        case .pkcs12: try fuzzPKCS12(&input)
        case .tokenResponse: try fuzzTokenResponse(&input)
        case .refusal: try fuzzRefusal(&input)
        case .difference: try await fuzzDifference(&input)
        case .callback: try fuzzCallback(&input)
        case .service: try fuzzService(&input)
        case .exchange: try await fuzzExchange(&input)
        case .echo: try fuzzEcho(&input)
        case .endpoint: try await fuzzEndpoint(&input)
        case .consent: try await fuzzConsent(&input)
        case .login: try await fuzzLogin(&input)
        }
    }

    /// Runs the target with the input that libFuzzer made, and stops the program if an invariant is broken.
    ///
    /// - Parameters:
    ///   - start: The first of the bytes.
    ///   - count: How many there are.
    /// - Returns: 0, which keeps the input for the corpus if it reached new code.
    public func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        let input = Array(UnsafeBufferPointer(start: start, count: count))
        ThisThread.run {
            do { try await self.run(input) } catch { fatalError("\(self.rawValue): \(error)") }
        }
        return 0
    }
}
