import GatewayDomain
import Testing

/// What waits when not all may be written to a device, and what never does.
struct PostponementTests {
    private let limits = {
        var limits = PlannerLimits()
        limits.rowsPerDayMaximum = 100
        return limits
    }()

    private func plan(
        _ users: [DesiredUser],
        present: [ObservedUser] = [],
        written: Int = 0,
        scope: Scope = .everything,
        cap: Int = 5000,
        changing: (inout DesiredState, inout ObservedState) -> Void = { _, _ in }
    ) -> Plan {
        var desired = Sample.desired(users, scope: scope)
        desired.writes = WriteDay(rows: written, at: Sample.now)
        var observed = Sample.observed(present, scope: scope)
        changing(&desired, &observed)
        var limits = limits
        limits.managedUserCountMaximum = cap
        return Planner.plan(desired: desired, observed: observed, limits: limits)
    }

    private func users(_ count: Int) -> [DesiredUser] { (0..<count).map { Sample.user("C\(1000 + $0)") } }

    private func added(_ plan: Plan) -> [String] {
        plan.operations.compactMap { if case .addUser(let user, _) = $0 { user.name } else { nil } }
    }

    @Test func `what is left of the day is written, and the rest waits for the next one`() throws {
        let plan = plan(users(50), written: 70)
        #expect(added(plan) == users(20).map(\.name), "ninety of a hundred, and seventy are gone")
        let waiting = try #require(plan.postponements.first)
        #expect(plan.postponements == [Postponement(.dailyBudget, rows: 30, opensAt: waiting.opensAt)])
        let opensAt = try #require(waiting.opensAt)
        #expect(opensAt > Sample.now && opensAt - Sample.now <= .seconds(86_400))
        #expect(opensAt.milliseconds % 86_400_000 == 0)
        let finding = try #require(plan.findings.first { $0.code == .notYetPushed })
        #expect(finding.subject == "daily_budget")
        #expect(finding.message.hasPrefix("30 rows are not yet pushed: "))
        #expect(finding.message.contains("\(opensAt)"))
        #expect(PlanDocument(plan).postponements == plan.postponements)
    }

    @Test func `the last tenth of a day is for names that change`() {
        #expect(added(plan(users(5), written: 95)).isEmpty)
        let names = Scope.names(Set(users(8).map(\.name)))
        #expect(added(plan(users(8), written: 95, scope: names)).count == 5)
        #expect(plan(users(8), written: 200, scope: names).postponed == 8)
    }

    @Test func `removals wait for nothing, whatever their reason`() {
        let rows = users(3).enumerated().map { Sample.row($1, id: "*\($0)") }
        for reason in [RemovalReason.redeemedElsewhere, .revoked, .sessionEnded] {
            let plan = plan([], present: rows, written: 1000) { desired, observed in
                desired.departures = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, reason) })
                observed.facts.freeStorageBytes = 0
            }
            #expect(plan.stages.map(\.purpose) == [.inspect, .removeUsers, .clear])
            #expect(plan.postponed == 0)
        }
    }

    @Test func `what is known of a guest who is in, and of an account, is written at once`() {
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
        let plan = plan([guest, account, other], present: rows, written: 1000)
        #expect(
            plan.operations.compactMap { if case .setUser(let row, _, _) = $0 { row.name } else { nil } }
                == ["GUEST", "desk"]
        )
        #expect(plan.postponements.map(\.rows) == [1])
    }

    @Test func `each reason has its number of rows`() {
        let plan = plan(users(80), written: 60, cap: 60) { _, observed in
            observed.facts.freeStorageBytes = limits.freeStorageBytesMinimum + 39 * limits.storageBytesPerRow
        }
        #expect(added(plan).count == 30)
        #expect(plan.postponements.map(\.reason) == [.dailyBudget, .rowCap, .freeFlash])
        #expect(plan.postponements.map(\.rows) == [10, 20, 20])
        #expect(plan.postponed == 50)
    }

    @Test func `as the device is filled day by day, all are written once, in one order`() {
        let wanted = users(200).shuffled()
        var present: [ObservedUser] = []
        var order: [String] = []
        for day in 0..<3 {
            let plan = plan(wanted, present: present)
            let names = added(plan)
            #expect(names == Array(users(200).map(\.name).dropFirst(day * 90).prefix(90)))
            order += names
            for name in names { present.append(Sample.row(Sample.user(name), id: "*\(present.count + 1)")) }
        }
        #expect(order.count == 200)
        #expect(plan(wanted, present: present, written: 20).isEmpty)
    }

    @Test func `a guest who has logged in comes before one who has not, and an account before both`() {
        var guest = Sample.user("Z")
        guest.login = .init(at: Sample.now, endsAt: Sample.now + .seconds(600), macAddress: nil)
        var account = Sample.user("zz")
        account.kind = .account
        #expect(added(plan([Sample.user("A"), guest, account], cap: 2)) == ["Z", "zz"])
    }

    @Test func `a day is one of UTC`() {
        #expect(WriteDay.number(of: Timestamp(seconds: 0)) == 0)
        #expect(WriteDay.number(of: Timestamp(milliseconds: -1)) == -1)
        #expect(WriteDay.number(of: Timestamp(milliseconds: 86_399_999)) == 0)
        #expect(WriteDay(at: Timestamp(seconds: 86_400)).endsAt == Timestamp(seconds: 172_800))
    }
}
