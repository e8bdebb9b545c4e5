//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

/// Expects an error with this code, about this parameter, whose reason has these words.
func expectError<Result>(
    _ code: OAuth1Error.Code,
    parameter: String? = nil,
    saying words: String...,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Result
) {
    let error = #expect(throws: OAuth1Error.self, sourceLocation: sourceLocation) { _ = try body() }
    guard let error else { return }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    #expect(error.parameter == parameter, "\(error)", sourceLocation: sourceLocation)
    for word in words {
        #expect(error.reason.contains(word), "\(error)", sourceLocation: sourceLocation)
    }
}
