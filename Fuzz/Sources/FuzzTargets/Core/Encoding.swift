//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Queries and forms are read as ``ReferenceBaseString`` reads them, and what is written is read back as it was.
func fuzzEncoding(_ input: inout FuzzInput) throws {
    let bytes = input.remaining()
    let parameters = OAuth1Parameters(formEncoded: bytes)
    let expected = ReferenceBaseString.form(bytes)
    try hold(
        parameters.map(\.nameBytes) == expected.map(\.name) && parameters.map(\.valueBytes) == expected.map(\.value),
        "a form is read as other pairs than those that stand there"
    )

    let written = parameters.formEncoded
    try hold(OAuth1Parameters(formEncoded: written) == parameters, "a form that was written is read as another one")
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%&=".utf8)
    try hold(written.allSatisfy(allowed.contains), "a form was written with a byte that must be encoded")

    let raw = OAuth1Parameters([OAuth1Parameter(nameBytes: bytes, valueBytes: bytes)])
    let encoded = ReferenceBaseString.encoded(bytes)
    try hold(raw.formEncoded == encoded + [UInt8(ascii: "=")] + encoded, "bytes are encoded in another way than once")
    try hold(OAuth1Parameters(formEncoded: raw.formEncoded) == raw, "bytes that were encoded are read as others")

    let text = String(decoding: bytes, as: UTF8.self)
    try hold(
        OAuth1Parameters(formEncoded: text) == OAuth1Parameters(formEncoded: Array(text.utf8)),
        "a form is read otherwise as text than as bytes"
    )
    for parameter in parameters {
        try hold(parameters.values(for: parameter.name).isEmpty == false || !isUTF8(parameter), "a pair is not found")
    }
}

/// Whether the name is UTF-8, so that it can be looked for as text.
private func isUTF8(_ parameter: OAuth1Parameter) -> Bool {
    Array(parameter.name.utf8) == parameter.nameBytes
}
