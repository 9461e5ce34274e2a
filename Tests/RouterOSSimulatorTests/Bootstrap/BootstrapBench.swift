import GatewayDomain
import NIOPosix
import RouterOSAPI
import Testing

@testable import RouterOSSimulator

/// A router out of its box, a gateway to fetch from, and somebody who pastes and imports.
struct BootstrapBench {
    enum Delivery: CaseIterable {
        case paste, file
    }

    static let versions = ["7.12.2", "7.16.2", "7.20.8", "7.24"]
    /// The gateway's own, the same for all: making a key takes its time.
    private static let identity = Result {
        try TLSServerIdentity.selfSigned(commonName: "gateway", subjectAltNames: ["127.0.0.1"])
    }
    static let password = "correct-horse\"$ battery\\?"

    let router: SimulatedRouter
    let server: WebServer
    var bootstrap: RouterBootstrap

    static func with(
        _ version: String,
        isReady: Bool = true,
        _ change: (inout SimulatedRouterConfiguration) -> Void = { _ in },
        _ body: (BootstrapBench) async throws -> Void
    ) async throws {
        let identity = try identity.get()
        try await WebServer.with(identity: identity) { server in
            server.answer(.status(200, RouterBootstrap.fetched))
            var configuration = SimulatedRouterConfiguration.factory(
                version: try #require(RouterOSVersion(version))
            )
            configuration.clockSpeed = 0
            // What a test waits for may take longer on a busy machine than a router's own patience of ten seconds.
            configuration.faults.fetchIdleTimeout = .seconds(120)
            change(&configuration)
            try await Router.with(configuration) { router in
                if isReady {
                    try await router.setHotspotAllowed(true)
                    try await router.edit("/ip/hotspot/add", ["name": "guests", "interface": "bridge"])
                }
                try await body(BootstrapBench(router, server, identity))
            }
        }
    }

    private init(_ router: SimulatedRouter, _ server: WebServer, _ identity: TLSServerIdentity) {
        (self.router, self.server) = (router, server)
        bootstrap = RouterBootstrap(
            account: "gardengate",
            password: Secret(Self.password),
            host: "127.0.0.1",
            sources: ["127.0.0.1/32"],
            clockMinimum: Timestamp(seconds: WallClock.epochSeconds - 86_400)
        )
        bootstrap.gatewayURL = "https://127.0.0.1:\(server.port)"
        bootstrap.authority = RouterBootstrap.Authority(
            certificate: identity.certificatePEM ?? "",
            fingerprint: identity.fingerprint?.description ?? ""
        )
    }

    /// Carries the set-up to the router and lets time pass until it has ended.
    ///
    /// - Returns: what the router printed, with a last line `! stopped` when it ended with an error.
    func carryOut(_ delivery: Delivery) async throws -> String {
        switch delivery {
        case .paste: return try await run(#require(bootstrap.paste))
        case .file:
            if try await !files().contains(bootstrap.fileName) {
                try await router.edit("/file/add", ["name": bootstrap.fileName, "contents": bootstrap.file])
            }
            return try await run("/import \(bootstrap.fileName)")
        }
    }

    /// Runs a script while time passes.
    func run(_ source: String) async throws -> String {
        let text = ":do {\n\(source)\n} on-error={ :put \"! stopped\" }"
        return try await withThrowingTaskGroup(of: String?.self) { [router] group in
            group.addTask { try await router.run(text) }
            group.addTask {
                // More than any wait of the script, and not for ever.
                for _ in 0..<2000 where !Task.isCancelled { try await router.advanceClock(by: .seconds(1)) }
                return nil
            }
            defer { group.cancelAll() }
            while let printed = try await group.next() {
                if let printed { return printed }
            }
            throw CancellationError()
        }
    }

    func files() async throws -> [String] {
        try await router.rows(of: "/file").compactMap { $0["name"] }.filter { $0.hasPrefix("gardengate") }
    }

    func service(_ name: String) async throws -> [String: String] {
        try await router.rows(of: "/ip/service").first { $0["name"] == name } ?? [:]
    }

    /// The certificates that the router made for itself, by name.
    func ownCertificates() async throws -> [String] {
        try await router.rows(of: "/certificate").compactMap { $0["name"] }
            .filter { $0.hasPrefix("gardengate-ca") || $0.hasPrefix("gardengate-api") }.sorted()
    }

    /// Logs in as the gateway would, and sees what the account may do.
    func login() async throws -> [String: String] {
        let connection = try await connected()
        let users = try await connection.call(Command("/ip/hotspot/print"))
        await connection.close()
        return [
            "fingerprint": connection.peerFingerprint?.description ?? "",
            "server": users.rows.first?.text("name") ?? "",
        ]
    }

    /// Logs in as the gateway would, and stays.
    func connected() async throws -> RouterOSConnection {
        let shown = try await RouterOSConnection.probeFingerprint(
            host: router.host,
            port: router.port,
            on: MultiThreadedEventLoopGroup.singleton
        )
        return try await Router.connect(
            to: router,
            transport: .tls(.pinned(shown)),
            user: "gardengate",
            password: Self.password
        )
    }
}
