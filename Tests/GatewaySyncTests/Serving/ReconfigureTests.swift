import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A sync whose configuration changes while it runs.
@Suite struct ReconfigureTests {
    @Test func `a shorter interval holds for what waits already`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(3).map(\.code).sorted()
            var configuration = gateway.configuration
            configuration.lookInterval = .seconds(86_400)
            configuration.auditInterval = .seconds(2 * 86_400)
            let id = gateway.store.gatewayID
            let service = SyncService(gateway.context(configuration))
            try await Self.running(service) {
                try await gateway.eventually("the router holds all codes") { try await router.codes(of: id) == codes }
                try await router.edit("/ip/hotspot/user/remove", [".id": codes[0]])
                configuration.lookInterval = .seconds(1)
                try await service.reconfigure(configuration)
                try await gateway.eventually("the code is back") { try await router.codes(of: id) == codes }
                #expect(try await router.activity().logins == 1)
            }
            try gateway.close()
        }
    }

    @Test func `one command at a time leaves room for what listens`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(3).map(\.code).sorted()
            let id = gateway.store.gatewayID
            var configuration = gateway.configuration
            configuration.commandsInFlightMaximum = 1
            #expect(configuration.listensForLogins)
            try await Self.running(SyncService(gateway.context(configuration))) {
                try await gateway.eventually("the router holds all codes") { try await router.codes(of: id) == codes }
            }
            try gateway.close()
        }
    }

    @Test func `a run that is under way sets the next look by what holds when it ends`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            let work = try #require(
                try await gateway.store.claimWork(holder: gateway.holder, limit: 1, now: gateway.now()).first
            )
            var configuration = gateway.configuration
            configuration.lookInterval = .seconds(86_400)
            let context = gateway.context(configuration)
            let link = DeviceLink(group: gateway.group, configuration: configuration, logger: .silent) { _, _ in }
            var run = LeasedRun(
                work: work,
                store: gateway.store,
                link: link,
                configuration: configuration,
                logger: .silent,
                now: gateway.now
            )
            run.rhythm = { context.configuration }
            let service = SyncService(context)
            configuration.lookInterval = .seconds(60)
            try await service.reconfigure(configuration)
            #expect(await run.perform() == .converged)
            let next = try #require(try await gateway.store.nextWorkAt(now: gateway.now()))
            #expect(next < gateway.now() + .seconds(120))
            await link.close()
            try gateway.close()
        }
    }

    @Test func `a limit holds from the next run on`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(4)
            var configuration = gateway.configuration
            configuration.limits.managedUserCountMaximum = 2
            let id = gateway.store.gatewayID
            let service = SyncService(gateway.context(configuration))
            try await Self.running(service) {
                try await gateway.eventually("the router holds two codes") { try await router.codes(of: id).count == 2 }
                configuration.limits.managedUserCountMaximum = 10
                try await service.reconfigure(configuration)
                _ = try await gateway.store.requestPush(.push(), site: site.id, now: gateway.now())
                try await gateway.eventually("the router holds all") { try await router.codes(of: id).count == 4 }
            }
            try gateway.close()
        }
    }

    @Test func `places and connections are as many as the configuration says now`() async throws {
        let gateway = try await TestGateway()
        var configuration = gateway.configuration
        let service = SyncService(gateway.context(configuration))
        configuration.devicesAtOnceMaximum = 3
        configuration.connectionsMaximum = 7
        try await service.reconfigure(configuration)
        #expect(service.figures.lanes[.proven]?.maximum == 3)
        #expect(service.figures.connectionsMaximum == 7)
        try gateway.close()
    }

    @Test(.timeLimit(.minutes(15)))
    func `it turns when it is nudged, also with nothing to do, and stands still when it does not run`() async throws {
        let gateway = try await TestGateway()
        let service = SyncService(gateway.context())
        service.nudge()
        #expect(service.turns == 0)
        try await Self.running(service) {
            for goal in 1...3 {
                service.nudge()
                while service.turns < goal { await Task.yield() }
            }
        }
        let turns = service.turns
        service.nudge()
        #expect(service.turns == turns)
        try gateway.close()
    }

    /// Runs a service while `body` runs.
    private static func running(_ service: SyncService, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await service.run() }
            defer { tasks.cancelAll() }
            try await body()
        }
    }
}
