import GatewayDomain
import Testing

@testable import GatewayStore

/// The number of statements of an operation is the same for one row as for thousands.
@Suite struct StatementCountTests {
    private func count(_ store: Store, _ body: () async throws -> Void) async throws -> Int {
        let before = store.database.statementCount
        try await body()
        return store.database.statementCount - before
    }

    @Test(arguments: [1, 200]) func `coupons are made in seven statements`(coupons: Int) async throws {
        let world = try await World()
        let statements = try await count(world.store) { _ = try await world.coupons(coupons) }
        #expect(statements == 7)
    }

    @Test(arguments: [1, 200]) func `a note costs one statement, a claim one more`(coupons: Int) async throws {
        let world = try await World()
        let order = CouponOrder(instance: world.instance, count: coupons, minutesValid: 600)
        func cost(_ note: WriteNote) async throws -> Int {
            try await count(world.store) {
                do {
                    _ = try await world.store.acting(for: note).createCoupons(order, now: World.start)
                } catch StoreError.idempotencyUnanswered {
                    return
                }
            }
        }
        #expect(try await cost(AccountabilityTests.note()) == 8)
        #expect(try await cost(AccountabilityTests.note(claim: AccountabilityTests.claim())) == 9)
        // The second time only the claim is looked at.
        #expect(try await cost(AccountabilityTests.note(claim: AccountabilityTests.claim())) == 2)
    }

    @Test func `ten thousand coupons are listed, told and finished as one is`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(1)
        let few = try await pinned(world)
        for _ in 0..<50 { _ = try await world.coupons(200) }
        let many = try await pinned(world)
        #expect(few == ["list": 1, "everything": 7, "claim": 4, "finish": 5])
        // So many names are everything, and are not even read.
        #expect(many == ["list": 1, "everything": 7, "claim": 3, "finish": 5])
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .everything,
            now: World.start
        )
        #expect(state.users.count == 10_001)
    }

    @Test(arguments: [1, 200]) func `coupons of some sites only take one statement more to list`(
        coupons: Int
    ) async throws {
        let world = try await World()
        _ = try await world.coupons(coupons)
        var order = CouponOrder(instance: world.instance, count: coupons, minutesValid: 600)
        order.sites = [world.museum.id, world.harbour.id]
        let made = try await world.store.createCoupons(order, now: World.start)
        var listed: [Coupon] = []
        let statements = try await count(world.store) {
            listed = try await world.store.validCoupons(of: world.instance.id, now: World.start)
        }
        #expect(statements == 3)
        #expect(listed.filter { !$0.sites.isEmpty } == made)
    }

    private func pinned(_ world: World) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        counts["list"] = try await count(world.store) {
            _ = try await world.store.coupons(of: world.instance.id, limit: 20_000, now: World.start)
        }
        counts["everything"] = try await count(world.store) {
            _ = try await world.store.desiredState(
                for: world.harbourDevice.id,
                scope: .everything,
                now: World.start
            )
        }
        var work: [DeviceWork] = []
        counts["claim"] = try await count(world.store) { work = try await world.claim(limit: 1) }
        let claimed = try #require(work.first)
        counts["finish"] = try await count(world.store) { try await world.finish(claimed) }
        return counts
    }

    @Test(arguments: [1, 40]) func `a site is planned, confirmed and told in as many statements for any devices`(
        devices: Int
    ) async throws {
        let world = try await World()
        for index in 1..<devices { _ = try await World.device("10.4.0.\(index)", at: world.harbour, world.store) }
        let store = world.store
        var plan: PushRequest.ID?
        let asked = try await count(store) {
            plan = try await store.requestPush(.plan(), site: world.harbour.id, now: World.start)
        }
        let id = try #require(plan)
        for work in try await world.claim(limit: 100) where work.request == id {
            var run = world.run(work, .planned)
            run.planDigest = PlanDigest("shown")
            try await store.finish(work, run: run, followUp: FollowUp(), now: World.start)
        }
        let told = try await count(store) { _ = try await store.push(id, at: world.harbour.id, now: World.start) }
        let confirmed = try await count(store) {
            _ = try await store.requestPush(.confirm(id), site: world.harbour.id, now: World.start)
        }
        let paged = try await count(store) { _ = try await store.runs(at: world.harbour.id) }
        #expect([asked, told, confirmed, paged] == [6, 3, 7, 1])
    }

    @Test(arguments: [1, 100]) func `names are found and claimed in four statements`(coupons: Int) async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(coupons)
        var claimed: [DeviceWork] = []
        let statements = try await count(world.store) { claimed = try await world.claim() }
        #expect(claimed.count == 2)
        #expect(statements == 4)
    }

    @Test(arguments: [1, 200]) func `reports are recorded in fifteen statements`(reports: Int) async throws {
        let world = try await World()
        let coupons = try await world.coupons(reports)
        let all = coupons.map { world.report($0.code, at: world.harbourDevice) }
        let first = try await count(world.store) { _ = try await world.store.record(all, now: World.start) }
        #expect(first == 15)
        let again = try await count(world.store) { _ = try await world.store.record(all, now: World.start) }
        #expect(again == 4)
    }

    @Test func `a redemption reaches the devices of many sites in as many statements as those of one`() async throws {
        let world = try await World()
        let codes = try await world.coupons(2).map(\.code)
        let few = try await count(world.store) {
            _ = try await world.store.record([world.report(codes[0], at: world.harbourDevice)], now: World.start)
        }
        for index in 0..<60 {
            let site = try await World.site("Site \(index)", world.store, world.instance)
            _ = try await World.device("10.3.0.\(index)", at: site, world.store)
        }
        for work in try await world.claim(limit: 100) { try await world.finish(work) }
        let many = try await count(world.store) {
            _ = try await world.store.record([world.report(codes[1], at: world.harbourDevice)], now: World.start)
        }
        #expect(many == few)
        let claimed = try await world.claim(limit: 100)
        #expect(claimed.count == 62)
        #expect(claimed.allSatisfy { $0.scope == .names([codes[1]]) })
    }
}
