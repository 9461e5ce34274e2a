import Foundation
import GatewayDomain
import GatewayStore
import Synchronization
import Testing

/// A gateway that is killed while routers report, as by a power cut: what it has acknowledged is on record, and nothing is twice.
@Suite struct KilledIngestTests {
    private static let rounds = 100
    private static let routers = 4

    @Test(.timeLimit(.minutes(5)))
    func `however often the gateway is killed, each acknowledged event is on record, and none is there twice`()
        async throws
    {
        var random = SeededGenerator.fromEnvironment()
        let place = try Workplace()
        let store = try await Store.open(StoreConfiguration(path: place.path("gate.db")))
        let world = try await World(store, random: &random)
        let port = Mutex<UInt16?>(nil)
        var clients: [RouterClient] = []
        for (token, events) in zip(world.tokens, world.events) {
            let client = RouterClient(token: token, events: events) { port.withLock { $0 } }
            client.start(
                batches: (0..<17).map { _ in Bool.random(using: &random) ? 1 : .random(in: 2...50, using: &random) }
            )
            clients.append(client)
        }
        var (killed, killedAtWork) = (0, 0)
        for round in 0..<Self.rounds {
            let goal = Int.random(in: 0...20, using: &random)
            let serve = try place.start(Self.serve)
            port.withLock { $0 = nil }
            guard let bound = await Self.port(of: serve) else { break }
            let before = clients.map(\.attempts).reduce(0, +)
            let known = clients.map(\.acknowledged.count).reduce(0, +)
            port.withLock { $0 = bound }
            while !serve.hasEnded, clients.map(\.attempts).reduce(0, +) < before + goal { await Task.yield() }
            // Somewhere within the next write.
            for _ in 0..<Int.random(in: 0...3000, using: &random) { await Task.yield() }
            serve.signal(SIGKILL)
            if await serve.outcome().status == 128 + SIGKILL { killed += 1 }
            port.withLock { $0 = nil }
            if clients.map(\.acknowledged.count).reduce(0, +) > known { killedAtWork += 1 }
            if round.isMultiple(of: 10) { try await Self.expectKept(clients, in: world, "round \(round)") }
        }
        #expect(killed == Self.rounds)
        #expect(killedAtWork > Self.rounds / 4, "a gateway that is killed before it records anything proves nothing")
        #expect(clients.contains { !$0.isDone }, "nothing was left to send: the kills prove nothing")
        let serve = try place.start(Self.serve, deadline: .seconds(120))
        let bound = await Self.port(of: serve)
        port.withLock { $0 = bound }
        while !serve.hasEnded, clients.contains(where: { !$0.isDone }) { await Task.yield() }
        serve.signal(SIGTERM)
        let outcome = await serve.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        for client in clients { client.stop() }
        try await Self.expectKept(clients, in: world, "at the end")
        for (client, events) in zip(clients, world.events) { #expect(client.acknowledged == Set(events)) }
        try await world.expectEverythingOnce()
        try store.close()
    }

    /// No router is slowed down, so that there is always something under way.
    private static let serve = [
        "serve", "--listen", "127.0.0.1:0", "--device-events-per-minute", "1000000", "--log-level", "notice",
    ]

    private static func port(of serve: CommandProcess) async -> UInt16? {
        let line = await serve.errorLine(containing: "listening")
        return line?.split(separator: "127.0.0.1:").last?.prefix { $0.isNumber }.description.nilIfEmpty.flatMap(
            UInt16.init
        )
    }

    private static func expectKept(_ clients: [RouterClient], in world: World, _ when: String) async throws {
        // Before the record is read: what is acknowledged meanwhile may be in neither.
        let acknowledged = clients.map(\.acknowledged)
        for (site, events) in zip(world.sites, acknowledged) {
            let reports = try await world.store.reports(at: site, limit: 1_000_000).map(\.report)
            let users = Dictionary(grouping: reports, by: \.user).mapValues(\.count)
            #expect(events.allSatisfy { users[$0.user] == 1 }, "\(when)")
            #expect(users.values.allSatisfy { $0 == 1 }, "\(when): an event is on record twice")
        }
    }
}

extension KilledIngestTests {
    /// Sites with a router each, and for every event a user of its own: coupons, and guests whom nobody knows.
    private struct World {
        static let eventsEach = 4000
        static let couponsEach = 400

        let store: Store
        let sites: [Site.ID]
        let tokens: [String]
        let events: [[RouterClient.Event]]
        let codes: [[String]]

        init(_ store: Store, random: inout SeededGenerator) async throws {
            let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
            let instance = Instance(id: store.newID(), name: "Lobby", codeLength: 8, createdAt: now)
            try await store.createInstance(instance)
            var sites: [Site.ID] = []
            var tokens: [String] = []
            var events: [[RouterClient.Event]] = []
            var codes: [[String]] = []
            for index in 0..<KilledIngestTests.routers {
                let services = [Site.Service(instance: instance.id, subnets: [])]
                let site = Site(id: store.newID(), name: "Site \(index)", services: services, createdAt: now)
                try await store.createSite(site)
                // Nobody listens there: this is about what routers send, not about what is done with them.
                let device = Device(
                    id: store.newID(),
                    site: site.id,
                    host: "192.0.2.\(index + 1)",
                    port: 1,
                    user: "gate",
                    trust: .anonymous,
                    createdAt: now
                )
                try await store.addDevice(device, password: Secret("open sesame"))
                // Paused, so that no worker writes beside the routers' reports more than it has to.
                try await store.pauseSite(site.id, now: now)
                tokens.append(try await store.createDeviceToken(for: device.id, now: now).text.revealed)
                var own: [String] = []
                while own.count < Self.couponsEach {
                    let order = CouponOrder(instance: instance, count: 200, minutesValid: 600)
                    own += try await store.createCoupons(order, now: now).map(\.code)
                }
                let users = own + (0..<(Self.eventsEach - own.count)).map { "guest \(index)-\($0)" }
                events.append(
                    users.shuffled(using: &random).enumerated().map { RouterClient.Event(user: $1, number: $0) }
                )
                codes.append(own)
                sites.append(site.id)
            }
            (self.store, self.sites, self.tokens, self.events, self.codes) = (store, sites, tokens, events, codes)
        }

        /// Each event is on record once, each coupon is redeemed once, and nothing was invented.
        func expectEverythingOnce() async throws {
            for (index, site) in sites.enumerated() {
                let reports = try await store.reports(at: site, limit: 1_000_000)
                #expect(reports.map(\.report.user).sorted() == events[index].map(\.user).sorted())
                let redeemed = try await store.redemptions(at: site, limit: 1_000_000).map(\.code)
                #expect(redeemed.sorted() == codes[index].sorted())
                let codes = Set(codes[index])
                for report in reports {
                    #expect(report.meaning == (codes.contains(report.report.user) ? .redeemed : .unmatched))
                }
            }
        }
    }
}

extension String {
    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}
