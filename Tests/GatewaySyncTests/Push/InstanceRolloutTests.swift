import GatewayDomain
import GatewayStore
import GatewaySync
import RouterOSSimulator
import Synchronization
import Testing

/// A change that comes to a few sites at a time.
@Suite(.timeLimit(.minutes(5))) struct InstanceRolloutTests {
    /// Thirty sites by name, each with a router; those at some places do not answer.
    private static func withFleet(
        dead: Set<Int>,
        _ body: @Sendable (TestGateway, [Site], [SimulatedRouter]) async throws -> Void
    ) async throws {
        let gateway = try await TestGateway()
        var routers: [SimulatedRouter] = []
        var sites: [Site] = []
        do {
            for index in 0..<30 {
                let router = try await SimulatedRouter.start(.shared)
                routers.append(router)
                let site = try await gateway.site("Hotel \(100 + index)")
                sites.append(site)
                if dead.contains(index) {
                    let device = Device(
                        id: gateway.store.newID(),
                        site: site.id,
                        host: "127.0.0.1",
                        port: index + 1,
                        user: "admin",
                        trust: .anonymous,
                        createdAt: gateway.now()
                    )
                    try await gateway.store.addDevice(device, password: Secret("simulated"))
                } else {
                    try await gateway.device(at: site, router)
                }
            }
            try await body(gateway, sites, routers)
        } catch {
            for router in routers { await router.stop() }
            throw error
        }
        for router in routers { await router.stop() }
        try gateway.close()
    }

    private static func order(_ gateway: TestGateway, _ sites: [Site], failures: Int = 2) -> InstanceRollout.Order {
        InstanceRollout.Order(
            instance: gateway.instance.id,
            sites: sites,
            batchSize: 10,
            failuresMaximum: failures,
            ignoresWindow: false,
            timeout: .seconds(60)
        )
    }

    /// How long access lasts by the profile on a router; nil where there is none.
    private static func session(_ router: SimulatedRouter) async throws -> String? {
        try await router.rows(of: "/ip/hotspot/user/profile").first { $0["name"]?.hasPrefix("gg-") == true }?[
            "session-timeout"
        ]
    }

    private static func hold(_ gateway: TestGateway) async throws {
        try await gateway.store.updateInstance(gateway.instance.id, isHeld: true, now: gateway.now()) {
            $0.sessionSeconds = 7200
        }
    }

    @Test(arguments: [false, true]) func `it stops at the failures, names them, and the sites behind are as they were`(
        isServed: Bool
    ) async throws {
        try await Self.withFleet(dead: [3, 14, 16, 25]) { gateway, sites, routers in
            @Sendable func rollOut() async throws {
                for site in sites { _ = try await gateway.push(site) }
                try await Self.hold(gateway)
                let batches = Mutex<[Int]>([])
                let outcome = try await InstanceRollout(gateway.context()).perform(Self.order(gateway, sites)) { step in
                    if case .batch(_, let batch) = step { batches.withLock { $0.append(batch.count) } }
                }
                #expect(outcome.progress.isStopped)
                #expect(batches.withLock { $0 } == [10, 10])
                let failed = outcome.notSynced.filter { $0.verdict == .failed }
                // Those of the batch that had begun by then are finished.
                #expect(Set(failed.map(\.site.name)).isSubset(of: ["Hotel 103", "Hotel 114", "Hotel 116"]))
                #expect(failed.count >= 2 && failed.map(\.site.name).contains("Hotel 103"))
                #expect(failed.allSatisfy { $0.obstacles.count == 1 && $0.obstacles[0].device != nil })
                for index in 20..<30 where index != 25 {
                    #expect(try await Self.session(routers[index]) == "12h", "Hotel \(100 + index)")
                }
                for index in 0..<10 where index != 3 {
                    #expect(try await Self.session(routers[index]) == "2h", "Hotel \(100 + index)")
                }
                #expect(try await gateway.store.rollouts()[gateway.instance.id] != nil)
            }
            if isServed { try await gateway.serving(rollOut) } else { try await rollOut() }
        }
    }

    @Test func `one that was stopped goes on, and is over when every site has the change`() async throws {
        try await Self.withFleet(dead: [3]) { gateway, sites, routers in
            for (index, site) in sites.enumerated() where index != 3 { _ = try await gateway.push(site) }
            try await Self.hold(gateway)
            let rollout = InstanceRollout(gateway.context())
            let first = try await rollout.perform(Self.order(gateway, sites, failures: 1)) { _ in }
            #expect(first.progress.isStopped && first.progress.batchNumber == 1)
            let reached = try #require(try await gateway.store.rollouts()[gateway.instance.id]?.reached)
            let rest = sites.filter { !reached.contains($0.id) }
            let second = try await rollout.perform(Self.order(gateway, rest)) { _ in }
            #expect(second.progress.count(.synced) == rest.count)
            #expect(try await gateway.store.rollouts().isEmpty)
            for index in 0..<30 where index != 3 { #expect(try await Self.session(routers[index]) == "2h") }
        }
    }

    @Test func `a site that is paused or whose window is shut is passed over and keeps what it has`() async throws {
        try await Self.withFleet(dead: []) { gateway, sites, routers in
            let some = Array(sites.prefix(4))
            for site in some { _ = try await gateway.push(site) }
            let now = gateway.now()
            func time(_ hours: Int64) -> TimeOfDay {
                TimeOfDay(minutes: Int((now + .seconds(hours * 3600)).seconds / 60 % 1440))
            }
            let window = try WriteWindow(days: .all, from: time(6), to: time(9), timeZone: "UTC")
            try await gateway.store.updateSite(some[1].id, now: now) { $0.windows = WriteWindows([window]) }
            try await gateway.store.pauseSite(some[2].id, now: now)
            try await Self.hold(gateway)
            let rollout = InstanceRollout(gateway.context())
            let outcome = try await rollout.perform(Self.order(gateway, some)) { _ in }
            #expect(outcome.notSynced.map(\.verdict) == [.waiting, .waiting])
            #expect(Set(outcome.notSynced.map(\.site.id)) == [some[1].id, some[2].id])
            #expect(try await Self.session(routers[1]) == "12h")
            #expect(try await gateway.store.rollouts()[gateway.instance.id]?.reached == [some[0].id, some[3].id])

            var order = Self.order(gateway, [some[1]])
            order.ignoresWindow = true
            let again = try await rollout.perform(order) { _ in }
            #expect(again.progress.count(.synced) == 1)
            #expect(try await Self.session(routers[1]) == "2h")
        }
    }
}
