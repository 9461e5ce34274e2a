import GatewayDomain
import Testing

@testable import GatewayStore

/// What a statement reads does not grow with what is over: coupons are kept for ever.
@Suite struct QueryPlanTests {
    @Test func `what a device should hold is found without reading every coupon that ever was`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: DesiredStateReader.everything)
        #expect(plan.contains { $0.contains("coupons_by_instance_id_expires_at") }, "\(plan)")
        #expect(plan.contains { $0.contains("coupons_by_instance_id_revoked_at (instance_id=? AND revoked_at>?)") })
        #expect(plan.contains { $0.contains("redemptions_by_ends_at") }, "\(plan)")
        #expect(!plan.contains { $0.contains("coupons_in_order") || $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test func `valid coupons are found by their expiry, not among all that the instance had`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Coupon.valid)
        #expect(plan.contains { $0.contains("coupons_by_instance_id_expires_at (instance_id=? AND expires_at>?)") })
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test func `devices with nothing to do are not read to find those with something`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Claim.waiting)
        for index in [
            "changed_devices", "devices_by_due_at", "devices_by_look_at", "devices_by_audit_at", "failed_devices",
        ] {
            #expect(plan.contains { $0.contains(index) }, "\(index): \(plan)")
        }
        #expect(!plan.contains { $0.hasPrefix("SCAN d") && !$0.contains("changed_devices") }, "\(plan)")
    }

    @Test func `when the next device is due is told by the first entries of indexes`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Store.nextWork)
        for index in [
            "changed_devices", "devices_by_due_at", "devices_by_look_at", "devices_by_audit_at", "failed_devices",
            "leased_devices",
        ] {
            #expect(plan.contains { $0.contains(index) }, "\(index): \(plan)")
        }
        // What is sorted was not taken from an index in its order.
        #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(plan)")
        let unaided = plan.filter { $0.hasPrefix("SCAN d") && !$0.contains("USING") }
        #expect(unaided.isEmpty, "\(plan)")
    }

    @Test func `what lies too far ahead is told by the last entries of indexes`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Store.farDueTimes)
        for index in ["devices_by_look_at", "devices_by_audit_at", "failed_devices", "leased_devices"] {
            #expect(plan.contains { $0.contains("\(index) (") }, "\(index): \(plan)")
        }
        #expect(!plan.contains { $0.hasPrefix("SCAN devices") }, "\(plan)")
    }

    @Test func `how sites are doing is read off their own devices`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: SiteHealth.devices)
        #expect(plan.contains { $0.contains("SEARCH d USING INDEX devices_by_site_id (site_id=?)") }, "\(plan)")
        #expect(plan.contains { $0.hasPrefix("SEARCH c ") && $0.contains("(device_id=?)") }, "\(plan)")
        #expect(!plan.contains { step in ["SCAN d", "SCAN c", "SCAN s"].contains { step.hasPrefix($0) } }, "\(plan)")
    }

    @Test func `which devices there are is read off an index`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Store.deviceIDs)
        #expect(plan.allSatisfy { $0.contains("COVERING INDEX") }, "\(plan)")
        #expect(try await world.store.deviceIDs() == [world.harbourDevice.id, world.museumDevice.id])
    }

    @Test func `the sessions that a report may tell of are looked up, however many a name has had`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: SessionLedger.mattering)
        #expect(plan.contains { $0.contains("guessed_sessions") }, "\(plan)")
        for index in [
            "guest_sessions_by_device_id_user_name_ended_at (device_id=? AND user_name=? AND ended_at=?)",
            "guest_sessions_by_device_id_user_name_started_at (device_id=? AND user_name=? AND started_at>? AND started_at<?)",
            "guest_sessions_by_device_id_user_name_ended_at (device_id=? AND user_name=? AND ended_at>? AND ended_at<?)",
            "guest_sessions_by_device_id_user_name_started_at (device_id=? AND user_name=? AND started_at>?)",
            "open_guest_sessions (device_id=?)",
        ] {
            #expect(plan.contains { $0.contains(index) }, "\(index): \(plan)")
        }
        #expect(!plan.contains { $0.hasPrefix("SCAN s") }, "\(plan)")
    }

    @Test func `whether a change has come to a site is looked up, however many others have it`() async throws {
        let world = try await World()
        let plan = try await world.store.plan(of: Recording.reachedStatement)
        #expect(plan.contains { $0.contains("(instance_id=? AND site_id=?)") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN k") }, "\(plan)")
    }

    @Test func `coupons that are revoked are found by what the filter names`() async throws {
        let world = try await World()
        let found = [
            (CouponFilter.Criterion.ids([world.store.newID()]), "sqlite_autoindex_coupons_1 (id=?)"),
            (.note("wedding"), "coupons_by_note (instance_id=? AND note=?)"),
            (.template(world.store.newID()), "coupons_by_template_id (template_id=?)"),
            (.schedule(world.store.newID()), "coupons_by_schedule (schedule_id=?)"),
        ]
        for (criterion, index) in found {
            let selection = CouponSelection(
                instance: world.instance.id,
                filter: CouponFilter(criterion),
                now: World.start
            )
            let plan = try await world.store.plan(of: selection.statement)
            #expect(plan.contains { $0.contains(index) }, "\(criterion): \(plan)")
            #expect(!plan.contains { $0.contains("coupons_by_instance_id") }, "\(criterion): \(plan)")
        }
    }
}

extension Store {
    /// How the engine goes about a statement, step by step.
    func plan(of statement: SQL) async throws -> [String] {
        let text = statement.rendered { parameter, _ in "$\(parameter)" }
        let arguments = (1...9).filter { text.contains("$\($0)") }.map { _ in SQLValue.null }
        return try await read { connection throws(StoreError) in
            try connection.query("EXPLAIN QUERY PLAN \(statement)", arguments) { row throws(StoreError) in
                try row.text("detail")
            }
        }
    }
}
