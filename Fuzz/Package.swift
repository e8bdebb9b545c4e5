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
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// One program for each target of `FuzzTargets`: libFuzzer has one function for each program.
let programs = [
    "FuzzBaseString", "FuzzCallback", "FuzzCapture", "FuzzConsent", "FuzzDifference", "FuzzEcho", "FuzzEncoding",
    "FuzzEndpoint",
    "FuzzExchange",
    "FuzzHeader", "FuzzKey", "FuzzLogin", "FuzzPkcs12", "FuzzRefusal", "FuzzService", "FuzzSignature",
    "FuzzTokenResponse", "FuzzURL",
]

// scripts/fuzz builds this package, with the flags of the fuzzer for all modules. The same targets are part of the main
// package, too, whose tests replay seeds and past failures through them without a fuzzer.
let package = Package(
    name: "swift-oauth1-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Named, as the folder of a checkout can have any name.
        .package(name: "swift-oauth1", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    ],
    targets: [
        .target(name: "EntryPoints"),
        .target(
            name: "FuzzTargets",
            dependencies: [
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "OAuth1Server", package: "swift-oauth1"),
                .product(name: "OAuth1Web", package: "swift-oauth1"),
                .product(name: "OAuth1Testing", package: "swift-oauth1"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
    ]
        + programs.map { name in
            .executableTarget(
                name: name,
                dependencies: ["EntryPoints", "FuzzTargets"],
                path: "Programs/\(name)",
                swiftSettings: settings
            )
        }
)
