/// Which module may import which: the architecture as a table.
///
/// A module exists only to stop an import.
struct ImportRule: FileRule {
    /// For each folder of `Sources`, what its files may import.
    ///
    /// Own modules stand before what they import: a line may name only modules of the lines below it.
    static let table: [(module: String, own: Set<String>, outside: Set<String>)] = [
        (
            "gardengate",
            [
                "GatewayHTTP", "GatewaySync", "GatewayStore", "GatewayDomain", "RouterOSConformance",
                "RouterOSSimulator", "RouterOSAPI",
            ],
            [
                "ArgumentParser", "Configuration", "Crypto", "CryptoExtras", "Foundation", "Logging", "NIOCore",
                "NIOPosix", "ServiceLifecycle", "SwiftASN1", "Synchronization", "UnixSignals", "X509", "Yams",
            ]
        ),
        (
            "GatewayHTTP", ["GatewaySync", "GatewayStore", "GatewayDomain", "COpenAPIDocument"],
            [
                "Crypto", "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "JWTKit",
                "Logging", "Mustache", "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOSSL",
                "ServiceLifecycle", "Synchronization", "Yams",
            ]
        ),
        (
            "GatewaySync", ["GatewayStore", "GatewayDomain", "RouterOSAPI", "CClock", "CZlib"],
            [
                "AsyncHTTPClient", "Crypto", "Foundation", "Logging", "Metrics", "NIOCore", "NIOHTTP1", "NIOPosix",
                "NIOSSL", "ServiceLifecycle", "Synchronization",
            ]
        ),
        (
            "GatewayStore", ["GatewayDomain"],
            ["Crypto", "Foundation", "GRDB", "Synchronization"]
        ),
        ("RouterOSConformance", ["RouterOSAPI"], ["Foundation", "Synchronization"]),
        (
            "RouterOSSimulator", ["RouterOSAPI", "COpenSSL"],
            [
                "AsyncHTTPClient", "Crypto", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "Synchronization",
                "Glibc", "Musl", "Darwin",
            ]
        ),
        (
            "RouterOSAPI", ["COpenSSL"],
            ["Crypto", "Logging", "NIOConcurrencyHelpers", "NIOCore", "NIOPosix", "Synchronization"]
        ),
        ("GatewayDomain", [], ["Foundation"]),
        ("COpenSSL", [], []),
        ("CClock", [], []),
        ("COpenAPIDocument", [], []),
        ("CZlib", [], []),
    ]

    /// The C library under its names: clocks and files, for every module that does I/O.
    static let cLibrary: Set<String> = ["Darwin", "Glibc", "Musl"]

    func violations(in file: SourceFile) -> [Violation] {
        guard file.isSwift, let module = file.module else { return [] }
        let imports = file.code.enumerated().compactMap { index, line in
            Self.importedModule(line).map { (line: index + 1, module: $0) }
        }
        if !file.isSource {
            return imports.filter { $0.module == "XCTest" }.map {
                Violation(path: file.path, line: $0.line, message: "tests are written with Swift Testing, not XCTest")
            }
        }
        guard let row = Self.table.first(where: { $0.module == module }) else {
            return [Violation(path: file.path, line: 0, message: "module \(module) is not in the table of imports")]
        }
        let system = row.module == "GatewayDomain" ? [] : Self.cLibrary
        return imports.filter { !system.contains($0.module) }.filter {
            !row.own.contains($0.module) && !row.outside.contains($0.module)
        }.map {
            Violation(path: file.path, line: $0.line, message: "\(module) may not import \($0.module)")
        }
    }

    /// The module that a line of code imports: `public import struct Foundation.Date` gives `Foundation`.
    static func importedModule(_ line: String) -> String? {
        var words = line.split(whereSeparator: \.isWhitespace)
        let modifiers: Set<Substring> = [
            "public", "package", "internal", "private", "fileprivate", "@testable", "@preconcurrency", "@_exported",
        ]
        while let first = words.first, modifiers.contains(first) { words.removeFirst() }
        guard words.first == "import", words.count > 1 else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
        return name.split(separator: ".").first.map(String.init)
    }
}
