//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client

/// How the user's decision gets back to the tool.
enum CallbackPlan: Equatable {
    /// The browser comes to a listener on this machine.
    ///
    /// The callback is the one that was registered, or `nil` for that of the listener.
    case listen(port: UInt16, path: String, OAuth1Callback?)
    /// The user pastes the URL that the browser ended at; the service is sent this callback.
    case paste(OAuth1Callback)
    /// The service shows a PIN, which the user types in.
    case pin

    /// The port in the callback that a user without a local browser pastes: nothing has to listen there.
    private static let unusedPort = 8_484

    /// Decides by what the service supports.
    ///
    /// - Parameters:
    ///   - rules: The rules of the service.
    ///   - isHeadless: Whether no browser on this machine can be used.
    ///   - callback: The callback that the user asked for.
    ///   - port: The port that the user asked for, or 0 for any.
    /// - Throws: `ValidationError` if the callback can't be one.
    init(_ rules: OAuth1Service.Callback, isHeadless: Bool, callback: String?, port: UInt16) throws {
        if let callback {
            self = try CallbackPlan.chosen(callback, rules, isHeadless: isHeadless)
        } else if rules.oob == .required {
            self = .pin
        } else if rules.sentAt == .never {
            self = .paste(.omitted)
        } else if !isHeadless {
            self = .listen(port: port, path: "/callback", nil)
        } else if rules.oob == .supported, rules.sentAt == .requestToken {
            self = .pin
        } else {
            self = .paste(.url("http://127.0.0.1:\(port == 0 ? CallbackPlan.unusedPort : Int(port))/callback"))
        }
    }

    private static func chosen(
        _ text: String,
        _ rules: OAuth1Service.Callback,
        isHeadless: Bool
    ) throws -> CallbackPlan {
        if text == CallbackURI.outOfBand { return .pin }
        do {
            _ = try CallbackURI(text)
        } catch {
            throw ValidationError("--callback \(error.reason)")
        }
        let sent = rules.sentAt == .never ? OAuth1Callback.omitted : .url(text)
        if !isHeadless, let request = try? HTTPRequest(.get, wireURL: text), request.scheme == "http",
            let authority = request.authority, let local = CallbackListener.port(of: authority),
            !text.contains("?")
        {
            return .listen(port: local, path: request.path ?? "/", sent)
        }
        return .paste(sent)
    }

    /// The callback that the service is sent.
    ///
    /// - Parameter port: The port of the listener, if there is one.
    /// - Returns: The callback.
    func callback(port: UInt16) -> OAuth1Callback {
        switch self {
        case .listen(_, let path, let callback): callback ?? .url("http://127.0.0.1:\(port)\(path)")
        case .paste(let callback): callback
        case .pin: .outOfBand
        }
    }
}
#endif
