import Foundation
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSConformance
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(2))) struct ConformanceTests {
    private static let menus = [
        "/ip/hotspot/user", "/ip/hotspot/user/profile", "/ip/hotspot/walled-garden", "/ip/hotspot/walled-garden/ip",
    ]

    @Test(arguments: ["6.40", "6.44", "7.4", "7.12.2", "7.18", "7.22.3", "7.24"])
    func `the simulator conforms, and none of the suite's rows stay`(version: String) async throws {
        let configuration = SimulatedRouterConfiguration(version: try #require(RouterOSVersion(version)), tls: .off)
        try await Router.with(configuration) { router in
            let before = try await Self.rows(router)
            let results = try await Self.suite(for: router).run()
            #expect(results.count == ConformanceSuite.checks.count)
            for result in results where result.isFailure {
                Issue.record("\(result.name) (\(result.source)): \(result.outcome)")
            }
            #expect(try await Self.rows(router) == before)
        }
    }

    @Test func `split writes, delays and any order change nothing`() async throws {
        let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? 3
        var configuration = SimulatedRouterConfiguration(tls: .off, latency: .milliseconds(1), seed: seed)
        configuration.faults.pieceBytesMaximum = 7
        try await Router.with(configuration) { router in
            for result in try await Self.suite(for: router).run() where result.isFailure {
                Issue.record("seed \(seed): \(result.name): \(result.outcome)")
            }
        }
    }

    @Test func `a router that differs is found out`() async throws {
        // Without the policy `write` nothing can be added, so most of the claims do not hold.
        var configuration = SimulatedRouterConfiguration(tls: .off)
        configuration.policies = [.api, .read]
        try await Router.with(configuration) { router in
            let results = try await Self.suite(for: router).run()
            let failed = results.filter(\.isFailure)
            #expect(failed.count > results.count / 2)
            #expect(failed.allSatisfy { "\($0.outcome)".contains("not enough permissions (9)") })
        }
    }

    @Test func `every check names its source, and no name comes twice`() {
        #expect(ConformanceSuite.checks.allSatisfy { $0.source.count > 10 })
        #expect(Set(ConformanceSuite.checks.map(\.name)).count == ConformanceSuite.checks.count)
    }

    @Test(.enabled(if: RealRouter.isGiven, "ROUTEROS_HOST names no real router"))
    func `a real router conforms`() async throws {
        let router = try RealRouter()
        for result in try await ConformanceSuite(connect: router.connect).run() {
            if result.isFailure { Issue.record("\(result.name) (\(result.source)): \(result.outcome)") }
        }
    }

    private static func suite(for router: SimulatedRouter) -> ConformanceSuite {
        ConformanceSuite { password throws(RouterOSError) in
            do {
                return try await Router.connect(to: router, password: password ?? "simulated")
            } catch let error as RouterOSError {
                throw error
            } catch {
                throw RouterOSError(.connectionFailed("\(error)"))
            }
        }
    }

    private static func rows(_ router: SimulatedRouter) async throws -> [[[String: String]]] {
        var rows: [[[String: String]]] = []
        for menu in self.menus {
            rows.append(try await router.rows(of: menu))
        }
        return rows
    }
}

/// A real router, from the environment.
struct RealRouter {
    private static let environment = ProcessInfo.processInfo.environment

    static let isGiven = Self.environment["ROUTEROS_HOST"] != nil

    private let configuration: RouterOSConnectionConfiguration
    private let user: String
    private let password: String

    init() throws {
        let environment = Self.environment
        let transport: RouterOSConnectionConfiguration.Transport
        switch environment["ROUTEROS_TLS"] ?? "off" {
        case "off": transport = .plain
        case "anonymous": transport = .tls(.anonymous)
        case let pin:
            transport = .tls(.pinned(try #require(CertificateFingerprint(pin), "ROUTEROS_TLS is no fingerprint")))
        }
        let parts = (environment["ROUTEROS_HOST"] ?? "").split(separator: ":").map(String.init)
        var port: Int?
        if parts.count == 2 {
            let number: Int = try #require(Int(parts[1]), "ROUTEROS_HOST has no port behind its colon")
            port = number
        }
        self.configuration = RouterOSConnectionConfiguration(
            host: try #require(parts.first, "ROUTEROS_HOST is empty"),
            port: port,
            transport: transport
        )
        self.user = environment["ROUTEROS_USER"] ?? "admin"
        if let file = environment["ROUTEROS_PASSWORD_FILE"] {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            self.password = String(text.split(separator: "\n", omittingEmptySubsequences: false).first ?? "")
        } else {
            self.password = ""
        }
    }

    @Sendable func connect(_ password: String?) async throws(RouterOSError) -> RouterOSConnection {
        try await RouterOSConnection.connect(
            self.configuration,
            credentials: RouterOSCredentials(user: self.user, password: password ?? self.password),
            on: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "conformance")
        )
    }
}
