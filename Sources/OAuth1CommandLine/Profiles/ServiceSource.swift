//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import OAuth1Client

/// Finds services by what a user typed.
enum ServiceSource {
    /// The preset with an identifier, in upper or lower case.
    static func preset(_ id: String) -> OAuth1Service? {
        let id = id.lowercased()
        return OAuth1Service.presets.first { $0.id == id }
    }

    /// Finds a preset, or reads a file with the JSON of a service.
    ///
    /// - Parameters:
    ///   - argument: The identifier of a preset, or the path of a file.
    ///   - option: The argument's name, for errors.
    ///   - advice: What else the argument can be, as a sentence.
    /// - Returns: Where the service comes from.
    /// - Throws: `ValidationError` if it is neither, with presets of similar names, or ``CommandFailure``.
    static func find(_ argument: String, option: String, advice: String) throws -> ProfileService {
        if let preset = preset(argument) { return ProfileService(preset: preset.id) }
        guard argument.hasSuffix(".json") || argument.contains("/") else {
            let similar = SimilarNames.find(argument, in: OAuth1Service.presets.map(\.id))
            let question = similar.isEmpty ? "" : " Did you mean \(similar.joined(separator: " or "))?"
            throw ValidationError("\(argument) is not a known service.\(question) \(advice)")
        }
        let bytes = try InputFile.read(argument, option: option, limit: OAuth1Service.maximumJSONBytes)
        _ = try read(bytes, from: argument)
        return ProfileService(description: String(decoding: bytes, as: UTF8.self))
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
