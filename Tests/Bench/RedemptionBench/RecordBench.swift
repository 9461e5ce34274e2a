import Foundation
import GatewayDomain
import GatewayStore
import Synchronization

/// How many reports a second become durable, without the network: singly and in batches of 50, from one and from many tasks.
struct RecordBench {
    let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    func run() async throws {
        for (batch, clients) in [(1, 1), (1, 32), (50, 1), (50, 8)] {
            let (events, sample, seconds) = try await measure(batch: batch, clients: clients)
            let rate = String(format: "%.0f", Double(events) / seconds)
            print("record_\(batch)_by_\(clients) \(rate) \(sample.figures)")
        }
    }

    private func measure(batch: Int, clients: Int) async throws -> (events: Int, times: Sample, seconds: Double) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gardengate-bench-\(UUID().uuidString)")
        let store = try await Store.open(StoreConfiguration(path: folder.appendingPathComponent("gate.db").path))
        let instance = Instance(id: store.newID(), name: "Guests", createdAt: Fleet.now())
        try await store.createInstance(instance)
        let site = Site(
            id: store.newID(),
            name: "Lobby",
            services: [Site.Service(instance: instance.id, subnets: [])],
            createdAt: Fleet.now()
        )
        try await store.createSite(site)
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: "192.0.2.1",
            port: 8729,
            user: "gate",
            trust: .anonymous,
            createdAt: Fleet.now()
        )
        try await store.addDevice(device, password: Secret("simulated"))
        let began = ContinuousClock.now
        let end = began + .seconds(arguments.seconds)
        let numbers = Numbers()
        let sample = try await withThrowingTaskGroup(of: Sample.self) { group in
            for _ in 0..<clients {
                group.addTask { [store] in
                    var sample = Sample()
                    while ContinuousClock.now < end {
                        let first = numbers.take(batch)
                        let reports = (first..<first + batch).map { report($0, from: device) }
                        let asked = ContinuousClock.now
                        _ = try await store.record(reports, now: Fleet.now())
                        sample.add(ContinuousClock.now - asked)
                    }
                    return sample
                }
            }
            return try await group.reduce(into: Sample()) { $0.add($1) }
        }
        let seconds = (ContinuousClock.now - began).milliseconds / 1000
        try store.close()
        try FileManager.default.removeItem(at: folder)
        return (numbers.take(0), sample, seconds)
    }

    /// A login that nothing is known of: each is a row.
    private func report(_ number: Int, from device: Device) -> RedemptionReport {
        var report = RedemptionReport(
            source: .script,
            device: device.id,
            site: device.site,
            user: "GUEST\(number)",
            observedAt: Fleet.now()
        )
        let bytes = [number >> 16, number >> 8, number].map { String(format: "%02X", $0 & 255) }
        report.macAddress = "02:00:00:" + bytes.joined(separator: ":")
        report.loginAt = Fleet.now()
        return report
    }
}

/// Gives each task numbers of its own.
private final class Numbers: Sendable {
    private let next = Atomic(0)

    /// The first of as many numbers.
    func take(_ count: Int) -> Int { next.add(count, ordering: .relaxed).oldValue }
}
