//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
// snippet.end

// snippet.session
func session() -> OAuth1Session {
    let environment = ProcessInfo.processInfo.environment
    return OAuth1Session(
        client: OAuth1ClientCredentials(
            key: environment["CONSUMER_KEY"] ?? "",
            secret: OAuth1Secret(environment["CONSUMER_SECRET"] ?? "")
        ),
        transport: .urlSession
    )
}
// snippet.end

// snippet.login
func login(_ session: OAuth1Session) throws -> OAuth1AccessToken {
    let requestToken = try session.fetchRequestToken(
        "https://api.example.com/oauth/request_token",
        callback: .url("https://app.example.org/callback")
    )
    print(
        "Open",
        session.authorizationURL(
            "https://api.example.com/oauth/authorize",
            for: requestToken
        )
    )
    let callback = readLine() ?? ""
    return try session.fetchAccessToken(
        "https://api.example.com/oauth/access_token",
        authorization:
            session.parseAuthorizationResponse(callback, for: requestToken)
            .authorization()
    )
}
// snippet.end

// snippet.continued
func begin(
    _ session: OAuth1Session,
    store: (_ token: String, _ secret: String) -> Void
) throws -> String {
    let requestToken = try session.fetchRequestToken(
        "https://api.example.com/oauth/request_token",
        callback: .url("https://app.example.org/callback")
    )
    store(requestToken.token, requestToken.secret.reveal())
    return session.authorizationURL(
        "https://api.example.com/oauth/authorize",
        for: requestToken
    )
}

func finish(
    _ session: OAuth1Session,
    callback: String,
    stored: (token: String, secret: String)
) throws -> OAuth1AccessToken? {
    let requestToken = OAuth1RequestToken(
        token: stored.token,
        secret: OAuth1Secret(stored.secret)
    )
    switch try session.parseAuthorizationResponse(callback, for: requestToken)
    {
    case .authorized(let authorization):
        return try session.fetchAccessToken(
            "https://api.example.com/oauth/access_token",
            authorization: authorization
        )
    case .denied(let denial):
        print("The user declined:", denial.reason)
        return nil
    }
}
// snippet.end

// snippet.asynchronous
func account(
    _ credentials: OAuth1ClientCredentials,
    token: OAuth1AccessToken
) async throws -> String {
    let client = AsyncOAuth1Client(
        client: credentials,
        token: token,
        transport: .urlSession
    )
    return try await client.get("https://api.example.com/account")
        .checkingStatus().text
}
// snippet.end

// snippet.calls
struct Account: Decodable {
    var name: String
}

func calls(_ session: OAuth1Session) throws {
    let environment = ProcessInfo.processInfo.environment
    let user = session.using(
        OAuth1AccessToken(
            token: environment["ACCESS_TOKEN"] ?? "",
            secret: OAuth1Secret(environment["ACCESS_TOKEN_SECRET"] ?? "")
        )
    )
    let account =
        try user.get(
            "https://api.example.com/account",
            parameters: ["include": "email"]
        )
        .json(Account.self)
    print(account.name)
    _ = try user.post(
        "https://api.example.com/notes",
        .form(["text": "Hello", "tag": "a", "tag": "b"])
    )
    _ = try user.post(
        "https://api.example.com/notes",
        .json(encoding: ["text": "Hello"])
    )
    var photo = OAuth1MultipartForm()
    photo.append(
        "photo",
        filename: "photo.jpg",
        contentType: "image/jpeg",
        []
    )
    _ = try user.post("https://api.example.com/photos", .multipart(photo))
    let options = try user.send(
        .options,
        "https://api.example.com/notes",
        headerFields: [.accept: "application/json"]
    )
    print(options.status)
}
// snippet.end

// snippet.auth
func fetch(_ url: URL, auth: OAuth1Auth) async throws -> Data {
    let signed = try auth.sign(URLRequest(url: url))
    let (data, _) = try await URLSession.shared.data(
        for: signed,
        delegate: NoRedirects()
    )
    return data
}

final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
// snippet.end

// snippet.methods
func session(
    signingWith pem: String,
    for account: String
) throws -> OAuth1Session {
    OAuth1Session(
        client: OAuth1ClientCredentials(
            key: ProcessInfo.processInfo.environment["CONSUMER_KEY"] ?? ""
        ),
        method: .rsaSHA256(try OAuth1RSAPrivateKey(pem: pem)),
        configuration: OAuth1SigningConfiguration(
            placement: .header,
            realm: account,
            bodyHash: .nonFormBodies
        ),
        transport: .urlSession
    )
}
// snippet.end

// snippet.custom
func method(
    signing:
        @escaping @Sendable (_ baseString: [UInt8]) async throws -> String
) -> OAuth1SignatureMethod {
    .asynchronous("RSA-SHA256", bodyHash: .sha256) { input in
        try await signing(input.baseString)
    }
}
// snippet.end

// snippet.errors
func token(_ session: OAuth1Session) throws -> OAuth1RequestToken? {
    do {
        return try session.fetchRequestToken(
            "https://api.example.com/oauth/request_token"
        )
    } catch let error as OAuth1ClientError
        where error.code == .tokenRequestRefused
    {
        print(
            "Rejected with status",
            error.status?.code ?? 0,
            error.problem?.code ?? "",
            error.excerpt ?? ""
        )
        return nil
    }
}
// snippet.end

// snippet.lenient
func sessionForAnOldService(
    _ credentials: OAuth1ClientCredentials
) -> OAuth1Session {
    OAuth1Session(
        client: credentials,
        options: OAuth1FlowOptions(
            requiresCallbackConfirmation: false,
            requiresVerifier: false,
            allowsInsecureHTTP: true,
            redirects: OAuth1RedirectPolicy(allowedHosts: [
                "files.example.com"
            ])
        ),
        transport: .urlSession
    )
}
// snippet.end
