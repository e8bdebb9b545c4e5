// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "MyTool",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(
            name: "swift-oauth1",
            path: "../swift-oauth1"
        )
    ],
    targets: [
        .executableTarget(
            name: "MyTool",
            dependencies: [
                .product(name: "OAuth1", package: "swift-oauth1"),
                .product(name: "OAuth1Client", package: "swift-oauth1"),
                .product(name: "OAuth1URLSession", package: "swift-oauth1"),
            ]
        )
    ]
)
