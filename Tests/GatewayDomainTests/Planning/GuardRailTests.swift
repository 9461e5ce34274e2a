import GatewayDomain
import Testing

struct GuardRailTests {
    private func plan(
        present: Int,
        wanted: Int,
        reason: RemovalReason? = nil,
        isConfirmed: Bool = false,
        _ change: (inout DesiredState, inout ObservedState) -> Void = { _, _ in }
    ) -> Plan {
        let users = (0..<present).map { Sample.user("U\($0)") }
        var desired = Sample.desired(Array(users.prefix(wanted)))
        if let reason { for user in users.dropFirst(wanted) { desired.departures[user.name] = reason } }
        var observed = Sample.observed(users.enumerated().map { Sample.row($1, id: "*\($0)") })
        change(&desired, &observed)
        return Planner.plan(
            desired: desired,
            observed: observed,
            decisions: PushDecisions(confirmedPlan: isConfirmed ? PlanDigest("shown") : nil)
        )
    }

    @Test func `ten removals without a reason pass, eleven of fifty are refused until confirmed`() {
        #expect(plan(present: 50, wanted: 40).refusal == nil)
        #expect(plan(present: 50, wanted: 39).refusal == .massRemoval(removed: 11, managed: 50))
        #expect(plan(present: 50, wanted: 39, isConfirmed: true).refusal == nil)
    }

    @Test func `guests who are online do not make a mass removal look small`() {
        let plan = plan(present: 50, wanted: 39) { _, observed in
            observed.sessions = (45..<50).map { ObservedSession(id: "*A\($0)", user: "U\($0)") }
        }
        #expect(plan.refusal == .massRemoval(removed: 11, managed: 50))
        #expect(plan.operations.count { if case .removeUser = $0 { true } else { false } } == 6)
        let nothingToDo = self.plan(present: 50, wanted: 38) { _, observed in
            observed.sessions = (38..<50).map { ObservedSession(id: "*A\($0)", user: "U\($0)") }
        }
        #expect(nothingToDo.refusal == nil)
        #expect(nothingToDo.isEmpty)
    }

    @Test func `a fifth of many passes, more does not`() {
        #expect(plan(present: 100, wanted: 80).refusal == nil)
        #expect(plan(present: 100, wanted: 79).refusal == .massRemoval(removed: 21, managed: 100))
    }

    @Test(arguments: RemovalReason.allCases.filter(\.isExplained))
    func `removals with a reason never count`(reason: RemovalReason) {
        #expect(plan(present: 50, wanted: 0, reason: reason).refusal == nil)
    }

    @Test func `what turned empty for no reason is refused, and nobody can confirm it`() {
        #expect(plan(present: 3, wanted: 0, isConfirmed: true).refusal == .emptied(managed: 3))
        #expect(!Refusal.emptied(managed: 3).code.canBeConfirmed)
        #expect(Refusal.massRemoval(removed: 1, managed: 1).code.canBeConfirmed)
    }

    @Test func `a walled garden that turned empty for no reason is refused`() {
        let plan = plan(present: 1, wanted: 1) { _, observed in
            observed.garden[.address] = [Sample.gardenRow(Sample.garden(1), id: "*1")]
        }
        #expect(plan.refusal == .emptied(managed: 2))
        let deleted = self.plan(present: 1, wanted: 1) { desired, observed in
            observed.garden[.address] = [Sample.gardenRow(Sample.garden(1), id: "*1")]
            desired.gardenDepartures = [Sample.entry(1)]
        }
        #expect(deleted.refusal == nil)
        #expect(deleted.operations.count == 1)
    }

    @Test func `for some names the whole device's rows are the measure`() {
        let plan = plan(present: 12, wanted: 0) { desired, observed in
            desired.scope = .names(Set(observed.users.map(\.name)))
            observed.scope = desired.scope
            observed.managedUserCount = 1000
        }
        #expect(plan.refusal == nil)
        #expect(plan.operations.contains { if case .removeUser = $0 { true } else { false } })
    }

    @Test func `paused, forbidden and too old are refused even when nothing differs`() {
        #expect(plan(present: 1, wanted: 1) { desired, _ in desired.isPaused = true }.refusal == .paused)
        let forbidden = plan(present: 1, wanted: 1) { _, observed in observed.facts.deviceModeAllowsHotspot = false }
        #expect(forbidden.refusal == .hotspotForbidden)
        #expect(forbidden.findings.map(\.code) == [.deviceMode])
        let old = RouterOSRelease(7, 9, 2)
        #expect(plan(present: 1, wanted: 1) { $1.facts.version = old }.refusal == .unsupportedVersion(old))
        let allowed = plan(present: 1, wanted: 1) {
            $0.allowsUnsupported = true
            $1.facts.version = old
        }
        #expect(allowed.refusal == nil)
        #expect(plan(present: 1, wanted: 1) { $1.facts.version = .oldestWritten }.refusal == nil)
    }

    @Test func `a device holds no more of our users than it may, and those that run out first come first`() {
        var late = Sample.user("AAA")
        late.redeemBefore = Sample.now + .seconds(1_000_000)
        var limits = PlannerLimits()
        limits.managedUserCountMaximum = 2
        let present = Sample.user("HERE")
        let plan = Planner.plan(
            desired: Sample.desired([late, Sample.user("BBB"), present]),
            observed: Sample.observed([Sample.row(present, id: "*1")]),
            limits: limits
        )
        #expect(plan.operations == [.addUser(Sample.user("BBB"), server: "hotspot1")])
        #expect(plan.postponed == 1)
        #expect(plan.findings.map(\.code) == [.notYetPushed])
    }

    @Test func `with too little free storage nothing is added, and removals go on`() {
        let plan = plan(present: 1, wanted: 0, reason: .revoked) { desired, observed in
            desired.users = [Sample.user("NEW")]
            desired.garden = [Sample.garden(1)]
            observed.profiles = []
            observed.facts.freeStorageBytes = 1000
        }
        #expect(plan.stages.map(\.purpose) == [.inspect, .removeUsers, .clear])
        #expect(plan.postponed == 3)
        #expect(plan.findings.map(\.code) == [.notYetPushed])
    }
}
