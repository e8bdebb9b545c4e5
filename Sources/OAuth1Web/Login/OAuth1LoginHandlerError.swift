//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// An application's handler threw at the end of a login, whose fields the response must have all the same.
///
/// Integrations with web frameworks make the framework's own response to ``cause`` and add ``headerFields``: without them
/// the page would reveal the callback's URL to other sites, and the browser would not know that the login is over.
public struct OAuth1LoginHandlerError: Error, CustomStringConvertible {
    /// The handler's error.
    public let cause: any Error
    /// The fields of the login's outcome.
    public let headerFields: HTTPFields

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - cause: The handler's error.
    ///   - outcome: The outcome that the handler was to answer.
    public init(_ cause: any Error, answering outcome: OAuth1LoginOutcome) {
        self.cause = cause
        self.headerFields = outcome.headerFields
    }

    /// The handler's error.
    public var description: String { "\(cause)" }
}

extension OAuth1LoginOutcome {
    /// Has the application make its response to a login that ended.
    ///
    /// - Parameters:
    ///   - onLogin: Makes the response to a login that came to its end.
    ///   - onFailure: Makes the response to a login that failed.
    /// - Returns: The application's response; add ``headerFields`` to it.
    /// - Throws: ``OAuth1LoginHandlerError``, or `CancellationError`.
    public func answered<Response>(
        onLogin: (OAuth1Login) async throws -> Response,
        onFailure: (OAuth1LoginFailure) async throws -> Response
    ) async throws -> Response {
        do {
            switch result {
            case .success(let login): return try await onLogin(login)
            case .failure(let failure): return try await onFailure(failure)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw OAuth1LoginHandlerError(error, answering: self)
        }
    }
}
