//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.client
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession

/// A client for one NetSuite account, with a token from NetSuite's pages.
func netSuite(
    account: String,
    client: OAuth1ClientCredentials,
    tokenID: String,
    tokenSecret: OAuth1Secret
) throws -> AsyncOAuth1Client {
    try AsyncOAuth1Client(
        service: .netsuite(account: account),
        client: client,
        transport: .urlSession
    )
    .using(OAuth1AccessToken(token: tokenID, secret: tokenSecret))
}
// snippet.end

// snippet.record
struct Customer: Decodable {
    var id: String
    var companyName: String?
}

func customer(
    _ id: Int,
    from netSuite: AsyncOAuth1Client
) async throws -> Customer {
    try await netSuite.get("record/v1/customer/\(id)").json()
}
// snippet.end

// snippet.query
struct QueryPage: Decodable {
    struct Item: Decodable { var id: String }
    var items: [Item]
    var hasMore: Bool
}

/// One page of a SuiteQL query.
func query(
    _ text: String,
    offset: Int,
    from netSuite: AsyncOAuth1Client
) async throws -> QueryPage {
    var fields = HTTPFields()
    if let prefer = HTTPField.Name("Prefer") { fields[prefer] = "transient" }
    return
        try await netSuite.post(
            "query/v1/suiteql?limit=1000&offset=\(offset)",
            .json(encoding: ["q": text]),
            headerFields: fields
        )
        .json()
}
// snippet.end

// snippet.restlet
func callRestlet(
    account: String,
    script: Int,
    deploy: Int,
    through netSuite: AsyncOAuth1Client
) async throws -> String {
    let name = account.lowercased().replacing("_", with: "-")
    let host = "\(name).restlets.api.netsuite.com"
    let response = try await netSuite.get(
        "https://\(host)/app/site/hosting/restlet.nl",
        parameters: ["script": "\(script)", "deploy": "\(deploy)"]
    )
    return try response.checkingStatus().text
}
// snippet.end
