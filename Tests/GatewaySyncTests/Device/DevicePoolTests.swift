import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Synchronization
import Testing

@testable import GatewaySync

@Suite struct DevicePoolTests {
    /// A pool, and devices for simulated routers.
    private struct Bench {
        let gateway: TestGateway
        let pool: DevicePool
        let devices: [Device]

        init(_ routers: [SimulatedRouter], maximum: Int) async throws {
            let gateway = try await TestGateway()
            gateway.stopClock()
            self.gateway = gateway
            let (configuration, group) = (gateway.configuration, gateway.group)
            pool = DevicePool(
                maximum: maximum,
                now: gateway.now,
                connecting: { device, password throws(DeviceFailure) in
                    try await DeviceConnector.connect(
                        to: device,
                        password: password,
                        configuration: configuration,
                        group: group,
                        logger: .silent
                    )
                },
                opened: { _, _ in }
            )
            let site = try await gateway.site("Lobby")
            var devices: [Device] = []
            for router in routers { devices.append(try await gateway.device(at: site, router)) }
            self.devices = devices
        }

        /// Uses the connection to a device for a moment, a second after whatever was before.
        func use(_ number: Int) async throws {
            gateway.advance(by: .seconds(1))
            let device = devices[number]
            let link = pool.begin(device.id, now: gateway.now())
            let channel = try await link.connect(to: device, password: Secret("simulated"), now: gateway.now())
            #expect(channel.isOpen)
            pool.end(device.id, now: gateway.now())
        }

        var figures: SyncFigures {
            var figures = SyncFigures()
            pool.report(into: &figures)
            return figures
        }

        func close() async throws {
            await pool.closeAll()
            #expect(figures.openConnections == 0)
            try gateway.close()
        }
    }

    /// Runs a body with three routers.
    private func withRouters(_ body: @Sendable ([SimulatedRouter]) async throws -> Void) async throws {
        try await SimulatedRouter.running { first in
            try await SimulatedRouter.running { second in
                try await SimulatedRouter.running { third in try await body([first, second, third]) }
            }
        }
    }

    @Test func `there are at most so many connections, and the one that was used least recently makes room`()
        async throws
    {
        try await withRouters { routers in
            let bench = try await Bench(routers, maximum: 2)
            for number in [0, 1, 0, 2, 0] { try await bench.use(number) }
            #expect(bench.figures.openConnections == 2)
            #expect(bench.figures.connectionsMaximum == 2)
            #expect(bench.figures.connectionsClosedForRoom == 1)
            #expect(bench.figures.logins == 3)
            try await bench.use(1)
            #expect(bench.figures.openConnections == 2)
            #expect(bench.figures.logins == 4)
            var logins: [Int] = []
            for router in routers { logins.append(try await router.activity().logins) }
            #expect(logins == [1, 2, 1])
            try await bench.close()
        }
    }

    @Test func `a connection that is used is not closed for another`() async throws {
        try await withRouters { routers in
            let bench = try await Bench(routers, maximum: 2)
            let held = bench.pool.begin(bench.devices[0].id, now: bench.gateway.now())
            let channel = try await held.connect(
                to: bench.devices[0],
                password: Secret("simulated"),
                now: bench.gateway.now()
            )
            for number in [1, 2, 1, 2] { try await bench.use(number) }
            #expect(channel.isOpen)
            #expect(try await routers[0].activity().logins == 1)
            #expect(bench.figures.connectionsClosedForRoom == 3)
            try await bench.close()
        }
    }

    @Test func `a login that fails takes no place`() async throws {
        try await withRouters { routers in
            let bench = try await Bench(routers, maximum: 1)
            let device = bench.devices[0]
            let link = bench.pool.begin(device.id, now: bench.gateway.now())
            await #expect(throws: DeviceFailure.self) {
                try await link.connect(to: device, password: Secret("wrong"), now: bench.gateway.now())
            }
            bench.pool.end(device.id, now: bench.gateway.now())
            try await bench.use(1)
            #expect(bench.figures.openConnections == 1)
            #expect(bench.figures.connectionsClosedForRoom == 0)
            try await bench.close()
        }
    }

    @Test func `a quiet connection is asked for a sign of life, and a dead one is found and closed`() async throws {
        try await withRouters { routers in
            let bench = try await Bench(routers, maximum: 9)
            for number in 0..<3 { try await bench.use(number) }
            let lately = bench.gateway.now()
            #expect(await bench.pool.beat(unusedSince: lately - .seconds(60), within: .seconds(20)).isEmpty)
            for router in routers {
                #expect(try await router.activity().commands["/system/identity/print"] == nil, "all were just used")
            }
            try await routers[1].setFaults { $0.isSilent = true }
            bench.gateway.advance(by: .seconds(60))
            // The other two have as long as they need only if they are asked first.
            let dead = await bench.pool.beat(unusedSince: bench.gateway.now() - .seconds(30), within: .seconds(2))
            #expect(dead == [bench.devices[1].id])
            #expect(bench.figures.openConnections == 2)
            #expect(try await routers[0].activity().commands["/system/identity/print"] == 1)
            #expect(await bench.pool.beat(unusedSince: bench.gateway.now() - .seconds(30), within: .seconds(2)).isEmpty)
            #expect(try await routers[0].activity().commands["/system/identity/print"] == 1, "it was just asked")
            try await bench.close()
        }
    }

    @Test func `dead connections keep nobody else from being asked`() async throws {
        let store = try await TestGateway()
        let asked = Mutex(0)
        let released = AsyncStream<Void>.makeStream()
        let pool = DevicePool(
            maximum: 1000,
            now: store.now,
            connecting: { device, _ throws(DeviceFailure) in
                QuietChannel {
                    guard device.port > 200 else { return await self.hang() }
                    let count = asked.withLock { asked in
                        asked += 1
                        return asked
                    }
                    if count == 8 { released.continuation.finish() }
                }
            },
            opened: { _, _ in }
        )
        var devices: [Device] = []
        for number in 1...208 {
            var device = Device(
                id: store.store.newID(),
                site: store.store.newID(),
                host: "192.0.2.1",
                port: number,
                user: "admin",
                trust: .anonymous,
                createdAt: store.now()
            )
            device.port = number
            let link = pool.begin(device.id, now: store.now())
            _ = try await link.connect(to: device, password: Secret("x"), now: store.now())
            pool.end(device.id, now: store.now())
            devices.append(device)
        }
        let later = store.now() + .seconds(60)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await pool.beat(unusedSince: later, within: .seconds(600)) }
            // Those two hundred never answer; whoever does is asked all the same, or this never ends.
            for await _ in released.stream {}
            group.cancelAll()
        }
        #expect(asked.withLock { $0 } == 8)
        await pool.closeAll()
        try store.close()
    }

    private func hang() async {
        let silence = AsyncStream<Void>.makeStream()
        for await _ in silence.stream {}
        silence.continuation.finish()
    }

    @Test func `a run that has just taken a link keeps it, whoever was about to close it`() async throws {
        try await withRouters { routers in
            let bench = try await Bench(routers, maximum: 9)
            for number in 0..<2 { try await bench.use(number) }
            bench.gateway.advance(by: .seconds(601))
            let now = bench.gateway.now()
            let device = bench.devices[0]
            // What is unused is listed, and before the first link is asked whether somebody listens, a run takes one of them.
            let link = bench.pool.link(to: device.id)
            let channel = try await link.connect(to: device, password: Secret("simulated"), now: now)
            await bench.pool.closeLinks(unusedSince: now - .seconds(600)) { _ in
                _ = bench.pool.begin(device.id, now: now)
            }
            #expect(channel.isOpen)
            #expect(bench.pool.link(to: device.id) === link)
            #expect(bench.figures.openConnections == 1, "the other one is closed")
            bench.pool.end(device.id, now: now)
            try await bench.close()
        }
    }

    @Test func `an unused connection is closed in the end, unless somebody listens over it`() async throws {
        try await withRouters { routers in
            let bench = try await Bench(routers, maximum: 9)
            for number in 0..<2 { try await bench.use(number) }
            let link = bench.pool.link(to: bench.devices[1].id)
            let channel = try await link.connect(
                to: bench.devices[1],
                password: Secret("simulated"),
                now: bench.gateway.now()
            )
            await link.setListening(since: bench.gateway.now(), over: channel)
            bench.gateway.advance(by: .seconds(601))
            await bench.pool.closeLinks(unusedSince: bench.gateway.now() - .seconds(600))
            #expect(bench.figures.openConnections == 1)
            #expect(channel.isOpen)
            try await bench.close()
        }
    }
}
