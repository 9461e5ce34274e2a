import Foundation
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSConformance
import Testing

@testable import RouterOSSimulator

@Suite(.timeLimit(.minutes(15))) struct ConformanceTests {
    /// Menus that show the connection itself.
    private static let lively: Set = ["/log", "/user/active", "/ip/service", "/system/resource", "/system/script/job"]

    @Test(arguments: ["6.40", "6.44", "7.4", "7.12.2", "7.18", "7.22.3", "7.24"])
    func `the simulator conforms, and nothing of the router is changed`(version: String) async throws {
        // Time stands still, so that also guests who are online stay as they are.
        let configuration = SimulatedRouterConfiguration(
            version: try #require(RouterOSVersion(version)),
            tls: .off,
            clockSpeed: 0
        )
        try await Router.with(configuration) { router in
            try await Self.furnish(router)
            let before = try await Self.everything(router)
            let report = try await Self.suite(for: router).run()
            #expect(report.results.map(\.id) == ConformanceSuite.checks.map(\.id))
            #expect(report.router.isSimulated && !report.mayHaveLeftRows)
            for result in report.results where result.isFailure {
                Issue.record("\(result.name) (\(result.source)): \(result.outcome)")
            }
            let after = try await Self.everything(router)
            for (menu, rows) in before { #expect(after[menu] == rows, "\(menu)") }
            // One for the run, and one with a wrong password.
            #expect(try await router.activity().logins == 1)
        }
    }

    @Test func `split writes, delays and any order change nothing`() async throws {
        let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) } ?? 3
        var configuration = SimulatedRouterConfiguration(tls: .off, latency: .milliseconds(1), seed: seed)
        configuration.faults.pieceBytesMaximum = 7
        try await Router.with(configuration) { router in
            for result in try await Self.suite(for: router).run().results where result.isFailure {
                Issue.record("seed \(seed): \(result.name): \(result.outcome)")
            }
        }
    }

    @Test func `what the account may not do is not tried, and says nothing about the router`() async throws {
        var configuration = SimulatedRouterConfiguration(tls: .off)
        configuration.policies = [.api, .read]
        try await Router.with(configuration) { router in
            let results = try await Self.suite(for: router).run().results
            let untried = results.filter { $0.outcome.label == "untried" }
            #expect(untried.count > results.count / 2)
            #expect(untried.contains { "\($0.outcome)".contains("not enough permissions (9)") })
            for result in results where result.isFailure { Issue.record("\(result.id): \(result.outcome)") }
        }
    }

    @Test func `questions that only harm, time or a guest would answer are listed, each with why it was not tried`()
        async throws
    {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            let results = try await Self.suite(for: router).run().results
            let reasons = Dictionary(
                uniqueKeysWithValues: results.filter { $0.outcome.label == "untried" }.map { ($0.id, $0.outcome.text) }
            )
            #expect(
                Set(reasons.keys) == [
                    "session.above-max-sessions", "session.idle-limit", "session.certificate-kind",
                    "session.certificate-chain", "session.word-length", "session.safe-mode", "rows.default-removal",
                    "guests.logout-reasons", "guests.active-properties", "guests.name-case-at-login",
                    "guests.hook-policy",
                ]
            )
            #expect(reasons.values.allSatisfy { ($0?.count ?? 0) > 10 })
        }
    }

    @Test func `every check names its source, and no name comes twice`() {
        #expect(ConformanceSuite.checks.allSatisfy { $0.source.count > 10 })
        #expect(Set(ConformanceSuite.checks.map(\.name)).count == ConformanceSuite.checks.count)
        #expect(Set(ConformanceSuite.checks.map(\.id)).count == ConformanceSuite.checks.count)
    }

    @Test(.enabled(if: RealRouter.isGiven, "ROUTEROS_HOST names no real router"))
    func `a real router conforms`() async throws {
        let router = try RealRouter()
        for result in try await ConformanceSuite(connect: router.connect).run().results {
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

    /// Puts rows of others on a router, also of a gateway that manages it.
    private static func furnish(_ router: SimulatedRouter) async throws {
        let users = "/ip/hotspot/user/add"
        try await router.edit("/ip/hotspot/user/profile/add", ["name": "gg-ab12-lobby"])
        try await router.edit(
            users,
            ["name": "8B7W3D", "profile": "gg-ab12-lobby", "comment": "gg1 ab12 coupon 1 x=1"]
        )
        try await router.edit(users, ["name": "gg-prob", "comment": "somebody's"])
        try await router.edit("/ip/hotspot/walled-garden/add", ["dst-host": "a.example", "comment": "mine"])
        try await router.edit("/ip/hotspot/walled-garden/ip/add", ["dst-host": "b.example"])
        try await router.loginGuest(user: "8B7W3D", password: "", mac: "AA:BB:CC:00:00:01", address: "10.5.50.7")
    }

    private static func everything(_ router: SimulatedRouter) async throws -> [String: [[String: String]]] {
        var rows: [String: [[String: String]]] = [:]
        for menu in MenuCatalog.menus.values where !self.lively.contains(menu.path) {
            rows[menu.path] = try await router.rows(of: menu.path)
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
