//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import Foundation
import OAuth1URLSession

#if canImport(Security)
import Security

/// The certificate authorities of `--cacert`.
struct TrustedAuthorities: Sendable {
    private let certificates: [Data]

    /// Reads a PEM file.
    init(file: String) throws {
        let text = String(decoding: try InputFile.read(file, option: "--cacert", limit: 4_194_304), as: UTF8.self)
        let blocks = text.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst()
        certificates = blocks.compactMap { block in
            let base64 = block.components(separatedBy: "-----END CERTIFICATE-----")[0]
            return Data(base64Encoded: base64, options: .ignoreUnknownCharacters)
        }
        guard !certificates.isEmpty,
            certificates.allSatisfy({ SecCertificateCreateWithData(nil, $0 as CFData) != nil })
        else {
            throw CommandFailure(.unreadableInput, "--cacert: \(file) has no certificates in PEM format")
        }
    }

    /// Trusts a server if one of the authorities signed its certificate.
    var challengeHandler: URLSessionTransport.ChallengeHandler {
        { [certificates] challenge in
            let space = challenge.protectionSpace
            guard space.authenticationMethod == NSURLAuthenticationMethodServerTrust, let trust = space.serverTrust
            else {
                return (.performDefaultHandling, nil)
            }
            let anchors = certificates.compactMap { SecCertificateCreateWithData(nil, $0 as CFData) }
            SecTrustSetAnchorCertificates(trust, anchors as CFArray)
            SecTrustSetAnchorCertificatesOnly(trust, true)
            guard SecTrustEvaluateWithError(trust, nil) else { return (.cancelAuthenticationChallenge, nil) }
            return (.useCredential, URLCredential(trust: trust))
        }
    }
}
#else
/// The certificate authorities of `--cacert`, which URLSession can't use on Linux.
struct TrustedAuthorities: Sendable {
    init(file: String) throws {
        throw ValidationError(
            "--cacert can't be used on Linux: URLSession trusts the system's authorities only. Copy \(file) to "
                + "/usr/local/share/ca-certificates with the extension .crt, and run update-ca-certificates."
        )
    }

    var challengeHandler: URLSessionTransport.ChallengeHandler? { nil }
}
#endif
#endif
