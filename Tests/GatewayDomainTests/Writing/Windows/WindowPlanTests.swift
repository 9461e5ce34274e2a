import GatewayDomain
import Testing

/// What waits while no window of a site is open, and what never does.
struct WindowPlanTests {
    private static let opensAt = Sample.now + .seconds(3600)

    private func plan(
        _ users: [DesiredUser],
        present: [ObservedUser] = [],
        decisions: PushDecisions = PushDecisions(),
        limits: PlannerLimits = PlannerLimits(),
        changing: (inout DesiredState, inout ObservedState) -> Void = { _, _ in }
    ) -> Plan {
        var desired = Sample.desired(users)
        desired.window = .shut(opensAt: Self.opensAt)
        var observed = Sample.observed(present)
        changing(&desired, &observed)
        return Planner.plan(desired: desired, observed: observed, limits: limits, decisions: decisions)
    }

    @Test func `a new coupon waits, and it is said for how long and what to do`() throws {
        let plan = plan([Sample.user("A"), Sample.user("B")])
        #expect(plan.isEmpty)
        #expect(plan.postponements == [Postponement(.window, rows: 2, opensAt: Self.opensAt)])
        let finding = try #require(plan.findings.first { $0.code == .waitsForWindow })
        #expect(finding.message == "2 rows are not yet pushed: the site's window opens at \(Self.opensAt).")
        #expect(finding.remedy.contains("--now"))
        #expect(!plan.findings.contains { $0.code == .notYetPushed }, "nobody is to be alarmed")
    }

    @Test func `a push that was asked for with now waits for nothing`() {
        let now = PushDecisions(ignoresWindow: true)
        #expect(plan([Sample.user("A")], decisions: now).operations.count == 1)
        #expect(plan([Sample.user("A")], decisions: now.ofNames).postponed == 0)
    }

    @Test(arguments: RemovalReason.allCases) func `a removal waits unless it ends somebody's access`(
        reason: RemovalReason
    ) {
        guard reason != .replaced, reason != .duplicate else { return }
        let row = Sample.row(Sample.user("GONE"), id: "*5")
        let kept = Sample.row(Sample.user("KEPT"), id: "*6")
        let plan = plan([Sample.user("KEPT")], present: [row, kept]) { desired, _ in
            if reason != .unexplained { desired.departures["GONE"] = reason }
        }
        #expect(plan.isEmpty == reason.waitsForWindow)
        #expect(plan.postponed == (reason.waitsForWindow ? 1 : 0))
        if !reason.waitsForWindow { #expect(plan.stages.map(\.purpose) == [.inspect, .removeUsers, .clear]) }
    }

    @Test func `what lets nobody in waits, and nothing else does`() {
        #expect(RemovalReason.allCases.filter(\.waitsForWindow) == [.notServedHere, .duplicate, .replaced])
    }

    @Test func `of a name that stands twice the second row waits, and no session of it ends`() {
        let user = Sample.user("TWICE")
        let rows = [Sample.row(user, id: "*5"), Sample.row(user, id: "*6")]
        let plan = plan([user], present: rows)
        #expect(plan.isEmpty)
        #expect(plan.postponed == 1)
    }

    @Test func `a guest who is in and an account are written at once, another coupon waits`() {
        var guest = Sample.user("GUEST")
        guest.login = .init(at: Sample.now, endsAt: Sample.now + .seconds(600), macAddress: "02:00:00:00:00:01")
        guest.macAddress = "02:00:00:00:00:01"
        var account = Sample.user("desk")
        account.kind = .account
        account.passwordDigest = "11111111"
        var other = Sample.user("OTHER")
        other.dataBytesMaximum = 1000
        var rows = [guest, account, other].enumerated().map { Sample.row($1, id: "*\($0)") }
        rows[0].macAddress = nil
        rows[1].comment = rows[1].comment.replacing("p=11111111", with: "p=00000000")
        rows[2].dataBytesMaximum = 0
        let plan = plan([guest, account, other], present: rows)
        #expect(
            plan.operations.compactMap { if case .setUser(let row, _, _) = $0 { row.name } else { nil } }
                == ["GUEST", "desk"]
        )
        #expect(plan.postponements.map(\.rows) == [1])
    }

    private func guest(_ name: String, profile: String? = nil) -> DesiredUser {
        var guest = Sample.user(name)
        guest.login = .init(at: Sample.now, endsAt: Sample.now + .seconds(600), macAddress: "02:00:00:00:00:01")
        if let profile { guest.profile = profile }
        return guest
    }

    @Test func `on a router that was replaced guests who are in get their rows and profiles, and nobody else does`() {
        let users = [guest("GUEST"), Sample.user("OTHER")]
        let plan = plan(users) { _, observed in observed.profiles = [] }
        #expect(plan.stages.map(\.purpose) == [.prepare, .users])
        #expect(
            plan.operations.compactMap { if case .addUser(let user, _) = $0 { user.name } else { nil } } == ["GUEST"]
        )
        #expect(plan.addsProfiles)
        #expect(plan.postponements.map(\.rows) == [1])
        let other = self.plan([Sample.user("OTHER")]) { _, observed in observed.profiles = [] }
        #expect(other.isEmpty, "nobody needs the profile before the window opens")
        #expect(other.postponements.map(\.rows) == [2])
    }

    @Test func `the limits of a device hold for guests who are in as well`() {
        var limits = PlannerLimits()
        limits.managedUserCountMaximum = 1
        let plan = plan([guest("ONE"), guest("TWO"), Sample.user("OTHER")], limits: limits)
        #expect(plan.operations.count == 1)
        #expect(plan.postponements.map(\.reason) == [.window, .rowCap])
        #expect(plan.postponements.map(\.rows) == [1, 1])
    }

    @Test func `how the router is set up waits: profiles, hooks and the walled garden`() {
        let plan = plan([]) { desired, observed in
            observed.profiles[0].properties["shared-users"] = "7"
            desired.garden = [
                DesiredGardenRow(
                    entry: Sample.entry(1),
                    name: "Portal",
                    list: .address,
                    properties: ["dst-host": "portal.example"]
                )
            ]
        }
        #expect(plan.isEmpty)
        #expect(plan.postponements.map(\.rows) == [2])
    }

    @Test func `a plan that looks like a mistake is held back at any time, and shown whole`() throws {
        let users = (0..<20).map { Sample.user("C\(100 + $0)") }
        let rows = users.enumerated().map { Sample.row($1, id: "*\($0)") }
        let held = plan([users[0]], present: rows)
        #expect(held.refusal?.code == .massRemoval)
        let removals = held.operations.count { if case .removeUser = $0 { true } else { false } }
        #expect(removals == 19)
        // Whoever has seen it and confirms it does not wait until nobody looks.
        let confirmed = plan([users[0]], present: rows, decisions: PushDecisions(confirmedPlan: PlanDigest("seen")))
        #expect(confirmed.refusal == nil)
        #expect(confirmed.operations == held.operations)
    }

    @Test func `a paused site is paused, and a window changes nothing about it`() {
        let plan = plan([Sample.user("A")]) { desired, _ in desired.isPaused = true }
        #expect(plan.refusal == .paused)
    }
}
