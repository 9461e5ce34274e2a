import GatewayDomain
import Testing

/// What makes a plan another one, and what does not.
struct PlanDigestTests {
    private func plan(_ operations: [Operation], _ purpose: Plan.Stage.Purpose = .users) -> Plan {
        var plan = Plan()
        plan.stages = [Plan.Stage(purpose, operations)]
        return plan
    }

    @Test func `findings, counts and the order inside a stage are no part of it`() {
        let users = ["AAA", "BBB", "CCC"].map { Operation.addUser(Sample.user($0), server: "hotspot1") }
        let form = plan(users).canonicalForm
        var other = plan(users.reversed())
        other.findings = [Finding(.clock, subject: "clock", message: "5m ahead", remedy: "set it")]
        other.unchanged = 4000
        other.postponements = [Postponement(.rowCap, rows: 2)]
        #expect(other.canonicalForm == form)
        #expect(plan(Array(users.dropLast())).canonicalForm != form)
    }

    @Test func `the order of stages, conflicts and their causes are part of it`() {
        let first = Plan.Stage(.order, [.moveGardenRows(.address, [Sample.entry(1)], before: nil)])
        let second = Plan.Stage(.order, [.moveGardenRows(.address, [Sample.entry(2)], before: nil)])
        var plans = [Plan(), Plan(), Plan(), Plan()]
        plans[0].stages = [first, second]
        plans[1].stages = [second, first]
        plans[2].conflicts = [Conflict(name: "desk", cause: .foreignUser)]
        plans[3].conflicts = [Conflict(name: "desk", cause: .otherGateway(Sample.gateway("beef")))]
        #expect(Set(plans.map(\.canonicalForm)).count == 4)
    }

    @Test func `every property of a user that would be added is part of it`() {
        let changes: [String: (inout DesiredUser) -> Void] = [
            "name": { $0.name = "OTHER" }, "kind": { $0.kind = .account }, "subject": { $0.subject = "id-other" },
            "server": { $0.server = .all }, "profile": { $0.profile = "other" },
            // The digest stands for it.
            "password": { _ in }, "passwordDigest": { $0.passwordDigest = "11111111" },
            "uptimeSecondsMaximum": { $0.uptimeSecondsMaximum = 1 }, "dataBytesMaximum": { $0.dataBytesMaximum = 1 },
            "macAddress": { $0.macAddress = "02:00:00:00:00:01" }, "redeemBefore": { $0.redeemBefore = nil },
            "sessionSeconds": { $0.sessionSeconds = nil },
            // What is left when it is written is not what the plan says.
            "uptimeSecondsUsed": { _ in }, "takesOver": { $0.takesOver = true },
            "login": { $0.login = .init(at: Sample.now, endsAt: Sample.now, macAddress: nil) },
        ]
        let user = Sample.user("8B7W3D")
        let form = plan([.addUser(user, server: "hotspot1")]).canonicalForm
        for child in Mirror(reflecting: user).children {
            guard let name = child.label, let change = changes[name] else {
                Issue.record("\(child.label ?? "?") is a property that the digest of a plan does not know")
                continue
            }
            var changed = user
            change(&changed)
            let isSame = plan([.addUser(changed, server: "hotspot1")]).canonicalForm == form
            #expect(isSame == (name == "password" || name == "uptimeSecondsUsed"), "\(name)")
        }
        #expect(plan([.addUser(user, server: nil)]).canonicalForm != form)
    }

    @Test func `no two operations read the same`() {
        let row = RowReference(id: "*1", name: "8B7W3D")
        let other = RowReference(id: "*2", name: "8B7W3D")
        var profile = Sample.profile
        var profiles = [Operation.addProfile(profile)]
        profile.rateLimit = "5M/20M"
        profiles.append(.addProfile(profile))
        let session = ObservedSession(id: "*A", user: "A")
        var elsewhere = session
        elsewhere.macAddress = "02:00:00:00:00:01"
        let cookie = ObservedCookie(id: "*A", user: "A", macAddress: nil)
        let change = PropertyChange("profile", from: "a", to: "b")
        let operations: [Operation] =
            profiles + [
                .setProfile(row, []), .setProfile(row, [change]), .removeProfile(row),
                .setHooks(profile: row.name, id: row.id, [change], hooks: nil),
                .setHooks(profile: row.name, id: nil, [change], hooks: nil),
                .setHooks(profile: row.name, id: nil, [], hooks: nil),
                .removeProfile(other),
                .inspectUser(row, .expired), .inspectUser(row, .revoked), .addUser(Sample.user("A"), server: nil),
                .setUser(row, [change], password: nil), .setUser(row, [change], password: Secret("x")),
                .setUser(other, [change], password: nil),
                .setUser(row, [PropertyChange("profile", from: "ab", to: "")], password: nil),
                .setUser(row, [PropertyChange("profile", from: "ab", to: nil)], password: nil),
                .removeUser(row, .expired), .removeUser(other, .expired), .removeCookies(user: "A"),
                .removeCookies(user: "B"), .endSessions(user: "A"), .endSession(session, .disconnected),
                .endSession(session, .released), .endSession(elsewhere, .disconnected),
                .removeCookie(cookie, .disconnected), .removeCookie(cookie, .released),
                .removeCookie(ObservedCookie(id: "*B", user: "A", macAddress: nil), .disconnected),
                .addGardenRow(Sample.garden(1), before: nil),
                .addGardenRow(Sample.garden(1), before: Sample.entry(2)), .addGardenRow(Sample.garden(2), before: nil),
                .addGardenRow(Sample.garden(1, list: .request), before: nil), .setGardenRow(.address, row, [change]),
                .setGardenRow(.request, row, [change]), .removeGardenRow(.address, row, .deleted),
                .removeGardenRow(.address, row, .replaced), .moveGardenRows(.address, [Sample.entry(1)], before: nil),
                .moveGardenRows(.address, [Sample.entry(1), Sample.entry(2)], before: nil),
                .moveGardenRows(.address, [Sample.entry(1)], before: Sample.entry(2)),
            ]
        #expect(Set(operations.map { plan([$0]).canonicalForm }).count == operations.count)
    }

    @Test func `how long a session has lasted by now is no part of it`() {
        var session = ObservedSession(id: "*A", user: "A")
        let form = plan([.endSession(session, .disconnected)], .putOut).canonicalForm
        session.uptimeSeconds = 60
        session.bytesIn = 4000
        session.startedAt = Sample.now
        #expect(plan([.endSession(session, .disconnected)], .putOut).canonicalForm == form)
    }

    @Test func `a password is told by a change of the comment, never by itself`() {
        var user = Sample.user("8B7W3D")
        user.password = Secret("hunter2-of-the-desk")
        let text = String(decoding: plan([.addUser(user, server: nil)]).canonicalForm, as: UTF8.self)
        #expect(text.contains("0badcafe"))
        #expect(!text.contains("hunter2"))
        let present = Sample.row(user, id: "*1")
        let forms = ["11111111", "22222222"].map { digest in
            user.passwordDigest = digest
            return Planner.plan(desired: Sample.desired([user]), observed: Sample.observed([present])).canonicalForm
        }
        #expect(forms[0] != forms[1])
    }

    @Test func `another plan than the confirmed one is held back, and a weightier reason stays`() {
        var same = plan([.removeCookies(user: "A")])
        same.holdBack(PlanDigest("a"), unlessConfirmedAs: PlanDigest("a"))
        #expect(same.refusal == nil)
        var other = same
        other.holdBack(PlanDigest("b"), unlessConfirmedAs: PlanDigest("a"))
        #expect(other.refusal == .stale)
        #expect(PlanDocument(other).refusalCode == .stale)
        var paused = same
        paused.refusal = .paused
        paused.holdBack(PlanDigest("b"), unlessConfirmedAs: PlanDigest("a"))
        #expect(paused.refusal == .paused)
    }
}
