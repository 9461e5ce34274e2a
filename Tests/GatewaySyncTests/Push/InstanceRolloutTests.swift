import GatewayDomain
@testable import GatewayStore
import GatewaySync
import RouterOSSimulator
import Synchronization
import Testing

/// A change that comes to a few sites at a time.
@Suite(.timeLimit(.minutes(15))) struct InstanceRolloutTests {
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

    /// A rollout of the change that is held now, if one is.
    private static func order(_ gateway: TestGateway, _ sites: [Site], failures: Int = 2) async throws
        -> InstanceRollout.Order
    {
        InstanceRollout.Order(
            instance: gateway.instance.id,
            sites: sites,
            batchSize: 10,
            failuresMaximum: failures,
            ignoresWindow: false,
            timeout: .seconds(60),
            heldSince: try await gateway.store.rollout(of: gateway.instance.id)?.begunAt
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

    private static func removeDevices(of site: Site, _ gateway: TestGateway) async throws {
        for device in try await gateway.store.devices(at: site.id) {
            try await gateway.store.removeDevice(device.id)
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

    @Test func `one that was stopped goes on, and can be taken back as long as a site is not in line`() async throws {
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
            guard case .remains(let left) = second.hold else {
                Issue.record("\(second.hold)")
                return
            }
            #expect(left.map(\.site.id) == [sites[3].id] && left[0].isReached && !left[0].isSynced)
            #expect(try await gateway.store.rollouts().count == 1)
            try await Self.removeDevices(of: sites[3], gateway)
            let third = try await rollout.perform(Self.order(gateway, [sites[3]])) { _ in }
            #expect(third.hold == .ended)
            #expect(try await gateway.store.rollouts().isEmpty)
            for index in 0..<30 where index != 3 { #expect(try await Self.session(routers[index]) == "2h") }
        }
    }

    @Test func `a site that is deleted meanwhile is passed over, and so is one that is not served any more`()
        async throws
    {
        try await Self.withFleet(dead: []) { gateway, sites, _ in
            let some = Array(sites.prefix(4))
            for site in sites.dropFirst(4) {
                try await gateway.store.updateSite(site.id, now: gateway.now()) { $0.services = [] }
            }
            try await Self.hold(gateway)
            try await Self.removeDevices(of: some[1], gateway)
            try await gateway.store.removeSite(some[1].id, now: gateway.now())
            try await gateway.store.updateSite(some[2].id, now: gateway.now()) { $0.services = [] }
            let outcome = try await InstanceRollout(gateway.context()).perform(Self.order(gateway, some, failures: 1)) {
                _ in
            }
            #expect(outcome.progress.count(.synced) == 2)
            #expect(outcome.progress.count(.passedOver) == 2)
            #expect(
                Set(outcome.notSynced.map(\.obstacles[0].text)) == [
                    "the site is not there any more", "the instance does not serve it any more",
                ]
            )
            #expect(outcome.hold == .ended)
        }
    }

    @Test func `a database that cannot be used fails the site, and how to go on is told`() async throws {
        try await Self.withFleet(dead: []) { gateway, sites, _ in
            try await Self.hold(gateway)
            // What is not to be understood of one site keeps nobody from being told of it.
            _ = try await gateway.store.database.write { connection throws(StoreError) in
                try connection.query("UPDATE sites SET windows = 'never' WHERE id = $1", [sites[0].id])
            }
            let order = try await Self.order(gateway, Array(sites.prefix(2)), failures: 1)
            let outcome = await InstanceRollout(gateway.context()).perform(order) { _ in }
            #expect(outcome.progress.isStopped)
            #expect(outcome.notSynced.first { $0.verdict == .failed }?.obstacles[0].text.contains("Hotel 100") == true)
            guard case .unknown(let reason) = outcome.hold else {
                Issue.record("\(outcome.hold)")
                return
            }
            #expect(reason.contains("Hotel 100"))
        }
    }

    @Test func `a change that is taken back meanwhile ends it, and no other site is pushed`() async throws {
        try await Self.withFleet(dead: []) { gateway, sites, routers in
            for site in sites.prefix(4) { _ = try await gateway.push(site) }
            try await Self.hold(gateway)
            let rollout = InstanceRollout(gateway.context())
            let first = try await rollout.perform(Self.order(gateway, [sites[0]])) { _ in }
            #expect(first.progress.count(.synced) == 1)
            // Sites of the same rollout, as far as it knows.
            let order = try await Self.order(gateway, Array(sites[1..<4]))
            try await gateway.store.undoRollout(of: gateway.instance.id, now: gateway.now())
            let outcome = await rollout.perform(order) { _ in }
            #expect(outcome.hold == .takenBack)
            #expect(outcome.progress.verdicts.isEmpty)
            #expect(try await Self.session(routers[3]) == "12h")
            // Another change that is held by then is not the one that it was begun for.
            gateway.advance(by: .seconds(1))
            try await Self.hold(gateway)
            let late = await rollout.perform(order) { _ in }
            #expect(late.hold == .takenBack && late.progress.verdicts.isEmpty)
            #expect(try await gateway.store.rollout(of: gateway.instance.id)?.reached == [])
            #expect(try await Self.session(routers[3]) == "12h")
        }
    }

    @Test func `a push of every site says nothing of a change that somebody holds meanwhile`() async throws {
        try await Self.withFleet(dead: []) { gateway, sites, routers in
            let order = try await Self.order(gateway, [sites[0]])
            try await Self.hold(gateway)
            let outcome = await InstanceRollout(gateway.context()).perform(order) { _ in }
            #expect(outcome.hold == .none && outcome.progress.count(.synced) == 1)
            #expect(try await gateway.store.rollouts()[gateway.instance.id]?.reached == [])
            #expect(try await Self.session(routers[0]) == "12h")
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

            var order = try await Self.order(gateway, [some[1]])
            order.ignoresWindow = true
            let again = await rollout.perform(order) { _ in }
            #expect(again.progress.count(.synced) == 1)
            #expect(try await Self.session(routers[1]) == "2h")
        }
    }
}
