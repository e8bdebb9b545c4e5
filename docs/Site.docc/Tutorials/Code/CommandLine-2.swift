import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

let environment = ProcessInfo.processInfo.environment
guard let key = environment["DISCOGS_KEY"],
    let secret = environment["DISCOGS_SECRET"]
else {
    print("Set DISCOGS_KEY and DISCOGS_SECRET.")
    exit(1)
}

let client = try OAuth1Session(
    service: .discogs,
    client: OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)),
    options: OAuth1FlowOptions(headerFields: [.userAgent: "MyTool/1.0"]),
    transport: .urlSession
)
