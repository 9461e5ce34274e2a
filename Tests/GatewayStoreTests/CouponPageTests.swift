import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct CouponPageTests {
    private func pages(
        _ world: World,
        _ states: Set<CouponState> = [],
        limit: Int,
        now: Timestamp = World.start
    ) async throws -> [[Coupon]] {
        var pages: [[Coupon]] = []
        var cursor: CouponCursor?
        repeat {
            let page = try await world.store.coupons(
                of: world.instance.id,
                states: states,
                after: try cursor.map { try #require(CouponCursor(keys: $0.keys)) },
                limit: limit,
                now: now
            )
            pages.append(page.coupons)
            cursor = page.next
        } while cursor != nil
        return pages
    }

    @Test(arguments: [1, 3, 7, 8, 100]) func `pages together are the list, each full but the last`(limit: Int)
        async throws
    {
        let world = try await World()
        _ = try await world.coupons(3)
        _ = try await world.coupons(4, at: World.start + .seconds(1))
        // Two orders of one moment have the same positions; the ids tell them apart.
        _ = try await world.coupons(1, at: World.start + .seconds(1))
        let all = try await world.store.coupons(of: world.instance.id, now: World.start)
        let pages = try await pages(world, limit: limit)
        #expect(pages.flatMap(\.self) == all)
        #expect(pages.dropLast().allSatisfy { $0.count == limit })
        #expect(pages.last?.isEmpty == false)
    }

    @Test func `an empty list is one empty page`() async throws {
        let world = try await World()
        #expect(try await pages(world, limit: 5) == [[]])
        #expect(try await pages(world, [.revoked], limit: 5) == [[]])
    }

    @Test func `what is made or revoked between two pages neither doubles a coupon nor drops one`() async throws {
        let world = try await World()
        let made = try await world.coupons(6)
        let first = try await world.store.coupons(
            of: world.instance.id,
            states: [.unused],
            after: nil,
            limit: 3,
            now: World.start
        )
        _ = try await world.coupons(2, at: World.start + .seconds(5))
        try await world.store.revokeCoupon(made[2].code, now: World.start)
        let second = try await world.store.coupons(
            of: world.instance.id,
            states: [.unused],
            after: first.next,
            limit: 3,
            now: World.start
        )
        #expect(first.coupons + second.coupons == made)
        #expect(second.next == nil)
    }

    @Test func `a page holds the states that were asked for`() async throws {
        let world = try await World()
        let made = try await world.coupons(9)
        for index in [1, 4, 8] { try await world.store.revokeCoupon(made[index].code, now: World.start) }
        _ = try await world.store.record(
            [world.report(made[0].code, at: world.harbourDevice)],
            now: World.start
        )
        let codes = try await pages(world, [.revoked], limit: 2).map { $0.map(\.code) }
        #expect(codes == [[made[1].code, made[4].code], [made[8].code]])
        #expect(try await pages(world, [.active, .revoked], limit: 10).first?.count == 4)
        let valid = try await world.store.validCoupons(of: world.instance.id, now: World.start)
        #expect(valid.map(\.code) == [2, 3, 5, 6, 7].map { made[$0].code })
        #expect(try await world.store.validCoupons(of: world.instance.id, now: World.start + .seconds(36_000)).isEmpty)
    }

    @Test(arguments: [[], ["1", "2"], ["x", "0", "id"], ["1", "y", "id"], ["1", "2", "3", "4"]])
    func `keys that no page told are no cursor`(keys: [String]) {
        #expect(CouponCursor(keys: keys) == nil)
    }

    @Test func `a coupon is known to its own instance only`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        let other = Instance(id: world.store.newID(), name: "Staff", createdAt: World.start)
        try await world.store.createInstance(other)
        #expect(try await world.store.coupon(coupon.id, of: world.instance.id) == coupon)
        let missing = StoreError.notFound(kind: .coupon, reference: coupon.id.rawValue)
        await #expect(throws: missing) { try await world.store.coupon(coupon.id, of: other.id) }
        await #expect(throws: missing) {
            try await world.store.revokeCoupon(coupon.id, of: other.id, now: World.start)
        }
        #expect(try await world.store.coupon(coupon.id, of: world.instance.id).revokedAt == nil)
        let revoked = try await world.store.revokeCoupon(coupon.id, of: world.instance.id, now: World.start)
        #expect(revoked.revokedAt == World.start)
        let again = try await world.store.revokeCoupon(
            coupon.id,
            of: world.instance.id,
            now: World.start + .seconds(9)
        )
        #expect(again.revokedAt == World.start)
    }

    @Test func `an instance that does not exist has no lists`() async throws {
        let world = try await World()
        let unknown = world.store.newID(of: Instance.self)
        let missing = StoreError.notFound(kind: .instance, reference: unknown.rawValue)
        await #expect(throws: missing) {
            try await world.store.coupons(of: unknown, states: [], after: nil, limit: 1, now: World.start)
        }
        await #expect(throws: missing) { try await world.store.validCoupons(of: unknown, now: World.start) }
        await #expect(throws: missing) {
            try await world.store.revokeCoupons(of: unknown, CouponFilter(.state(.unused)), now: World.start)
        }
    }

    @Test func `note and speed are kept as they were given`() async throws {
        let world = try await World()
        var order = CouponOrder(instance: world.instance, count: 2, minutesValid: 60)
        order.note = "Fête de l'été, \"table 4\"\\🎉"
        order.rateLimit = "5M/20M"
        let made = try await world.store.createCoupons(order, now: World.start)
        #expect(made.allSatisfy { $0.note == order.note && $0.rateLimit == "5M/20M" })
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start) == made)
    }

    @Test func `lists are read in the order of an index, and sorted by nobody`() async throws {
        let world = try await World()
        let plan = try await world.store.database.read { connection throws(StoreError) in
            try connection.query(
                """
                EXPLAIN QUERY PLAN
                SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                WHERE c.instance_id = $1 AND c.created_at <= $2
                    AND (c.created_at < $2 OR (c.position, c.id) > ($3, $4))
                    AND \(Coupon.state(at: 5)) = 'unused'
                ORDER BY c.created_at DESC, c.position, c.id LIMIT $6
                """,
                ["i", 1, 0, "", 1, 10]
            ) { row throws(StoreError) in try row.text("detail") }
        }
        #expect(plan.contains { $0.contains("coupons_in_order") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
