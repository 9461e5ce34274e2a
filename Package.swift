// swift-tools-version: 6.2

import PackageDescription

/// The test targets to build, by commas, where not all are wanted: `script/test` names those that ThreadSanitizer watches, and is spared a
/// second build of everything else.
let wanted = Context.environment["GARDENGATE_TEST_TARGETS"].map { $0.split(separator: ",").map(String.init) }

/// What every target of this package is compiled with: the compiler holds the architecture and the style.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "gardengate",
    products: [
        .library(name: "RouterOSAPI", targets: ["RouterOSAPI"]),
        .library(name: "RouterOSSimulator", targets: ["RouterOSSimulator"]),
        .executable(name: "gardengate", targets: ["gardengate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        // No trait: of its sources only the environment and values in memory are used (see Configuration.md).
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CClock"),
        .target(name: "COpenAPIDocument"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "RouterOSAPI",
            dependencies: [
                "COpenSSL",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RouterOSSimulator",
            dependencies: [
                "RouterOSAPI",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .target(name: "RouterOSConformance", dependencies: ["RouterOSAPI"], swiftSettings: settings),
        .target(
            name: "GatewayDomain",
            resources: [
                .embedInCode("LoginPage/Templates/api.json"),
                .embedInCode("LoginPage/Templates/error.html"),
                .embedInCode("LoginPage/Templates/login.html"),
                .embedInCode("LoginPage/Templates/logout.html"),
                .embedInCode("LoginPage/Templates/redirect.html"),
                .embedInCode("LoginPage/Templates/status.html"),
                .embedInCode("LoginPage/Templates/style.css"),
                .embedInCode("RouterScripts/Templates/bootstrap.rsc"),
                .embedInCode("RouterScripts/Templates/bootstrap-authority.rsc"),
                .embedInCode("RouterScripts/Templates/bootstrap-clock.rsc"),
                .embedInCode("RouterScripts/Templates/bootstrap-file.rsc"),
                .embedInCode("RouterScripts/Templates/bootstrap-checks.rsc"),
                .embedInCode("RouterScripts/Templates/bootstrap-paste.rsc"),
                .embedInCode("RouterScripts/Templates/on-login.rsc"),
                .embedInCode("RouterScripts/Templates/on-logout.rsc"),
                .embedInCode("RouterScripts/Templates/report.rsc"),
                .embedInCode("RouterScripts/Templates/sweep.rsc"),
                .embedInCode("Tunnel/Templates/tunnel.rsc"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "GatewayStore",
            dependencies: [
                "GatewayDomain",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "GatewaySync",
            dependencies: [
                "CClock",
                "CZlib",
                "GatewayDomain",
                "GatewayStore",
                "RouterOSAPI",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "GatewayHTTP",
            dependencies: [
                "COpenAPIDocument",
                "GatewayDomain",
                "GatewayStore",
                "GatewaySync",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["OpenAPI/openapi.yaml"],
            resources: [
                .embedInCode("Pages/Templates/docs.mustache"),
                .embedInCode("Pages/Templates/error.mustache"),
                .embedInCode("Pages/Templates/errors.mustache"),
                .embedInCode("Pages/Templates/fields.mustache"),
                .embedInCode("Pages/Templates/layout.mustache"),
                .embedInCode("Pages/Templates/refusedlink.mustache"),
                .embedInCode("Pages/Templates/style.css"),
                .embedInCode("Pages/Templates/typename.mustache"),
                .embedInCode("Pages/Templates/vouchers.css"),
                .embedInCode("Pages/Templates/vouchers.mustache"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "gardengate",
            dependencies: [
                "GatewayDomain",
                "GatewayHTTP",
                "GatewayStore",
                "GatewaySync",
                "RouterOSAPI",
                "RouterOSConformance",
                "RouterOSSimulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "DeviceBench",
            dependencies: [
                "GatewayDomain",
                "GatewayStore",
                "GatewaySync",
                "RouterOSAPI",
                "RouterOSSimulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Bench/DeviceBench",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "RedemptionBench",
            dependencies: [
                "GatewayDomain",
                "GatewayStore",
                "GatewaySync",
                "RouterOSAPI",
                "RouterOSSimulator",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Bench/RedemptionBench",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ConnectionBench",
            dependencies: [
                "RouterOSAPI",
                "RouterOSSimulator",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Bench/ConnectionBench",
            swiftSettings: settings
        ),
        // What tests of several modules need.
        .target(name: "TestSeeds", path: "Tests/TestSeeds", swiftSettings: settings),
        // Counts retains and releases in tests.
        .target(name: "CReferenceCounts", path: "Tests/CReferenceCounts"),
        .testTarget(
            name: "RouterOSAPITests",
            dependencies: [
                "CReferenceCounts",
                "RouterOSAPI",
                "TestSeeds",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTestUtils", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RouterOSSimulatorTests",
            dependencies: [
                "GatewayDomain",
                "RouterOSAPI",
                "RouterOSConformance",
                "RouterOSSimulator",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GatewayDomainTests",
            dependencies: ["CReferenceCounts", "GatewayDomain", "TestSeeds"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GatewayStoreTests",
            dependencies: [
                "GatewayDomain", "GatewayStore", "TestSeeds", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GatewaySyncTests",
            dependencies: [
                "GatewayDomain",
                "GatewayStore",
                "GatewaySync",
                "RouterOSAPI",
                "RouterOSSimulator",
                "TestSeeds",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GatewayHTTPTests",
            dependencies: [
                "GatewayDomain",
                "GatewayHTTP",
                "GatewayStore",
                "GatewaySync",
                "RouterOSAPI",
                "RouterOSSimulator",
                "TestSeeds",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "gardengate",
                "GatewayDomain",
                "GatewayHTTP",
                "GatewayStore",
                "RouterOSAPI",
                "RouterOSSimulator",
                "TestSeeds",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "GatewayDomain",
                "GatewayStore",
                "GatewaySync",
                "RouterOSAPI",
                "RouterOSSimulator",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "RepositoryTests", swiftSettings: settings),
    ],
    cLanguageStandard: .c2x
)

if let wanted {
    let tests = Set(package.targets.filter { $0.type == .test }.map(\.name))
    precondition(tests.isSuperset(of: wanted), "GARDENGATE_TEST_TARGETS names other than \(tests.sorted())")
    package.products.removeAll { $0 is Product.Executable }
    package.targets.removeAll { target in
        target.type == .executable || target.type == .test && !wanted.contains(target.name)
    }
}
