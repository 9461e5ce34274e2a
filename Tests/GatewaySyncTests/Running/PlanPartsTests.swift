import GatewayDomain
import Testing

@testable import GatewaySync

/// A plan is cut so that something more urgent can pass, and never where stages hang together.
struct PlanPartsTests {
    private func plan(removing count: Int, adding: Int) -> Plan {
        let names = (0..<count).map { "R\($0)" }
        let rows = names.map { RowReference(id: "*\($0)", name: $0) }
        var plan = Plan()
        plan.stages = [
            Plan.Stage(.inspect, rows.map { .inspectUser($0, .revoked) }),
            Plan.Stage(.removeUsers, rows.map { .removeUser($0, .revoked) }),
            Plan.Stage(.clear, names.map { .removeCookies(user: $0) } + names.map { .endSessions(user: $0) }),
            Plan.Stage(.prepare, (0..<adding).map { .removeProfile(RowReference(id: "*\($0)", name: "P\($0)")) }),
            Plan.Stage(.order, [.moveGardenRows(.address, [], before: nil)]),
        ]
        return plan
    }

    @Test(arguments: [0, 1, 255, 256, 257, 1000])
    func `all of a plan is in its parts, once`(count: Int) {
        let plan = plan(removing: count, adding: count)
        let operations = plan.parts.flatMap { $0 }.flatMap(\.operations)
        #expect(operations.count == plan.operations.count)
        #expect(Set(operations) == Set(plan.operations))
    }

    @Test func `users are removed some at a time, each from its inspection to the end of its sessions`() {
        let parts = plan(removing: 600, adding: 0).parts
        #expect(parts.map { $0.map(\.purpose) }.prefix(3).allSatisfy { $0 == [.inspect, .removeUsers, .clear] })
        #expect(parts.prefix(3).map { $0[0].operations.count } == [256, 256, 88])
        for part in parts.prefix(3) {
            var inspected: Set<String> = []
            var ended: Set<String> = []
            for case .inspectUser(let row, _) in part[0].operations { inspected.insert(row.name) }
            for case .endSessions(let name) in part[2].operations { ended.insert(name) }
            #expect(inspected == ended)
        }
    }

    @Test func `names that passed are left alone by all that is left`() {
        let parts = plan(removing: 3, adding: 1).parts
        let rest = parts.flatMap { $0 }.map { $0.without(users: ["R1"]) }.flatMap(\.operations)
        #expect(rest.count == 2 * 4 + 2)
    }
}
