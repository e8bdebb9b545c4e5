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
        .package(name: "swift-oauth1", path: ".."),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
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
        .executableTarget(
            name: "Ratios",
            dependencies: [
                "AllocationCounter",
                "Workloads",
                .product(name: "OAuth1", package: "swift-oauth1"),
            ],
            swiftSettings: settings
        ),
        // The plugin of `Benchmark` finds the executables whose folder stands in one that is called `Benchmarks`.
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
