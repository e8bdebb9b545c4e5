//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && CertificateSupport
import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority that is trusted only if configured.
struct PrivateAuthority {
    /// A certificate and its key, in PEM.
    struct Identity {
        let certificate: String
        let key: String
    }

    private let name: DistinguishedName
    private let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    /// Its own certificate, in PEM.
    let certificate: String

    init() throws {
        name = try DistinguishedName { CommonName("Tests of swift-oauth1") }
        certificate = try PrivateAuthority.certificate(
            for: key.publicKey,
            name,
            issuer: name,
            issuerKey: key,
            Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            }
        )
    }

    /// An identity for a server on 127.0.0.1, or for one with another name.
    func serverIdentity(dnsName: String? = nil) throws -> Identity {
        try identity(
            "server",
            Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([
                    dnsName.map { .dnsName($0) } ?? .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))
                ])
            }
        )
    }

    /// An identity for a client.
    func clientIdentity() throws -> Identity {
        try identity(
            "client",
            Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([.clientAuth])
            }
        )
    }

    /// What a server needs, which may let in only clients with a certificate of this authority.
    func serverContext(dnsName: String? = nil, requiresClientCertificate: Bool = false) throws -> NIOSSLContext {
        let identity = try serverIdentity(dnsName: dnsName)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(identity.certificate.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem))
        )
        if requiresClientCertificate {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Writes the authority's certificate and a client's identity to files for the time of a call.
    func withFiles<Result>(
        _ use: (_ authority: String, _ certificate: String, _ key: String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-tls-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = try clientIdentity()
        let texts = [certificate, client.certificate, client.key]
        let files = ["authority.pem", "client.pem", "client.key"].map { folder.appendingPathComponent($0) }
        for (text, file) in zip(texts, files) { try Data(text.utf8).write(to: file) }
        return try await use(files[0].path, files[1].path, files[2].path)
    }

    private func identity(_ name: String, _ extensions: Certificate.Extensions) throws -> Identity {
        let identityKey = P256.Signing.PrivateKey()
        let certificate = try PrivateAuthority.certificate(
            for: Certificate.PublicKey(identityKey.publicKey),
            try DistinguishedName { CommonName(name) },
            issuer: self.name,
            issuerKey: key,
            extensions
        )
        return Identity(certificate: certificate, key: identityKey.pemRepresentation)
    }

    private static func certificate(
        for publicKey: Certificate.PublicKey,
        _ name: DistinguishedName,
        issuer: DistinguishedName,
        issuerKey: Certificate.PrivateKey,
        _ extensions: Certificate.Extensions
    ) throws -> String {
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -3600),
            notValidAfter: Date(timeIntervalSinceNow: 86_400),
            issuer: issuer,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions,
            issuerPrivateKey: issuerKey
        )
        return try certificate.serializeAsPEM().pemString
    }
}
#endif
