// swift-tools-version: 6.2
//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "login-with",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Named, as the folder of a checkout can have any name. GRDB is for Examples/PhotoPrinter: with the same traits, both
        // examples can share one build.
        .package(
            name: "swift-oauth1",
            path: "../..",
            traits: ["AsyncHTTPClient", "Configuration", "GRDB", "Hummingbird"]
        ),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    ],
    targets: [
        .executableTarget(
            name: "LoginWith",
            dependencies: [
                .product(name: "HummingbirdOAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1AsyncHTTPClient", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "OAuth1Server", package: "swift-oauth1"),
                .product(name: "OAuth1Testing", package: "swift-oauth1"),
                .product(name: "OAuth1Web", package: "swift-oauth1"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            // In the program itself, so that it is one file.
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        )
    ]
)
