import GatewayDomain
import GatewayStore
import NIOCore
import NIOPosix
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Over real sockets: dead, silent and slow devices at the same gateway as sound ones, and more of them than there are places.
@Suite(.timeLimit(.minutes(15))) struct BadFleetTests {
    @Test func `devices that refuse, say nothing or send a byte a second delay no other`() async throws {
        var silent = SimulatedRouterConfiguration.shared
        silent.faults.isSilent = true
        try await SimulatedRouter.running(silent) { dead in
            try await SimulatedRouter.running { lobby in
                try await SimulatedRouter.running { beach in
                    let slow = try await TricklingServer.start()
                    let gateway = try await TestGateway()
                    // A port that nobody listens on: of those below 1024 no system gives any away.
                    try await bad(gateway, host: "127.0.0.1", ports: [1, 7, 9])
                    try await bad(gateway, host: "127.0.0.2", ports: [slow.port])
                    try await bad(gateway, host: dead.host, ports: [dead.port])
                    for number in 3...6 { try await bad(gateway, host: "127.0.0.\(number)", ports: [slow.port]) }
                    _ = try await gateway.site("Lobby", lobby)
                    _ = try await gateway.site("Beach", beach)
                    try await serve(gateway, lobby, beach)
                    await slow.stop()
                    try gateway.close()
                }
            }
        }
    }

    /// Changes and redemptions reach the sound ones, over one login each, while the others hang.
    private func serve(_ gateway: TestGateway, _ lobby: SimulatedRouter, _ beach: SimulatedRouter) async throws {
        let id = gateway.store.gatewayID
        var configuration = gateway.configuration
        configuration.connectTimeout = .seconds(600)
        configuration.devicesAtOnceMaximum = 1
        configuration.doubtfulDevicesAtOnceMaximum = 2
        configuration.lookInterval = .milliseconds(500)
        let service = SyncService(gateway.context(configuration))
        try await gateway.store.acquireServeLease(gateway.holder, now: gateway.now(), for: .seconds(600))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            for round in 1...3 {
                let coupons = try await gateway.coupons(2)
                let codes = coupons.map(\.code)
                try await gateway.eventually("both hold the new codes, round \(round)") {
                    let held = try await (lobby.codes(of: id), beach.codes(of: id))
                    return Set(held.0).isSuperset(of: codes) && Set(held.1).isSuperset(of: codes)
                }
                try await lobby.loginGuest(
                    user: codes[0],
                    password: codes[0],
                    mac: "02:00:00:00:00:0\(round)",
                    address: "10.5.50.2\(round)"
                )
                try await gateway.eventually("the code is gone from the other site, round \(round)") {
                    try await !beach.codes(of: id).contains(codes[0])
                }
            }
            let figures = service.figures
            #expect(figures.openConnections == 2)
            #expect(figures.logins == 2)
            #expect(figures.lanes[.doubtful]?.maximum == 2)
            group.cancelAll()
        }
        try await gateway.store.releaseServeLease(gateway.holder)
        #expect(service.figures.openConnections == 0)
        #expect(try await lobby.activity().logins == 1)
        #expect(try await beach.activity().logins == 1)
    }

    private func bad(_ gateway: TestGateway, host: String, ports: [Int]) async throws {
        let site = try await gateway.site("\(host):\(ports[0])")
        for port in ports {
            let device = Device(
                id: gateway.store.newID(),
                site: site.id,
                host: host,
                port: port,
                user: "admin",
                trust: .pinned(String(repeating: "ab", count: 32)),
                createdAt: gateway.now()
            )
            try await gateway.store.addDevice(device, password: Secret("simulated"))
        }
    }
}

/// Accepts connections, and sends a byte a second.
private struct TricklingServer: Sendable {
    private let channel: any Channel
    let port: Int

    static func start() async throws -> TricklingServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                // The beginning of a TLS record, which never ends.
                let task = channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .seconds(1)) { _ in
                    channel.writeAndFlush(ByteBuffer(bytes: [0x16]), promise: nil)
                }
                channel.closeFuture.whenComplete { _ in task.cancel() }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "0.0.0.0", port: 0).get()
        return TricklingServer(channel: channel, port: channel.localAddress?.port ?? 0)
    }

    func stop() async {
        do {
            try await channel.close()
        } catch {
            // It is closed already.
        }
    }
}
