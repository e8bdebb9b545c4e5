//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import HTTPTypes
import OAuth1

/// A request as a client means it, to sign it with and without mistakes.
struct SampleRequest {
    var method = "POST"
    var scheme = "https"
    var host = "api.example.com"
    var port: Int?
    var path = "/v1/items%2Fall/~me(x)"
    var query: [(String, String)] = []
    var form: [(String, String)] = []
    /// The media type and the bytes of a body that is not a form.
    var otherBody: (type: String, text: String)?
    var oauth: [(String, String)] = []
    var realm: String?
    var fields: [(String, String)] = []
    var queryText: String?
    var consumerSecret = "kd94+hf93k/423=kf44"
    var tokenSecret = "pfkkd hi9sl_3r4s00"
    var otherTokenSecret = "another&secret"
    var signatureMethod = "HMAC-SHA1"

    /// A request with everything that encoders and sorters get wrong, different for each number.
    init(_ number: Int) {
        let words = ["a b", "c*d~e", "ü+!'()", "x/y[z]", "=&%25", "Straße 5", "tilde~ *", "1,2;3:4@5?$#"]
        func word(_ offset: Int) -> String { "\(words[(number + offset) % words.count])\(number)" }
        query = [
            ("b", word(0)), ("a", word(1)), ("a1", "1"), ("dup", "z b\(number)"), ("dup", "a~ *!\(number)"),
            ("B", word(2)), ("filter[x y]", "q/[\(number)]!"), ("c@", "2"), ("c2", "same"), ("c2", "same"),
            ("empty", ""),
        ]
        form = [
            ("text", "Hello Ladies + Gentlemen, ~*!(\(number))'"), ("é", "ö\r\nn"), ("zeta", word(3)),
            ("path", "a/b?c=d&e=%41"),
        ]
        oauth = [
            ("oauth_consumer_key", "consumer/key\(number)"), ("oauth_token", "token\(number)"),
            ("oauth_nonce", "nonce\(number * 7_919)"), ("oauth_timestamp", "\(1_700_000_000 + number)"),
            ("oauth_signature_method", "HMAC-SHA1"), ("oauth_version", "1.0"),
        ]
        consumerSecret += "\(number)"
        tokenSecret += "\(number)"
    }

    mutating func set(_ name: String, _ value: String?) {
        oauth.removeAll { $0.0 == name }
        if let value { oauth.append((name, value)) }
    }

    mutating func use(_ method: String) {
        signatureMethod = method
        set("oauth_signature_method", method)
    }

    /// The request with a signature, spaces as plus signs in the form and as %20 in the query.
    func request(signature: String) throws -> (HTTPRequest, [UInt8]?) {
        func pairs(_ pairs: [(String, String)]) -> String {
            pairs.map { "\(Naive.encode($0.0))=\(Naive.encode($0.1))" }.joined(separator: "&")
        }
        let target = path + (queryText.map { "?\($0)" } ?? (query.isEmpty ? "" : "?" + pairs(query)))
        var request = HTTPRequest(
            method: HTTPRequest.Method(method) ?? .post,
            scheme: scheme,
            authority: host + (port.map { ":\($0)" } ?? ""),
            path: target
        )
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { request.headerFields.append(HTTPField(name: name, value: value)) }
        }
        let values = oauth + [("oauth_signature", signature)]
        let header = values.map { "\($0.0)=\"\(Naive.encode($0.1))\"" }.joined(separator: ", ")
        request.headerFields[.authorization] = "OAuth " + (realm.map { "realm=\"\($0)\", " } ?? "") + header
        if let otherBody {
            request.headerFields[.contentType] = otherBody.type
            return (request, Array(otherBody.text.utf8))
        }
        guard !form.isEmpty else { return (request, nil) }
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return (request, Array(pairs(form).replacingOccurrences(of: "%20", with: "+").utf8))
    }

    var secrets: OAuth1Diagnosis.Secrets {
        OAuth1Diagnosis.Secrets(
            consumerSecret: OAuth1Secret(consumerSecret),
            tokenSecret: OAuth1Secret(tokenSecret),
            otherTokenSecrets: [OAuth1Secret(otherTokenSecret)]
        )
    }
}

/// A signer written without the library, on strings, whose steps a test replaces with wrong ones.
struct Naive {
    typealias Pairs = [(String, String)]

    var method: String
    var scheme: String
    var host: String
    var port: Int?
    var path: String
    var urlEnd = ""
    var oauth: Pairs
    var query: Pairs
    var form: Pairs
    /// Replaces the order and the collection.
    var collect: (Naive) -> Pairs = { $0.oauth + $0.query + $0.form }
    var decodedSort: ((Pairs) -> Pairs)?
    var encodedSort: (Pairs) -> Pairs = { Naive.sorted($0) }
    var encodeName: (String) -> String = Naive.encode
    var encodeValue: (String) -> String = Naive.encode
    var joinParameters: (Pairs) -> String = { $0.map { "\($0.0)=\($0.1)" }.joined(separator: "&") }
    var encodeURL: (String) -> String = Naive.encode
    var encodeParameters: (String) -> String = Naive.encode
    var finish: (String) -> String = { $0 }
    var consumerSecret: String
    var tokenSecret: String
    var key: (String, String) -> [UInt8] = { Array("\(Naive.encode($0))&\(Naive.encode($1))".utf8) }
    var code: ([UInt8], [UInt8]) -> [UInt8] = { Naive.hmac($0, $1) }
    var write: ([UInt8]) -> String = { Data($0).base64EncodedString() }

    init(_ sample: SampleRequest) {
        method = sample.method
        scheme = sample.scheme
        host = sample.host.lowercased()
        port = sample.port
        path = sample.path
        oauth = sample.oauth
        query = sample.query
        form = sample.otherBody == nil ? sample.form : []
        consumerSecret = sample.consumerSecret
        tokenSecret = sample.tokenSecret
    }

    static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    static func encode(_ text: String, leaving raw: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved.union(CharacterSet(charactersIn: raw))) ?? ""
    }

    static func sorted(_ pairs: Pairs, by order: (String, String) -> Bool = Naive.isBefore) -> Pairs {
        pairs.sorted { $0.0 == $1.0 ? order($0.1, $1.1) : order($0.0, $1.0) }
    }

    static func isBefore(_ lhs: String, _ rhs: String) -> Bool {
        Array(lhs.utf8).lexicographicallyPrecedes(Array(rhs.utf8))
    }

    static func hmac(_ key: [UInt8], _ text: [UInt8]) -> [UInt8] {
        Array(HMAC<Insecure.SHA1>.authenticationCode(for: text, using: SymmetricKey(data: key)))
    }

    var baseString: String {
        var pairs = collect(self)
        if let decodedSort { pairs = decodedSort(pairs) }
        pairs = pairs.map { (encodeName($0.0), encodeValue($0.1)) }
        if decodedSort == nil { pairs = encodedSort(pairs) }
        let url = "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)\(urlEnd)"
        return finish("\(method)&\(encodeURL(url))&\(encodeParameters(joinParameters(pairs)))")
    }

    var signature: String { write(code(key(consumerSecret, tokenSecret), Array(baseString.utf8))) }

    mutating func encodeAll(_ encode: @escaping (String) -> String) {
        (encodeName, encodeValue, encodeURL, encodeParameters) = (encode, encode, encode, encode)
        key = { Array("\(encode($0))&\(encode($1))".utf8) }
    }
}
