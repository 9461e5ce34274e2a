import Logging
import NIOPosix
import RouterOSAPI
import RouterOSConformance
import Testing

@testable import RouterOSSimulator

/// What is left on a router when the suite does not come to its end.
@Suite(.timeLimit(.minutes(15))) struct ConformanceTroubleTests {
    private static let menus = [
        "/ip/hotspot/user", "/ip/hotspot/user/profile", "/ip/hotspot/walled-garden", "/ip/hotspot/walled-garden/ip",
    ]

    @Test(arguments: [4, 23, 60, 111, 170])
    func `a connection that is cut costs one check, and leaves no row`(command: Int) async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            let before = try await Self.rows(router)
            try await router.setFaults { $0.cutInReplyToCommand = command }
            let report = try await Self.suite(for: router).run()
            #expect(report.results.count { "\($0.outcome)".contains("did not last") } <= 1)
            #expect(report.results.allSatisfy { !$0.isFailure } && !report.mayHaveLeftRows)
            #expect(try await Self.rows(router) == before)
        }
    }

    @Test func `a run that is stopped leaves rows to who removes them, and to nobody else`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off, latency: .milliseconds(2))) { router in
            try await router.edit("/ip/hotspot/user/add", ["name": "guest", "comment": "not gg-probe-"])
            let before = try await Self.rows(router)
            let suite = Self.suite(for: router)
            let (moments, moment) = AsyncStream<Void>.makeStream()
            // In the middle of the list, as Ctrl-C would.
            let isStopped = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do throws(RouterOSError) {
                        _ = try await suite.run { result in
                            if result.id == "rows.bytes" { moment.finish(yielding: ()) }
                        }
                        return false
                    } catch {
                        return error.reason == .cancelled
                    }
                }
                for await _ in moments { group.cancelAll() }
                return await group.next() ?? false
            }
            #expect(isStopped)
            try await suite.removeRows()
            #expect(try await Self.rows(router) == before)
        }
    }

    @Test func `what a killed run left is counted and removed by the next`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            let before = try await Self.rows(router)
            try await router.edit("/ip/hotspot/user/add", ["name": "gg-probe-1-a"])
            try await router.edit("/ip/hotspot/user/profile/add", ["name": "gg-probe-1-p"])
            let entry = ["dst-host": "x.invalid", "comment": "gg-probe-1-ip", "src-address": "192.0.2.1"]
            try await router.edit("/ip/hotspot/walled-garden/ip/add", entry)
            let suite = Self.suite(for: router)
            #expect(try await suite.survey().leftRows == 3)
            #expect(try await suite.removeRows() == 3)
            #expect(try await suite.survey().leftRows == 0)
            #expect(try await Self.rows(router) == before)
        }
    }

    @Test func `a router that reboots meanwhile is waited for`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            let before = try await Self.rows(router)
            let (moments, moment) = AsyncStream<Void>.makeStream()
            async let reboot: Void = {
                for await _ in moments { try await router.reboot() }
            }()
            let report = try await Self.suite(for: router).run { result in
                if result.id == "rows.absent" { moment.finish(yielding: ()) }
            }
            try await reboot
            #expect(!report.mayHaveLeftRows)
            #expect(report.results.allSatisfy { !$0.isFailure })
            #expect(try await Self.rows(router) == before)
        }
    }

    @Test func `a router that stays away is told, and its results are not made up`() async throws {
        try await Router.with(SimulatedRouterConfiguration(tls: .off)) { router in
            let (moments, moment) = AsyncStream<Void>.makeStream()
            async let away: Void = {
                for await _ in moments { try await router.powerOff() }
            }()
            let report = try await Self.suite(for: router, patience: .zero).run { result in
                if result.id == "rows.absent" { moment.finish(yielding: ()) }
            }
            try await away
            #expect(report.mayHaveLeftRows)
            #expect(report.results.count == ConformanceSuite.checks.count)
            #expect(report.results.last?.outcome == .untried("the router could not be reached any more"))
        }
    }

    private static func suite(
        for router: SimulatedRouter,
        patience: Duration = .seconds(60)
    ) -> ConformanceSuite {
        ConformanceSuite(patience: patience) { password throws(RouterOSError) in
            try await RouterOSConnection.connect(
                RouterOSConnectionConfiguration(host: router.host, port: router.port, transport: .plain),
                credentials: RouterOSCredentials(user: router.user, password: password ?? "simulated"),
                on: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test")
            )
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

extension AsyncStream.Continuation {
    /// Gives the only element.
    fileprivate func finish(yielding element: sending Element) {
        self.yield(element)
        self.finish()
    }
}
