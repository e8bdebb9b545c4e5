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
]

let package = Package(
    name: "swift-oauth1-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Named, as the folder of a checkout can have any name.
        .package(name: "swift-oauth1", path: "..", traits: ["AsyncHTTPClient", "GRDB", "Hummingbird", "PostgreSQL"]),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []),
    ],
    targets: [
        .target(
            name: "Workloads",
            dependencies: [
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .target(name: "AllocationCounter"),
        .target(name: "HeapUse"),
        .target(name: "ServerProcess", swiftSettings: settings),
        .executableTarget(
            name: "Ratios",
            dependencies: [
                "AllocationCounter",
                "Workloads",
                .product(name: "OAuth1", package: "swift-oauth1"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ClientRatios",
            dependencies: [
                "HeapUse",
                "ServerProcess",
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1AsyncHTTPClient", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "OAuth1URLSession", package: "swift-oauth1"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Rejections",
            dependencies: [
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "VerificationTimes",
            dependencies: [
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Server", package: "swift-oauth1"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "StoreRates",
            dependencies: [
                "HeapUse",
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1GRDB", package: "swift-oauth1"),
                .product(name: "OAuth1Postgres", package: "swift-oauth1"),
                .product(name: "OAuth1Server", package: "swift-oauth1"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ProviderRatios",
            dependencies: [
                "ServerProcess",
                .product(name: "HummingbirdOAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Server", package: "swift-oauth1"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "WebRatios",
            dependencies: [
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "OAuth1Web", package: "swift-oauth1"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // The plugin of `Benchmark` finds the executables in folders inside a folder named `Benchmarks`.
        .executableTarget(
            name: "OAuth1Benchmarks",
            dependencies: [
                "Workloads",
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "OAuth1Benchmarks",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
)
