//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The checks of a service, field by field.
struct ServiceValidation {
    let service: OAuth1Service

    init(_ service: OAuth1Service) {
        self.service = service
    }

    func run() throws(OAuth1ServiceError) {
        try check(
            !service.id.isEmpty && service.id.utf8.allSatisfy(ServiceValidation.isInIdentifier),
            "id",
            "lower-case letters, digits and hyphens",
            FieldPath.quoted(service.id)
        )
        try check(!service.name.isEmpty, "name", "a name", "an empty text")
        try checkDeprecation()
        try checkVariables()
        try checkFlow()
        try checkEndpoints()
        try checkAuthorize()
        try checkCallback()
        try checkTokenExchange()
        try checkSignature()
        try checkHeaders()
        try checkEnvironments()
    }

    func check(
        _ isRight: Bool,
        _ field: String,
        _ expected: String,
        _ found: @autoclosure () -> String
    ) throws(OAuth1ServiceError) {
        guard !isRight else { return }
        throw OAuth1ServiceError(field: field, expected: expected, found: found())
    }

    private static func isInIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
