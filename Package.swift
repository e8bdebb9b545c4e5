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

let package = Package(
    name: "swift-oauth1",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "OAuth1", targets: ["OAuth1"]),
        .library(name: "OAuth1Client", targets: ["OAuth1Client"]),
        .library(name: "OAuth1URLSession", targets: ["OAuth1URLSession"]),
        .library(name: "OAuth1AsyncHTTPClient", targets: ["OAuth1AsyncHTTPClient"]),
        .library(name: "OAuth1Web", targets: ["OAuth1Web"]),
        .library(name: "OAuth1Server", targets: ["OAuth1Server"]),
        .library(name: "HummingbirdOAuth1", targets: ["HummingbirdOAuth1"]),
        .library(name: "FlyingFoxOAuth1", targets: ["FlyingFoxOAuth1"]),
        .library(name: "OAuth1GRDB", targets: ["OAuth1GRDB"]),
        .library(name: "OAuth1Postgres", targets: ["OAuth1Postgres"]),
        .library(name: "OAuth1Testing", targets: ["OAuth1Testing"]),
        .executable(name: "oauth1", targets: ["OAuth1CommandLine"]),
    ],
    traits: [
        .trait(name: "AsyncHTTPClient", description: "The AsyncHTTPClient transport, in OAuth1AsyncHTTPClient."),
        .trait(
            name: "Hummingbird",
            description: "Login and provider routes for Hummingbird, in HummingbirdOAuth1."
        ),
        .trait(name: "FlyingFox", description: "Login and provider routes for FlyingFox, in FlyingFoxOAuth1."),
        .trait(name: "GRDB", description: "The provider's stores in a SQLite database, in OAuth1GRDB."),
        .trait(name: "PostgreSQL", description: "The provider's stores in a PostgreSQL database, in OAuth1Postgres."),
        .trait(
            name: "Configuration",
            description: "Services from swift-configuration, in OAuth1Web, and fixed clients, in OAuth1Server."
        ),
        .trait(name: "CertificateSupport", description: "RSA public keys from X.509 certificates, in OAuth1."),
        // Lean, so that a first `oauth1 demo` builds quickly: nothing that needs NIO.
        .trait(
            name: "CommandLineTool",
            description: "The command line tool oauth1.",
            enabledTraits: ["FlyingFox"]
        ),
        .trait(
            name: "Proxy",
            description: "The command oauth1 proxy, with a server and a client that stream.",
            enabledTraits: ["CommandLineTool", "Hummingbird", "AsyncHTTPClient"]
        ),
        .trait(
            name: "Provider",
            description: "The command oauth1 provider, for the operator of a provider with a database.",
            enabledTraits: ["CommandLineTool", "GRDB"]
        ),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", from: "0.27.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .target(
            name: "OAuth1",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "SwiftASN1", package: "swift-asn1", condition: .when(traits: ["CertificateSupport"])),
                .product(
                    name: "X509",
                    package: "swift-certificates",
                    condition: .when(traits: ["CertificateSupport"])
                ),
            ],
            swiftSettings: settings + [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")]
        ),
        .target(
            name: "OAuth1Client",
            dependencies: [
                "OAuth1",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuth1URLSession",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuth1AsyncHTTPClient",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["AsyncHTTPClient"])
                ),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(traits: ["AsyncHTTPClient"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuth1Server",
            dependencies: [
                "OAuth1",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(
                    name: "Configuration",
                    package: "swift-configuration",
                    condition: .when(traits: ["Configuration"])
                ),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuth1Web",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(
                    name: "Configuration",
                    package: "swift-configuration",
                    condition: .when(traits: ["Configuration"])
                ),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "FlyingFoxOAuth1",
            dependencies: [
                "OAuth1Client",
                "OAuth1Server",
                "OAuth1Web",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "HummingbirdOAuth1",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1Server",
                "OAuth1Web",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "Mustache", package: "swift-mustache", condition: .when(traits: ["Hummingbird"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Hummingbird"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuth1GRDB",
            dependencies: [
                "OAuth1",
                "OAuth1Server",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["GRDB"])),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuth1Postgres",
            dependencies: [
                "OAuth1",
                "OAuth1Server",
                .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
            ],
            swiftSettings: settings
        ),
        .systemLibrary(
            name: "CPostgreSQL",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .target(
            name: "OAuth1Testing",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1Server",
                "OAuth1Web",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            // The product is `oauth1`; a target of that name would collide with `OAuth1` on file systems without case.
            name: "OAuth1CommandLine",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1Server",
                "OAuth1Testing",
                "OAuth1URLSession",
                "FlyingFoxOAuth1",
                .target(name: "OAuth1AsyncHTTPClient", condition: .when(traits: ["Proxy"])),
                .target(name: "OAuth1GRDB", condition: .when(traits: ["Provider"])),
                // With Provider, which needs no libpq.
                .target(name: "OAuth1Postgres", condition: .when(traits: ["PostgreSQL"])),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["Proxy"])
                ),
                .product(name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Proxy"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Proxy"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Proxy"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Proxy"])),
                .product(
                    name: "ArgumentParser",
                    package: "swift-argument-parser",
                    condition: .when(traits: ["CommandLineTool"])
                ),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["CommandLineTool"])),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["CommandLineTool"])),
                .product(name: "Yams", package: "Yams", condition: .when(traits: ["CommandLineTool"])),
            ],
            swiftSettings: settings
        ),
        // No product: the fuzzer's programs are in Fuzz/Package.swift, the tests replay their inputs.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1Server",
                "OAuth1Testing",
                "OAuth1Web",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Fuzz/Sources/FuzzTargets",
            swiftSettings: settings
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["FuzzTargets"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuth1Tests",
            dependencies: [
                "OAuth1",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Vectors")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuth1ClientTests",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1Server",
                "OAuth1Testing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuth1ServerTests",
            dependencies: [
                "OAuth1",
                "OAuth1Server",
                "OAuth1Testing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(
                    name: "Configuration",
                    package: "swift-configuration",
                    condition: .when(traits: ["Configuration"])
                ),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuth1GRDBTests",
            dependencies: [
                "OAuth1",
                "OAuth1GRDB",
                "OAuth1GRDBLoad",
                "OAuth1Server",
                "OAuth1Testing",
                "StoreFixtures",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["GRDB"])),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuth1PostgresTests",
            dependencies: [
                "OAuth1",
                "OAuth1Postgres",
                "OAuth1Server",
                "OAuth1Testing",
                "StoreFixtures",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "StoreFixtures",
            dependencies: ["OAuth1", "OAuth1Server"],
            path: "Tests/StoreFixtures",
            swiftSettings: settings
        ),
        // No product: a provider that scripts start.
        .executableTarget(
            name: "ProviderServer",
            dependencies: [
                "OAuth1",
                "OAuth1GRDB",
                "OAuth1Postgres",
                "OAuth1Server",
                "HummingbirdOAuth1",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Hummingbird"])),
            ],
            path: "Tests/ProviderServer",
            swiftSettings: settings
        ),
        // No product: a process that the tests kill.
        .executableTarget(
            name: "OAuth1GRDBLoad",
            dependencies: ["OAuth1", "OAuth1GRDB", "OAuth1Server"],
            path: "Tests/OAuth1GRDBLoad",
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuth1WebTests",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1Testing",
                "OAuth1Web",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
                .product(
                    name: "Configuration",
                    package: "swift-configuration",
                    condition: .when(traits: ["Configuration"])
                ),
            ],
            swiftSettings: settings
        ),
        // What needs sockets: the transport, the provider's routes and the peers.
        .testTarget(
            name: "OAuth1IntegrationTests",
            dependencies: [
                "OAuth1",
                "OAuth1AsyncHTTPClient",
                "OAuth1Client",
                "OAuth1GRDB",
                "OAuth1ProviderProcess",
                "OAuth1Server",
                "OAuth1Testing",
                "OAuth1URLSession",
                "OAuth1Web",
                "FlyingFoxOAuth1",
                "HummingbirdOAuth1",
                "StoreFixtures",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(
                    name: "AsyncHTTPClient",
                    package: "async-http-client",
                    condition: .when(traits: ["AsyncHTTPClient"])
                ),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache", condition: .when(traits: ["Hummingbird"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["AsyncHTTPClient"])),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["AsyncHTTPClient"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["Hummingbird"])
                ),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1", condition: .when(traits: ["CertificateSupport"])),
                .product(
                    name: "X509",
                    package: "swift-certificates",
                    condition: .when(traits: ["CertificateSupport"])
                ),
            ],
            swiftSettings: settings
        ),
        // No product: a provider that the tests kill.
        .executableTarget(
            name: "OAuth1ProviderProcess",
            dependencies: [
                "OAuth1",
                "OAuth1GRDB",
                "OAuth1Server",
                "HummingbirdOAuth1",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Hummingbird"])),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Hummingbird"])),
            ],
            path: "Tests/OAuth1ProviderProcess",
            swiftSettings: settings
        ),
        // The command line tool, run as a process and in a pseudo-terminal.
        .testTarget(
            name: "OAuth1CommandLineTests",
            dependencies: [
                "OAuth1",
                "OAuth1Client",
                "OAuth1CommandLine",
                "OAuth1Server",
                "OAuth1Testing",
                "OAuth1URLSession",
                "FlyingFoxOAuth1",
                "StoreFixtures",
                .target(name: "OAuth1GRDB", condition: .when(traits: ["Provider"])),
                .target(name: "OAuth1Postgres", condition: .when(traits: ["PostgreSQL"])),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(
                    name: "ArgumentParser",
                    package: "swift-argument-parser",
                    condition: .when(traits: ["CommandLineTool"])
                ),
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["FlyingFox"])),
            ],
            swiftSettings: settings
        ),
    ]
)

// Only where documentation is made: no user of this package resolves the plugin. The Swift Package Index sets the first
// variable. The second is for `OAUTH1_DOCC_PLUGIN=1 swift package generate-documentation --target OAuth1Client`.
if Context.environment["SPI_GENERATE_DOCS"] != nil || Context.environment["OAUTH1_DOCC_PLUGIN"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0"))
    let names = Set(package.traits.map(\.name)).subtracting(["default"])
    package.traits = package.traits.filter { $0.name != "default" }
    package.traits.insert(.default(enabledTraits: names))
}
