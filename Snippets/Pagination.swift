//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import OAuth1
import OAuth1Client
import OAuth1URLSession

// snippet.end

// snippet.pages
struct Page: Decodable {
    var items: [String]
    var next: Int?
}

/// All items, page by page.
func allItems(
    of user: AsyncOAuth1Client,
    maximumPages: Int = 100
) async throws -> [String] {
    var items: [String] = []
    var number: Int? = 1
    for _ in 0..<maximumPages {
        guard let current = number else { return items }
        let page: Page =
            try await user.get(
                "https://api.example.com/items",
                parameters: ["page": "\(current)", "per_page": "100"]
            )
            .json()
        items += page.items
        number = page.next
    }
    return items
}
// snippet.end

// snippet.cursor
/// The next page's URL from the service is signed and sent as it is.
func nextPage(
    after url: String,
    of user: AsyncOAuth1Client
) async throws -> OAuth1Response {
    guard url.hasPrefix("https://api.example.com/") else {
        throw OAuth1ClientError(
            .invalidConfiguration,
            "the next page is at another host"
        )
    }
    return try await user.get(url).checkingStatus()
}
// snippet.end

// snippet.patient
func patientClient(_ client: OAuth1ClientCredentials) -> AsyncOAuth1Client {
    AsyncOAuth1Client(
        client: client,
        options: OAuth1FlowOptions(
            retries: OAuth1RetryPolicy(
                maximumAttempts: 5,
                maximumDelay: .seconds(60),
                budget: .seconds(300)
            )
        ),
        transport: .urlSession
    )
}
// snippet.end
