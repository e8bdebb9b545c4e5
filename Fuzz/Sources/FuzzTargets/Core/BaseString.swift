//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Every readable request has the base string of RFC 5849 section 3.4.1.
func fuzzBaseString(_ input: inout FuzzInput) throws {
    let isForm = input.flag()
    let method = input.text()
    let url = input.text()
    let header = input.text()
    let body = input.remaining()
    let read: OAuth1IncomingRequest?
    do {
        read = try OAuth1IncomingRequest.read(
            method: method,
            url: url,
            authorization: header.isEmpty ? nil : header,
            body: isForm ? .form(body) : .other(body)
        )
    } catch {
        return
    }
    let reference = ReferenceRequest(
        method: method,
        url: url,
        header: header.isEmpty ? nil : header,
        form: isForm ? body : nil
    )
    guard let request = read else {
        try hold(reference == nil, "the protocol parameters were overlooked")
        return
    }
    let baseString: [UInt8]
    do {
        baseString = try request.baseString()
    } catch {
        try hold(error.code == .limitExceeded, "a request was read that has no base string: \(error)")
        try hold((reference?.signed.count ?? 0) > 1_024, "a limit was reached that is not")
        return
    }
    try hold(baseString == reference?.baseString, "another base string than that of RFC 5849 section 3.4.1")
}
