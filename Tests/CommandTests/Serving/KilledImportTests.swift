import TestSeeds
import Foundation
import GatewayDomain
import GatewayStore
import Testing

/// An import that is killed, and begun again from the start as somebody would.
@Suite struct KilledImportTests {
    private static let rounds = 25
    private static let lines = 6000

    @Test(.timeLimit(.minutes(15)))
    func `an import that is killed time and again leaves no line out and none twice when it is let finish`()
        async throws
    {
        var random = Seed.generator
        let place = try Workplace()
        let store = try await Store.open(StoreConfiguration(path: place.path("gate.db")))
        let (site, codes) = try await Self.site(in: store)
        let users = (codes + (codes.count..<Self.lines).map { "guest \($0)" }).shuffled(using: &random)
        let begin = Int64(Date().timeIntervalSince1970) - 7200
        let log = users.enumerated().map { number, user in
            #"{"event": "login", "user": "\#(user)", "time": \#(begin + Int64(number))}"# + "\n"
        }
        let pipe = place.path("log.jsonl")
        try #require(mkfifo(pipe, 0o600) == 0)
        let command = ["redemption", "import", "--site", site.rawValue, "--format", "jsonl", pipe]
        var kills = 0
        var known: Set<String> = []
        for round in 0..<Self.rounds {
            let process = try place.start(command, deadline: .seconds(120))
            // As far as this it is read, or nearly so, when it is killed.
            let count = Int.random(in: 1..<log.count, using: &random)
            let turns = Int.random(in: 0...5000, using: &random)
            Self.feed(log[..<count], into: pipe) {
                for _ in 0..<turns { sched_yield() }
                process.signal(SIGKILL)
            }
            if await process.outcome().status == 128 + SIGKILL { kills += 1 }
            let now = try await Self.recorded(store, site)
            #expect(now.count == Set(now).count, "round \(round): a line is on record twice")
            #expect(known.isSubset(of: now), "round \(round): what was on record is gone")
            #expect(Set(now).isSubset(of: users), "round \(round): something was invented")
            known = Set(now)
        }
        #expect(kills == Self.rounds)
        #expect(!known.isEmpty, "an import that is killed before it records anything proves nothing")
        for _ in 0..<2 {
            let process = try place.start(command, deadline: .seconds(240))
            Self.feed(log[...], into: pipe) {}
            let outcome = await process.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            // Names that are nobody's are not kept from a file: a coupon's redemption is.
            #expect(try await Self.recorded(store, site).sorted() == codes.sorted())
        }
        try store.close()
    }

    /// Writes into the pipe on a thread of its own, as fast as the import reads, and then does this.
    private static func feed(
        _ lines: ArraySlice<String>,
        into pipe: String,
        then finish: @escaping @Sendable () -> Void
    ) {
        let bytes = Array(lines.joined().utf8)
        Thread.detachNewThread {
            // An import that ended by itself makes the writing fail, and the test say why; it must not end the tests.
            var broken = sigset_t()
            sigemptyset(&broken)
            sigaddset(&broken, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &broken, nil)
            // Waits for the import to open its end.
            let file = open(pipe, O_WRONLY | O_CLOEXEC)
            defer { close(file) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                guard count > 0 else { break }
                rest = rest.dropFirst(count)
            }
            finish()
        }
    }

    /// The names on record, once for each redemption.
    private static func recorded(_ store: Store, _ site: Site.ID) async throws -> [String] {
        try await store.redemptions(at: site, limit: 1_000_000).map(\.code)
    }

    private static func site(in store: Store) async throws -> (Site.ID, codes: [String]) {
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        let instance = Instance(id: store.newID(), name: "Lobby", codeLength: 8, createdAt: now - .seconds(86_400))
        try await store.createInstance(instance)
        let services = [Site.Service(instance: instance.id, subnets: [])]
        let site = Site(id: store.newID(), name: "Lobby", services: services, createdAt: now - .seconds(86_400))
        try await store.createSite(site)
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: "192.0.2.1",
            port: 1,
            user: "gate",
            trust: .anonymous,
            createdAt: site.createdAt
        )
        try await store.addDevice(device, password: Secret("open sesame"))
        var codes: [String] = []
        while codes.count < 3000 {
            let order = CouponOrder(instance: instance, count: 200, minutesValid: 6000)
            codes += try await store.createCoupons(order, now: now - .seconds(86_400)).map(\.code)
        }
        return (site.id, codes)
    }
}
