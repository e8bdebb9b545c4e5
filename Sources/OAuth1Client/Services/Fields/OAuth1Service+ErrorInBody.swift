//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

extension OAuth1Service {
    /// Where an error is in responses that have a status of success, as fatsecret and BrickLink answer them.
    public struct ErrorInBody: Sendable, Hashable {
        /// The path of names that leads to the error in JSON, or in XML, separated by dots; lists have numbers.
        ///
        /// In XML the first name is that of any element.
        public var path: String
        /// The values at the path that mean success; with none, every value is an error.
        ///
        /// BrickLink's `meta.code` is 200 if there is none.
        public var unless: [String]

        /// Creates a description of the place.
        ///
        /// - Parameters:
        ///   - path: The path of names that leads to the error, separated by dots.
        ///   - unless: The values there that mean success.
        public init(_ path: String, unless: [String] = []) {
            self.path = path
            self.unless = unless
        }

        /// Whether there is an error in a body, of which the start is looked at.
        func isIn(_ body: [UInt8]) -> Bool {
            let text = ReadingLimits.beginning(of: body).drop { $0.isASCIISpace }
            let names = path.split(separator: ".")
            let found =
                text.first == UInt8(ascii: "<")
                ? ErrorInBody.element(at: names, in: text)
                : JSONText.value(at: names, in: text)
            switch found {
            case nil, .null: return false
            case .text(let value), .literal(let value): return !unless.contains(value)
            case .other: return unless.isEmpty
            }
        }

        /// The content of the element at a path of names, read in one pass.
        private static func element(at names: [Substring], in text: ArraySlice<UInt8>) -> JSONText.Found? {
            var index = text.startIndex
            for name in names {
                let name = Array(name.utf8)
                var start: Int?
                while start == nil {
                    guard let tag = text[index...].firstIndex(of: UInt8(ascii: "<")) else { return nil }
                    index = tag + 1
                    let end = index + name.count
                    guard end < text.endIndex else { return nil }
                    if text[index..<end].elementsEqual(name),
                        text[end].isASCIISpace || text[end] == UInt8(ascii: ">") || text[end] == UInt8(ascii: "/")
                    {
                        start = text[end...].firstIndex(of: UInt8(ascii: ">"))
                        guard start != nil else { return nil }
                    }
                }
                index = (start ?? index) + 1
            }
            let content = text[index...].prefix { $0 != UInt8(ascii: "<") }
            return .text(String(decoding: content.prefix(1_024), as: UTF8.self))
        }
    }
}

extension OAuth1Service.ErrorInBody: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case path
        case unless
    }

    /// Reads a description of the place.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        path = try fields.required(.path)
        unless = try fields.optional(.unless) ?? []
    }
}

extension OAuth1Response {
    /// Whether the service reports an error in a response with a status of success.
    var hasErrorInBody: Bool {
        guard status.kind == .successful, case .sent(let sent)? = origin, let place = sent.errorInBody else {
            return false
        }
        return place.isIn(body)
    }

    /// Whether the response is what was asked for.
    var isSuccess: Bool { status.kind == .successful && !hasErrorInBody }
}
