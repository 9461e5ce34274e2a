import TestSeeds
import Foundation
import GatewayDomain
import GatewayStore
import Synchronization
import Testing

/// A gateway that is killed while routers report, as by a power cut: what it has acknowledged is on record, and nothing is twice.
@Suite struct KilledIngestTests {
    private static let rounds = 100
    private static let routers = 4
    /// What happens at each router while one gateway lives: more than it can report before the kill, however fast the machine is.
    private static let eventsEachRound = 40

    @Test(.timeLimit(.minutes(15)))
    func `however often the gateway is killed, each acknowledged event is on record, and none is there twice`()
        async throws
    {
        var random = Seed.generator
        let place = try Workplace()
        let store = try await Store.open(StoreConfiguration(path: place.path("gate.db")))
        let world = try await World(store, random: &random)
        let trigger = KillTrigger()
        let serving = Mutex<CommandProcess?>(nil)
        let clients = world.tokens.map { token in
            RouterClient(token: token, count: World.eventsEach) {
                trigger.happened { serving.withLock { $0 }?.signal(SIGKILL) }
            }
        }
        for client in clients {
            client.begin(
                batches: (0..<17).map { _ in Bool.random(using: &random) ? 1 : .random(in: 2...10, using: &random) }
            )
        }
        defer { for client in clients { client.stop() } }
        var (killed, killedAtWork) = (0, 0)
        for round in 0..<Self.rounds {
            let serve = try place.start(Self.serve, deadline: .seconds(120))
            let port = try #require(await Self.port(of: serve), "round \(round)")
            let known = clients.map(\.acknowledged.count).reduce(0, +)
            // Each router sends at least four requests a round, so that there is always one that kills.
            serving.withLock { $0 = serve }
            trigger.arm(
                at: .random(in: 1...(4 * Self.routers), using: &random),
                turns: .random(in: 0...5000, using: &random)
            )
            for (client, events) in zip(clients, world.events) {
                client.add(events[(round * Self.eventsEachRound)..<((round + 1) * Self.eventsEachRound)])
                client.find(port: port)
            }
            if await serve.outcome().status == 128 + SIGKILL { killed += 1 }
            for client in clients { client.find(port: nil) }
            if clients.map(\.acknowledged.count).reduce(0, +) > known { killedAtWork += 1 }
            if round.isMultiple(of: 10) { try await Self.expectKept(clients, in: world, "round \(round)") }
        }
        #expect(killed == Self.rounds)
        #expect(killedAtWork > Self.rounds / 4, "a gateway that is killed before it records anything proves nothing")
        #expect(
            clients.map(\.cutOffCount).reduce(0, +) > Self.rounds / 4,
            "kills that meet no request under way prove nothing"
        )
        try await Self.serveToTheEnd(place, clients)
        try await Self.expectKept(clients, in: world, "at the end")
        for (client, events) in zip(clients, world.events) { #expect(client.acknowledged == Set(events)) }
        try await world.expectEverythingOnce()
        try store.close()
    }

    /// Serves until the routers have nothing left to report.
    private static func serveToTheEnd(_ place: Workplace, _ clients: [RouterClient]) async throws {
        let serve = try place.start(Self.serve, deadline: .seconds(240))
        let port = await Self.port(of: serve)
        try await withThrowingTaskGroup { group in
            group.addTask {
                for client in clients {
                    client.find(port: port)
                    await client.complete()
                }
                serve.signal(SIGTERM)
            }
            let outcome = await serve.outcome()
            for client in clients { client.stop() }
            #expect(outcome.status == 0, "\(outcome.errors)")
            try await group.waitForAll()
        }
    }

    /// No router is slowed down, so that there is always something under way.
    private static let serve = [
        "serve", "--listen", "127.0.0.1:0", "--device-events-per-minute", "1000000", "--log-level", "notice",
    ]

    private static func port(of serve: CommandProcess) async -> UInt16? {
        let line = await serve.errorLine(containing: "listening")
        return line?.split(separator: "127.0.0.1:").last.flatMap { UInt16($0.prefix { $0.isNumber }) }
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
        static let eventsEach = KilledIngestTests.rounds * KilledIngestTests.eventsEachRound
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
