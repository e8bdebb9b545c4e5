//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes

extension RequestOptions {
    /// The header fields of the options, without the media type of the body.
    func headerFields() throws -> HTTPFields {
        var fields = try HeaderFieldOptions.fields(header, option: "-H")
        fields[.contentType] = nil
        return fields
    }

    /// The media type that the options give the body.
    func mediaType() throws -> String? {
        let field = try HeaderFieldOptions.fields(header, option: "-H")[.contentType]
        if let field, let contentType, field != contentType {
            throw ValidationError("--content-type is \(contentType), and -H says \(field). Use one of them.")
        }
        return contentType ?? field
    }
}
#endif
