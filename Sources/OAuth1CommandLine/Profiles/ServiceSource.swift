//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1Client

/// Finds services by what a user typed.
enum ServiceSource {
    /// The preset with an identifier, in upper or lower case.
    static func preset(_ id: String) -> OAuth1Service? {
        let id = id.lowercased()
        return OAuth1Service.presets.first { $0.id == id }
    }

    /// Reads the JSON text of a service, and checks that it can be used.
    static func read(_ json: [UInt8], from source: String) throws -> OAuth1Service {
        do {
            let service = try OAuth1Service(json: json)
            try service.validate()
            return service
        } catch {
            throw CommandFailure(.unreadableInput, "\(source) does not describe a service: \(error)")
        }
    }
}
#endif
