import GatewayDomain
import GatewayStore
import Synchronization
import Testing

@testable import GatewaySync

/// Old data go by themselves, once a day.
@Suite(.timeLimit(.minutes(15))) struct GuestDataServiceTests {
    private static let day: Int64 = 86_400

    @Test(arguments: [(0, 0), (1, 0), (86_399, 0), (86_400, 1), (200_000, 2)] as [(Int64, Int64)])
    func `a day is old when all of it is`(seconds: Int64, days: Int64) {
        let midnight = 20_000 * Self.day
        let end = GuestDataAge(days: 180).end(at: Timestamp(seconds: midnight + seconds))
        #expect(end == Timestamp(seconds: midnight + (days - 180) * Self.day - 1))
    }

    @Test(arguments: [(-1, 1), (0, 1), (180, 180), (9999, 3650)])
    func `an age has bounds`(days: Int, kept: Int) {
        #expect(GuestDataAge(days: days).days == kept)
    }

    @Test func `what is too old goes in steps, and what comes later is found later`() async throws {
        let gateway = try await TestGateway()
        let site = try await gateway.site("Lobby")
        let device = Device(
            id: gateway.store.newID(),
            site: site.id,
            host: "192.0.2.1",
            port: 8729,
            user: "gate",
            trust: .anonymous,
            createdAt: gateway.now()
        )
        try await gateway.store.addDevice(device, password: Secret("x"))
        func record(_ count: Int) async throws {
            let reports = (0..<count).map { index in
                var report = RedemptionReport(
                    source: .script,
                    device: device.id,
                    site: site.id,
                    user: "guest \(index) \(gateway.now())",
                    observedAt: gateway.now()
                )
                report.macAddress = "02:00:00:00:00:01"
                return report
            }
            _ = try await gateway.store.record(reports, now: gateway.now())
        }
        func left() async throws -> Int {
            try await gateway.store.reports(at: site.id, limit: 5000).filter { $0.report.macAddress != nil }.count
        }
        try await record(GuestDataService.step * 2 + 7)
        gateway.advance(by: .seconds(Self.day))
        try await record(3)

        // What the service is told of the passing of time: it sleeps only when it has nothing to do.
        let rests = Mutex(0)
        let service = GuestDataService(
            store: gateway.store,
            age: GuestDataAge(days: 2),
            logger: .silent,
            now: gateway.now,
            pause: { duration in
                guard duration == GuestDataService.interval else { return }
                let count = rests.withLock { rests in
                    rests += 1
                    return rests
                }
                let days: [Int64] = [1, 1, 1]
                guard count <= days.count else { throw CancellationError() }
                gateway.advance(by: .seconds(days[count - 1] * Self.day))
            }
        )
        #expect(try await left() == GuestDataService.step * 2 + 10)
        try await service.run()
        #expect(rests.withLock { $0 } == 4)
        #expect(try await left() == 0)
        #expect(try await gateway.store.reports(at: site.id, limit: 5000).count == GuestDataService.step * 2 + 10)
        try gateway.close()
    }

    @Test func `a database that cannot be used is tried again`() async throws {
        let gateway = try await TestGateway()
        let service = GuestDataService(
            store: gateway.store,
            age: .standard,
            logger: .silent,
            now: gateway.now,
            pause: { _ in }
        )
        #expect(await service.round() == GuestDataService.interval)
        try gateway.close()
        #expect(await service.round() == GuestDataService.retryDelay)
    }
}
