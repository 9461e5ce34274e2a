import GatewayDomain
import Testing

@testable import GatewayStore

/// Foreign users become the gateway's in one transaction, however many there are.
@Suite struct AdoptingTests {
    private func account(_ name: String) -> AdoptedAccount {
        AdoptedAccount(password: Secret("of \(name)"), profile: "staff")
    }

    private func plan(_ world: World, accounts names: [String]) -> AdoptionPlan {
        var plan = AdoptionPlan(instance: world.instance.id, site: world.harbour.id)
        plan.items = names.map { name in
            AdoptionItem(
                device: world.harbourDevice.id,
                host: "10.0.0.1",
                name: name,
                profile: "staff",
                outcome: .account(account(name))
            )
        }
        return plan
    }

    @Test(arguments: [1, 200]) func `accounts are taken over in a constant number of statements`(
        count: Int
    ) async throws {
        let world = try await World()
        let names = (0..<count).map { "till \($0)" }
        let before = world.store.database.statementCount
        #expect(try await world.store.adopt(plan(world, accounts: names), now: World.start) == Set(names))
        #expect(world.store.database.statementCount - before == 9)
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .everything,
            now: World.start
        )
        #expect(Set(state.users.map(\.name)) == Set(names))
        #expect(state.users.allSatisfy { $0.password.revealed == "of \($0.name)" && $0.takesOver })
    }

    @Test func `an account that is made anew takes over nobody, whatever was wished of the one before`() async throws {
        let world = try await World()
        _ = try await world.store.adopt(plan(world, accounts: ["anna"]), now: World.start)
        let old = try #require(try await world.store.hotspotUsers(at: world.harbour.id).first)
        try await world.store.removeHotspotUser(old.id.rawValue, at: world.harbour.id, now: World.start)
        let next = HotspotUser(
            id: world.store.newID(),
            site: world.harbour.id,
            instance: world.instance.id,
            name: "anna",
            password: Secret("another"),
            createdAt: World.start
        )
        try await world.store.addHotspotUser(next)
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .everything,
            now: World.start
        )
        #expect(state.users.map(\.name) == ["anna"])
        #expect(state.users.allSatisfy { !$0.takesOver })
    }

    @Test func `of names that differ in case the first is taken, and none that somebody has`() async throws {
        let world = try await World()
        let taken = HotspotUser(
            id: world.store.newID(),
            site: world.harbour.id,
            instance: world.instance.id,
            name: "Bar",
            password: Secret("mine"),
            createdAt: World.start
        )
        try await world.store.addHotspotUser(taken)
        let coupon = try #require(try await world.coupons(1).first)
        let plan = plan(world, accounts: ["till", "TILL", "bar", coupon.code, "reception"])
        #expect(try await world.store.adopt(plan, now: World.start) == ["till", "reception"])
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .everything,
            now: World.start
        )
        #expect(Set(state.users.filter(\.takesOver).map(\.name)) == ["till", "reception"])
    }

    @Test func `a wish is for one router, and gone once it is done`() async throws {
        let world = try await World()
        let second = try await World.device("10.0.0.9", at: world.harbour, world.store)
        _ = try await world.store.adopt(plan(world, accounts: ["till", "bar"]), now: World.start)
        func wished(_ device: Device, _ scope: Scope = .everything) async throws -> [String] {
            try await world.store.desiredState(for: device.id, scope: scope, now: World.start)
                .users.filter(\.takesOver).map(\.name)
        }
        #expect(try await wished(world.harbourDevice) == ["bar", "till"])
        #expect(try await wished(world.harbourDevice, .names(["till"])) == ["till"])
        #expect(try await wished(second).isEmpty)
        try await world.store.noteTakenOver(["till"], on: second.id)
        try await world.store.noteTakenOver(["bar"], on: world.harbourDevice.id)
        #expect(try await wished(world.harbourDevice) == ["till"])
    }

    @Test func `a plan is kept with the rows that it showed, and one without them has to be made anew`() async throws {
        let world = try await World()
        let rows: Set<AdoptionPlan.Row> = [
            AdoptionPlan.Row(device: world.harbourDevice.id, name: "5ab\"2c"),
            AdoptionPlan.Row(device: world.museumDevice.id, name: "5ab\"2c"),
        ]
        let kept = KeptAdoption(
            id: world.store.newID(),
            site: world.harbour.id,
            device: nil,
            instance: world.instance.id,
            order: AdoptionOrder(),
            rows: rows
        )
        try await world.store.keep(kept, now: World.start)
        let found = try await world.store.adoption(kept.id, at: world.harbour.id, now: World.start)
        #expect(found.rows == rows)
        try await world.store.write { connection throws(StoreError) in
            try connection.query("UPDATE adoption_plans SET names = '[\"till\"]'")
        }
        await #expect(throws: StoreError.self) {
            try await world.store.adoption(kept.id, at: world.harbour.id, now: World.start)
        }
    }
}
