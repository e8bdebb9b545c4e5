// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "MySite",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(
            name: "swift-oauth1",
            path: "../swift-oauth1",
            traits: ["Hummingbird"]
        ),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git",
            from: "2.28.1"
        ),
    ],
    targets: [
        .executableTarget(
            name: "MySite",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdOAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "OAuth1URLSession", package: "swift-oauth1"),
                .product(name: "OAuth1Web", package: "swift-oauth1"),
            ]
        )
    ]
)
