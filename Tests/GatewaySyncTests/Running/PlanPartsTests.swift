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

    /// All parts, at the same pace.
    private func parts(_ plan: Plan, _ pace: WritePace = WritePace()) -> [PlanParts.Part] {
        var rest = PlanParts(plan)
        var parts: [PlanParts.Part] = []
        while let part = rest.next(pace) { parts.append(part) }
        #expect(rest.isEmpty)
        return parts
    }

    @Test(arguments: [0, 1, 255, 256, 257, 1000])
    func `all of a plan is in its parts, once`(count: Int) {
        let plan = plan(removing: count, adding: count)
        let operations = parts(plan).flatMap(\.stages).flatMap(\.operations)
        #expect(operations.count == plan.operations.count)
        #expect(Set(operations) == Set(plan.operations))
    }

    @Test func `users are removed some at a time, each from its inspection to the end of its sessions`() {
        let parts = parts(plan(removing: 600, adding: 0)).map(\.stages)
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
        let parts = parts(plan(removing: 3, adding: 1)).map(\.stages)
        let rest = parts.flatMap { $0 }.map { $0.without(users: ["R1"]) }.flatMap(\.operations)
        #expect(rest.count == 2 * 4 + 2)
    }

    private func plan(addingUsers count: Int, changing: Int) -> Plan {
        let added = (0..<count).map { Operation.addUser(Self.user("A\($0)"), server: nil) }
        let changed = (0..<changing).map { number in
            Operation.setUser(
                RowReference(id: "*\(number)", name: "C\(number)"),
                [PropertyChange("profile", from: "a", to: "b")],
                password: nil
            )
        }
        var plan = Plan()
        plan.stages = [Plan.Stage(.users, added + changed)]
        return plan
    }

    private static func user(_ name: String) -> DesiredUser {
        DesiredUser(
            name: name,
            kind: .coupon,
            subject: "id",
            server: .all,
            profile: "gg",
            password: Secret(name),
            passwordDigest: "0badcafe"
        )
    }

    @Test func `a slow device gets smaller parts, and scripts for users that are added`() {
        let quick = parts(plan(addingUsers: 1000, changing: 100))
        #expect(quick.allSatisfy { !$0.usesScripts && $0.stages[0].operations.count <= 64 })
        let changes = parts(plan(addingUsers: 0, changing: 100), WritePace(commandTime: .milliseconds(20)))
        #expect(changes.map { $0.stages[0].operations.count } == [25, 25, 25, 25], "half a second each")
        let slow = parts(plan(addingUsers: 1000, changing: 100), WritePace(commandTime: .milliseconds(20)))
        #expect(slow.first?.usesScripts == true && slow.first?.stages[0].operations.count == 64, "nobody knows yet")
        for plan in [quick, slow] { #expect(plan.reduce(0) { $0 + $1.stages[0].operations.count } == 1100) }
    }

    @Test func `what goes by commands beside a script does not make a part long`() {
        let mixed = plan(addingUsers: 200, changing: 1000)
        let operations = mixed.stages[0].operations
        var shuffled = mixed
        shuffled.stages[0].operations = []
        for number in 0..<200 {
            shuffled.stages[0].operations.append(operations[number])
            shuffled.stages[0].operations += operations[(200 + number * 5)..<(205 + number * 5)]
        }
        let parts = parts(shuffled, WritePace(commandTime: .milliseconds(20)))
        #expect(parts.allSatisfy { $0.stages[0].operations.count { !$0.addsUser } <= 64 })
        #expect(parts.reduce(0) { $0 + $1.stages[0].operations.count } == 1200)
    }
}
