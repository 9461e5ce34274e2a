import Foundation
import GatewayDomain
import GatewayStore
import Testing

/// A thousand sites with a router each, of which some are in every kind of trouble, as the store knows them.
struct Fleet {
    /// How a router of the fleet is doing.
    enum Kind: CaseIterable {
        case synced, insecure, fresh, paused, overdue, unreachable, refused, changed

        /// Spread over the alphabet, so that no order by name passes for one by need.
        init(_ index: Int) {
            self =
                if index % 50 == 7 {
                    .unreachable
                } else if index % 100 == 42 {
                    .refused
                } else if index % 125 == 3 {
                    .changed
                } else if index % 250 == 99 {
                    .overdue
                } else if index % 100 == 61 {
                    .paused
                } else if index % 100 == 80 {
                    .fresh
                } else if index % 250 == 10 {
                    .insecure
                } else {
                    .synced
                }
        }

        fileprivate var failure: FailureLabel? {
            switch self {
            case .unreachable: .unreachable
            case .refused: .loginRefused
            case .changed: .certificateChanged
            case .synced, .insecure, .fresh, .paused, .overdue: nil
            }
        }

        /// Whether it has been compared with what it should hold.
        fileprivate var isCompared: Bool { self != .overdue && self != .fresh }
    }

    static let siteCount = 1000
    /// When the first routers were added.
    static let start = Timestamp(seconds: 1_795_000_000)
    /// When somebody looks at how they are doing.
    static let now = start + .seconds(3600)

    let store: Store
    private let folder: URL
    private let holder = LeaseHolder(host: "alpha", processID: 4711, token: "one")

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-fleet-\(UUID().uuidString)")
        store = try await Store.open(StoreConfiguration(path: folder.appending(path: "gate.db").path))
        let instance = Instance(id: store.newID(), name: "Lobby", createdAt: Self.start)
        try await store.createInstance(instance)
        for index in 0..<Self.siteCount where Kind(index) != .fresh { try await add(index, instance, at: Self.start) }
        try await run()
        // They have waited for a minute only, which needs nobody.
        let late = Self.now - .seconds(60)
        for index in 0..<Self.siteCount where Kind(index) == .fresh { try await add(index, instance, at: late) }
    }

    /// Removes the store.
    func close() throws {
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    private func add(_ index: Int, _ instance: Instance, at time: Timestamp) async throws {
        let name = "Site \(String(10_000 + index).dropFirst())"
        let site = Site(
            id: store.newID(),
            name: name,
            services: [Site.Service(instance: instance.id, subnets: [])],
            createdAt: time
        )
        try await store.createSite(site)
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: "10.9.\(index / 250).\(index % 250)",
            port: 8729,
            user: "gate",
            trust: Kind(index) == .insecure ? .anonymous : .pinned(String(repeating: "ab", count: 32)),
            createdAt: time
        )
        try await store.addDevice(device, password: Secret("open-sesame"))
        if Kind(index) == .paused { try await store.pauseSite(site.id, now: time) }
    }

    /// Has each router looked at that has been.
    private func run() async throws {
        for work in try await store.claimWork(holder: holder, limit: Self.siteCount, now: Self.start) {
            let parts = work.device.host.split(separator: ".").compactMap { Int($0) }
            let kind = Kind(parts[2] * 250 + parts[3])
            guard kind.isCompared else { continue }
            var run = SyncRun(
                id: store.newID(),
                device: work.device.id,
                trigger: work.trigger,
                mode: work.mode,
                startedAt: Self.start,
                finishedAt: Self.start,
                outcome: kind.failure == nil ? .converged : .failed,
                plan: nil,
                failure: kind.failure.map { "\($0)" }
            )
            run.failureLabel = kind.failure
            try await store.finish(work, run: run, followUp: FollowUp(), now: Self.start)
        }
    }
}
