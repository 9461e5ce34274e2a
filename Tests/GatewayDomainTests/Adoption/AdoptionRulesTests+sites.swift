import GatewayDomain
import Testing

/// A name concerns every router of its site: what one of them tells against it counts on all.
extension AdoptionRulesTests {
    private static let limited: @Sendable (inout ObservedUser) -> Void = { $0.uptimeSecondsMaximum = 7200 }

    private static let spent: [(ObservedUser, AdoptionObstacle)] = {
        func user(_ comment: String = "", _ change: (inout ObservedUser) -> Void) -> ObservedUser {
            var user = ObservedUser(id: "*1", name: "abcd23", profile: "default", comment: comment)
            limited(&user)
            change(&user)
            return user
        }
        return [
            (user { $0.uptimeSecondsMaximum = 1 }, .timeUsedUp), (user { $0.uptimeSeconds = 7200 }, .timeUsedUp),
            (user { $0.isDisabled = true }, .disabled),
            (user("gg1 beef coupon 1") { _ in }, .otherGateway(Sample.gateway("beef"))),
        ]
    }()

    @Test(arguments: Self.spent)
    func `a voucher that one router leaves is left on every router`(spent: ObservedUser, reason: AdoptionObstacle) {
        let fresh = user("abcd23", change: Self.limited)
        let other = user("abce24", change: Self.limited)
        let plan = plan([survey([fresh, other], host: "192.0.2.1"), survey([spent], host: "192.0.2.2")])
        #expect(plan.items.map(\.name) == ["abcd23", "abcd23", "abce24"])
        #expect(plan.items[0].outcome == .left(.leftOn(host: "192.0.2.2")))
        #expect(plan.items[1].outcome == .left(reason))
        #expect(plan.rows == [AdoptionPlan.Row(device: Device.ID("device-192.0.2.1"), name: "abce24")])
    }

    @Test func `a voucher is left when another router has one of its name that is not meant`() {
        let sold = user("abcd23", comment: "vc-1", change: Self.limited)
        let unknown = user("abcd23", comment: "reception", change: Self.limited)
        let surveys = [survey([sold], host: "192.0.2.1"), survey([unknown], host: "192.0.2.2")]
        let items = plan(surveys) { $0.commentPrefixes = ["vc-"] }.items
        #expect(items.map(\.outcome) == [.left(.alsoOn(host: "192.0.2.2"))])
        #expect(plan(surveys).items.count { $0.isTakenOver } == 2)
    }

    @Test func `what was confirmed is one row of one router, and a name that turned up elsewhere is left`() {
        let sold = user("abcd23", change: Self.limited)
        let other = user("abce24", change: Self.limited)
        let shown = plan([survey([sold, other], host: "192.0.2.1")])
        let used = user("abcd23") {
            Self.limited(&$0)
            $0.uptimeSeconds = 60
        }
        let now = plan([survey([sold, other], host: "192.0.2.1"), survey([used], host: "192.0.2.2")])
        let limited = now.limited(to: shown.rows)
        #expect(limited.items.map(\.name) == ["abcd23", "abce24"])
        #expect(limited.items[0].outcome == .left(.alsoOn(host: "192.0.2.2")))
        #expect(limited.coupons.map(\.item.name) == ["abce24"])
        #expect(shown.limited(to: shown.rows) == shown)
    }

    @Test func `what was taken over on one router is unfinished on another one that has it, voucher or not`() {
        let taken: [String: TakenName] = [
            "ABCD23": .coupon(name: "abcd23", instance: Sample.instance.id, isAdopted: true)
        ]
        let plan = plan([survey([user("abcd23")]), survey([user("abcd23", change: Self.limited)])], taken: taken)
        #expect(plan.items.map(\.outcome) == [.unfinished, .unfinished])
        #expect(plan.rows.count == 1)
    }

    @Test func `a voucher with a password of its own is left, unless coupons have that one`() {
        var survey = survey([user("abcd23", comment: "up-101-11.20.26-", change: Self.limited)])
        func outcome(_ instance: Instance = Sample.instance) -> AdoptionItem.Outcome? {
            plan([survey], instance: instance).items.first?.outcome
        }
        survey.passwords = ["*abcd23": Secret("k7w2")]
        #expect(outcome() == .left(.ownPassword))
        #expect(AdoptionObstacle.ownPassword.description.contains("--as users"))
        let account = plan([survey]) { $0.kind = .users }.accounts
        #expect(account.map(\.account.password.revealed) == ["k7w2"])
        survey.passwords = ["*abcd23": Secret("abcd23")]
        #expect(plan([survey]).coupons.count == 1)
        var empty = Sample.instance
        empty.couponPassword = .empty
        #expect(outcome(empty) == .left(.ownPassword))
        survey.passwords = ["*abcd23": Secret("")]
        #expect(plan([survey], instance: empty).coupons.count == 1)
        #expect(outcome() == .left(.ownPassword))
        // Nobody can tell.
        survey.passwords = [:]
        #expect(plan([survey]).coupons.count == 1)
    }
}
