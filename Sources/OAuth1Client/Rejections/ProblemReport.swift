//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Finds a report of the Problem Reporting extension in a response, whatever its format.
///
/// It finds text as the service wrote it, so never show it.
enum ProblemReport {
    private static let name: StaticString = "oauth_problem"

    /// The report's parameters, or none if there is no report.
    static func read(_ response: OAuth1Response) -> OAuth1Parameters {
        let body = ReadingLimits.beginning(of: response.body)
        if let found = report(in: body) { return found }
        let found = ReadingLimits.first(in: response.head.headerFields) { value in
            value.containsText(name) ? report(in: value[...]) : nil
        }
        return found ?? []
    }

    private static func report(in text: ArraySlice<UInt8>) -> OAuth1Parameters? {
        let text = text.drop { $0.isASCIISpace }
        let parameters: OAuth1Parameters? =
            text.first == UInt8(ascii: "{") ? JSONText.members(of: text, isCut: true) : form(text)
        if let parameters, parameters["oauth_problem"]?.isEmpty == false { return parameters }
        return text.containsText(name) ? scattered(text) : nil
    }

    /// The parameters of the protocol in a form; no others are decoded.
    private static func form(_ text: ArraySlice<UInt8>) -> OAuth1Parameters {
        var parameters: OAuth1Parameters = []
        var start = text.startIndex
        var end = text.endIndex
        // Line ends around a form belong to no value.
        while end > start, text[end - 1].isASCIISpace { end -= 1 }
        while start < end, parameters.count < ReadingLimits.problemParameters {
            let pairEnd = text[start..<end].firstIndex(of: UInt8(ascii: "&")) ?? end
            // Names are in lower case, as everywhere in the protocol.
            if text[start..<pairEnd].starts(with: "oauth_".utf8) || text[start] == UInt8(ascii: "%") {
                append(text[start..<pairEnd], to: &parameters)
            }
            start = pairEnd + 1
        }
        return parameters
    }

    /// The parameters of the protocol in a text of another format: a page, a header, XML, JSON in JSON, a sentence.
    private static func scattered(_ text: ArraySlice<UInt8>) -> OAuth1Parameters? {
        var level: DecodedText? = DecodedText(Array(text))
        for _ in 0..<DecodedText.maximumSteps {
            guard let bytes = level?.bytes else { break }
            var parameters: OAuth1Parameters = []
            var index = bytes.startIndex
            while parameters.count < ReadingLimits.problemParameters,
                let start = bytes.firstIndex(ofText: "oauth_", from: index)
            {
                index = start + 6
                while index < bytes.count, bytes[index].isASCIILetter || bytes[index] == UInt8(ascii: "_") {
                    index += 1
                }
                guard let value = NamedValues(bytes).plainValue(after: index) else { continue }
                append(bytes[start..<index] + "=".utf8 + bytes[value], to: &parameters)
                index = value.upperBound
            }
            if parameters["oauth_problem"]?.isEmpty == false { return parameters }
            level = level?.decoded()
        }
        return nil
    }

    private static func append(_ pair: ArraySlice<UInt8>, to parameters: inout OAuth1Parameters) {
        // A name is never long, and a value is shown by its start.
        guard let parameter = OAuth1Parameters(formEncoded: pair.prefix(ReadingLimits.valueBytes)).first else { return }
        parameters.append(parameter)
    }
}
