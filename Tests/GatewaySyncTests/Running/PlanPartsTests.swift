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

    /// A plan that sets a router up, from the walled garden to the login pages.
    private func setup(addingUsers: Int) -> Plan {
        func file(_ name: String) -> RowReference { RowReference(id: "*1", name: name) }
        var plan = plan(addingUsers: addingUsers, changing: 0)
        plan.stages = [
            Plan.Stage(.prepare, (0..<100).map { .removeGardenRow(.address, file("G\($0)"), .replaced) })
        ]
        plan.stages += self.plan(addingUsers: addingUsers, changing: 0).stages
        plan.stages += [
            Plan.Stage(.order, [.moveGardenRows(.address, [], before: nil)]),
            Plan.Stage(.removeProfiles, [.removeProfile(file("gg"))]),
            Plan.Stage(.removePages, [.removeFile(file("old/login.html"))]),
            Plan.Stage(.removeDirectories, [.removeFile(file("old"))]),
            Plan.Stage(.makeDirectories, [.addFile(name: "new", contents: nil)]),
            Plan.Stage(.writePages, [.addFile(name: "new/login.html", contents: "page")]),
            Plan.Stage(.showPages, [.setServerProfile(file("hsprof"), [])]),
        ]
        return plan
    }

    /// The purposes of what is still done when a window closes after so many parts.
    private func rest(of plan: Plan, closingAfter count: Int) -> (purposes: [Plan.Stage.Purpose], operations: Int) {
        var parts = PlanParts(plan)
        var done = 0
        for _ in 0..<count { done += parts.next(WritePace())?.stages.reduce(0) { $0 + $1.operations.count } ?? 0 }
        _ = parts.keepWhatNeverWaits()
        var rest: [Plan.Stage] = []
        while let part = parts.next(WritePace()) { rest += part.stages }
        return (rest.map(\.purpose), done + rest.reduce(0) { $0 + $1.operations.count })
    }

    @Test func `rows of a walled garden get their order though the window closes between them`() {
        let plan = setup(addingUsers: 10)
        #expect(rest(of: plan, closingAfter: 0).purposes.isEmpty)
        let begun = rest(of: plan, closingAfter: 1)
        #expect(begun.purposes == [.prepare, .order])
        #expect(begun.operations == 101, "all of the garden, and nothing else")
        #expect(rest(of: plan, closingAfter: 2).purposes == [.order])
    }

    @Test func `a router whose login page is being replaced has one when the window closes`() {
        // Two parts of the garden, one of users, the order and the profiles; then the first of the pages.
        let shown = rest(of: setup(addingUsers: 10), closingAfter: 6).purposes
        #expect(shown == [.removeDirectories, .makeDirectories, .writePages, .showPages])
        #expect(rest(of: setup(addingUsers: 10), closingAfter: 4).purposes.isEmpty)
    }

    @Test func `a guest who is in is added with their profile though the window closes before`() {
        var guest = Self.user("GUEST")
        guest.login = .init(at: Timestamp(seconds: 0), endsAt: Timestamp(seconds: 60), macAddress: nil)
        func profile(_ name: String) -> Operation {
            .addProfile(
                DesiredProfile(
                    name: name,
                    sessionSeconds: 3600,
                    sharedUsers: 1,
                    rateLimit: ""
                )
            )
        }
        var plan = setup(addingUsers: 200)
        plan.stages[0].operations.insert(contentsOf: [profile("other"), profile("gg")], at: 0)
        plan.stages[1].operations.append(.addUser(guest, server: nil))
        var parts = PlanParts(plan)
        let isLess = parts.keepWhatNeverWaits()
        #expect(isLess)
        let first = parts.next(WritePace())?.stages ?? []
        #expect(first == [Plan.Stage(.prepare, [profile("gg")])])
        let second = parts.next(WritePace())?.stages ?? []
        #expect(second == [Plan.Stage(.users, [.addUser(guest, server: nil)])])
        #expect(parts.isEmpty)
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
