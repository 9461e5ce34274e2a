import GatewayDomain
import Testing

/// What becomes of vouchers of another tool: whose rows look as Mikhmon and plain RouterOS leave them.
struct AdoptionRulesTests {
    static let site: Site = {
        var site = Site(
            id: Site.ID("22222222-2222-4333-8444-555555555555"),
            name: "Linde",
            services: [Site.Service(instance: Sample.instance.id, subnets: [])],
            createdAt: Sample.now
        )
        site.pausedAt = nil
        return site
    }()

    func survey(_ users: [ObservedUser], host: String = "192.0.2.1") -> AdoptionSurvey {
        var survey = AdoptionSurvey(
            device: Device.ID("device-\(host)"),
            host: host,
            facts: Sample.facts,
            readAt: Sample.now
        )
        survey.users = users
        survey.profiles = [
            ForeignProfile(name: "default", rateLimit: "", onLogin: ""),
            ForeignProfile(
                name: "1day",
                rateLimit: "512k/2M",
                onLogin: ":put (\",rem,5000,1d,7000,,Enable,\"); {:local date [ /system clock get date ]}"
            ),
        ]
        return survey
    }

    func user(
        _ name: String,
        profile: String = "default",
        comment: String = "",
        change: (inout ObservedUser) -> Void = { _ in }
    ) -> ObservedUser {
        var user = ObservedUser(id: "*\(name)", name: name, profile: profile, comment: comment)
        change(&user)
        return user
    }

    func plan(
        _ surveys: [AdoptionSurvey],
        of device: Device.ID? = nil,
        taken: [String: TakenName] = [:],
        instance: Instance = Sample.instance,
        order: (inout AdoptionOrder) -> Void = { _ in }
    ) -> AdoptionPlan {
        var wanted = AdoptionOrder()
        order(&wanted)
        return AdoptionRules(
            instance: instance,
            site: Self.site,
            gateway: Sample.gateway(),
            order: wanted,
            taken: taken,
            now: Sample.now
        ).plan(surveys, of: device)
    }

    func outcome(_ user: ObservedUser) -> AdoptionItem.Outcome? { plan([survey([user])]).items.first?.outcome }

    func login(_ outcome: AdoptionItem.Outcome?) -> DesiredUser.Login? {
        guard case .coupon(let coupon) = outcome, case .used(let login) = coupon.use else { return nil }
        return login
    }

    @Test func `an unused voucher keeps its name, its profile's validity and its speed`() throws {
        let voucher = user("5ab2c34d", profile: "1day", comment: "vc-482-11.20.26-lobby")
        guard case .coupon(let coupon) = outcome(voucher) else {
            Issue.record("no coupon")
            return
        }
        #expect(coupon.code == "5AB2C34D")
        #expect(coupon.spelling == "5ab2c34d")
        #expect(coupon.use == .unused(until: Sample.now + .seconds(525_600 * 60)))
        #expect(coupon.accessSeconds == 86_400)
        #expect(coupon.rateLimit == "512k/2M")
        #expect(coupon.note == "vc-482-11.20.26-lobby")
    }

    @Test func `a voucher in use by its uptime keeps what is left of it`() throws {
        let voucher = user("ABCD23") {
            $0.uptimeSecondsMaximum = 7200
            $0.uptimeSeconds = 1800
        }
        let login = try #require(self.login(outcome(voucher)))
        #expect(login.endsAt == Sample.now + .seconds(5400))
        #expect(login.at == Sample.now - .seconds(1800))
    }

    @Test(arguments: [0, 25_200, -12_600])
    func `a date in the comment ends access, in the router's own time`(_ offset: Int64) throws {
        var survey = survey([user("abcd23", profile: "1day", comment: "2026-11-19 05:06:40")])
        survey.facts.clock = RouterTime(aheadSeconds: 0, readAt: Sample.now)
        survey.facts.clock?.zoneOffsetSeconds = offset
        let local = try #require(RouterOSText.moment("2026-11-19 05:06:40"))
        let login = try #require(self.login(plan([survey]).items.first?.outcome))
        #expect(login.endsAt == local - .seconds(offset))
        #expect(login.at == local - .seconds(offset + 86_400))
        let old = user("abcd23", profile: "1day", comment: "nov/19/2026 05:06:40")
        survey.users = [old]
        #expect(self.login(plan([survey]).items.first?.outcome) == login)
    }

    @Test func `what is over is left out and says so`() {
        #expect(outcome(user("A1B2C3", comment: "2020-01-01 00:00:00")) != nil)
        guard case .left(.expired) = outcome(user("A1B2C3", comment: "2020-01-01 00:00:00")) else {
            Issue.record("an expired voucher was taken over")
            return
        }
        #expect(outcome(user("A1B2C3") { $0.uptimeSecondsMaximum = 1 }) == .left(.timeUsedUp))
        let spent = user("A1B2C3") {
            $0.uptimeSecondsMaximum = 3600
            $0.uptimeSeconds = 3600
        }
        #expect(outcome(spent) == .left(.timeUsedUp))
        let loaded = user("A1B2C3") {
            $0.dataBytesMaximum = 1000
            $0.bytesIn = 400
            $0.bytesOut = 600
        }
        #expect(outcome(loaded) == .left(.dataUsedUp))
    }

    @Test func `what stands in the way is named`() {
        let limit: (inout ObservedUser) -> Void = { $0.uptimeSecondsMaximum = 3600 }
        #expect(outcome(user("x1", change: limit)) == .left(.noCode))
        #expect(outcome(user("zimmer-ä1", change: limit)) == .left(.noCode))
        #expect(outcome(user("A1B2C3") { $0.isDisabled = true }) == .left(.disabled))
        #expect(outcome(user("A1B2C3") { $0.isBuiltIn = true }) == .left(.builtIn))
        #expect(outcome(user("A1B2C3") { $0.server = "staff" }) == .left(.otherServer("staff")))
        let bound = user("A1B2C3") {
            limit(&$0)
            $0.macAddress = "02:00:00:00:00:01"
        }
        #expect(outcome(bound) == .left(.bound))
        let other = user("A1B2C3", comment: "gg1 beef coupon 1")
        #expect(outcome(other) == .left(.otherGateway(Sample.gateway("beef"))))
        #expect(plan([survey([user("A1B2C3", comment: "gg1 a1b2 coupon 1")])]).items.isEmpty)
        for obstacle in [AdoptionObstacle.noCode, .taken, .bound, .severalRows] {
            #expect(!obstacle.description.isEmpty && !obstacle.code.isEmpty)
        }
    }

    @Test func `names that become one code cannot both be taken over, and who is in use goes first`() {
        let used = user("aBcD23") {
            $0.uptimeSecondsMaximum = 7200
            $0.uptimeSeconds = 60
        }
        let items = plan([survey([user("ABCD23") { $0.uptimeSecondsMaximum = 7200 }, used])]).items
        #expect(items.map(\.name) == ["ABCD23", "aBcD23"])
        #expect(items[0].outcome == .left(.sameCode(as: "aBcD23")))
        #expect(items[1].isTakenOver)
    }

    @Test func `a name that the gateway has is left, unless it was taken over before`() {
        let voucher = user("abcd23") { $0.uptimeSecondsMaximum = 7200 }
        func outcome(_ taken: TakenName) -> AdoptionItem.Outcome? {
            plan([survey([voucher])], taken: ["ABCD23": taken]).items.first?.outcome
        }
        let instance = Sample.instance.id
        #expect(outcome(.coupon(name: "ABCD23", instance: instance, isAdopted: false)) == .left(.taken))
        #expect(outcome(.accountElsewhere) == .left(.taken))
        #expect(outcome(.coupon(name: "abcd23", instance: instance, isAdopted: true)) == .unfinished)
    }

    @Test func `a user without any limit becomes an account with its password`() throws {
        var survey = survey([user("reception", profile: "staff")])
        #expect(plan([survey]).items.first?.outcome == .left(.hiddenPassword))
        survey.passwords = ["*reception": Secret("front")]
        guard case .account(let account) = plan([survey]).items.first?.outcome else {
            Issue.record("no account")
            return
        }
        #expect(account.password.revealed == "front")
        #expect(account.profile == "staff")
        survey.passwords = ["*reception": Secret("reception")]
        let coupon = plan([survey]) { $0.kind = .coupons }
        #expect(coupon.coupons.map(\.coupon.accessSeconds) == [nil])
    }

    @Test func `a guest on more devices than a coupon lets in is not put out`() {
        var survey = survey([user("abcd23") { $0.uptimeSecondsMaximum = 7200 }])
        survey.sessions = ["02:00:00:00:00:01", "02:00:00:00:00:02"].map { mac in
            var session = ObservedSession(id: "*\(mac)", user: "abcd23")
            session.macAddress = mac
            session.uptimeSeconds = 60
            return session
        }
        #expect(plan([survey]).items.first?.outcome == .left(.severalDevices(2)))
        var instance = Sample.instance
        instance.devicePolicy = .shared(2)
        #expect(login(plan([survey], instance: instance).items.first?.outcome)?.endsAt == Sample.now + .seconds(7140))
    }

    @Test func `a name on two routers is taken over once, with the time of the one in use`() {
        let fresh = user("abcd23") { $0.uptimeSecondsMaximum = 7200 }
        var used = fresh
        used.uptimeSeconds = 600
        let both = [survey([fresh], host: "192.0.2.1"), survey([used], host: "192.0.2.2")]
        let items = plan(both).items
        #expect(items.map(\.outcome).first == .joins(host: "192.0.2.2"))
        #expect(login(items.last?.outcome)?.endsAt == Sample.now + .seconds(6600))
        let one = plan(both, of: Device.ID("device-192.0.2.1")).items
        #expect(one.map(\.outcome) == [.left(.alsoOn(host: "192.0.2.2"))])
    }

    @Test func `only what was asked for is in the plan`() {
        let users = [
            user("a1b2c3", profile: "1day", comment: "vc-1"), user("a1b2c4", profile: "1day", comment: "up-1"),
            user("a1b2c5", comment: "vc-1") { $0.uptimeSecondsMaximum = 60 },
        ]
        func names(_ order: (inout AdoptionOrder) -> Void) -> [String] {
            plan([survey(users)], order: order).items.map(\.name)
        }
        #expect(names { $0.profiles = ["1day"] } == ["a1b2c3", "a1b2c4"])
        #expect(names { $0.commentPrefixes = ["vc-"] } == ["a1b2c3", "a1b2c5"])
        #expect(
            names {
                $0.profiles = ["1day"]
                $0.commentPrefixes = ["vc-"]
            } == ["a1b2c3"]
        )
        #expect(names { $0.names = ["a1b2c5"] } == ["a1b2c5"])
    }
}
