/// Decides what becomes of users that somebody else made: a pure function of what routers hold and the gateway knows.
public struct AdoptionRules: Sendable {
    private let instance: Instance
    private let site: Site
    private let gateway: GatewayID
    private let order: AdoptionOrder
    private let taken: [String: TakenName]
    private let now: Timestamp

    /// Prepares to decide.
    ///
    /// - Parameters:
    ///   - instance: whose coupons or accounts they become.
    ///   - site: where.
    ///   - gateway: whose rows are no foreign ones.
    ///   - order: which are wanted, and as what.
    ///   - taken: who has the names of ``reservedNames(for:)``.
    ///   - now: the time.
    public init(
        instance: Instance,
        site: Site,
        gateway: GatewayID,
        order: AdoptionOrder,
        taken: [String: TakenName],
        now: Timestamp
    ) {
        self.instance = instance
        self.site = site
        self.gateway = gateway
        self.order = order
        self.taken = taken
        self.now = now
    }

    /// The names that a foreign user's name may take up among the gateway's: as a coupon's code, and as an account's name.
    ///
    /// - Parameter name: the foreign user's name.
    /// - Returns: both, in the form in which they are unique.
    public static func reservedNames(for name: String) -> Set<String> {
        [CouponCode.matching(name), name.uppercased()]
    }

    /// What becomes of the users that are wanted.
    ///
    /// Of several routers a name is taken over once, with the time of the one that was used, or lasts longest. Where one of them is left,
    /// all are: a coupon is the site's, and would make good again what is spent on that router.
    ///
    /// - Parameters:
    ///   - surveys: what the routers of the site hold.
    ///   - device: the router whose users are wanted; nil for those of all.
    /// - Returns: one item for each user that is wanted, those of the gateway left out.
    public func plan(_ surveys: [AdoptionSurvey], of device: Device.ID? = nil) -> AdoptionPlan {
        var plan = AdoptionPlan(instance: instance.id, site: site.id)
        /// Routers with a user of that name that nobody asked for.
        var others: [String: String] = [:]
        for survey in surveys {
            let reading = SurveyReading(survey, instance: instance, site: site, gateway: gateway)
            for user in reading.foreign {
                guard device == nil || survey.device == device, order.selects(user) else {
                    others[user.name] = survey.host
                    continue
                }
                plan.items.append(
                    AdoptionItem(
                        device: survey.device,
                        host: survey.host,
                        name: user.name,
                        profile: user.profile,
                        outcome: outcome(user, reading)
                    )
                )
            }
        }
        leaveOutShared(&plan, others)
        join(&plan)
        leaveOutClashes(&plan)
        plan.items.sort { ($0.name, $0.host) < ($1.name, $1.host) }
        return plan
    }

    // MARK: - One user

    private func outcome(_ user: ObservedUser, _ reading: SurveyReading) -> AdoptionItem.Outcome {
        if let obstacle = reading.obstacle(to: user) { return .left(obstacle) }
        if wasTakenOver(user.name) { return .unfinished }
        let isVoucher = reading.isVoucher(user)
        if order.kind == .coupons || (order.kind == .auto && isVoucher) { return coupon(user, reading) }
        return account(user, reading)
    }

    /// Whether the gateway has taken over what bears this name: here before an interruption, or on another router of the site.
    private func wasTakenOver(_ name: String) -> Bool {
        taken[CouponCode.matching(name)] == .coupon(name: name, instance: instance.id, isAdopted: true)
            || taken[name.uppercased()] == .account(name: name, isAdopted: true)
    }

    private func coupon(_ user: ObservedUser, _ reading: SurveyReading) -> AdoptionItem.Outcome {
        let code = CouponCode.matching(user.name)
        guard taken[code] == nil else { return .left(.taken) }
        guard CouponCode.isValid(code), user.name.utf8.allSatisfy({ $0 < 0x80 }) else { return .left(.noCode) }
        if let password = reading.survey.passwords[user.id], password.revealed != instance.password(of: user.name) {
            return .left(.ownPassword)
        }
        let time = AdoptedTime(of: user, reading, instance: instance, now: now)
        switch time.use {
        case .failure(let obstacle):
            return .left(obstacle)
        case .success(let login):
            let use = login.map { AdoptedCoupon.Use.used($0) } ?? .unused(until: now + .seconds(order.minutes * 60))
            return .coupon(
                AdoptedCoupon(
                    code: code,
                    spelling: code == user.name ? nil : user.name,
                    use: use,
                    accessSeconds: time.accessSeconds,
                    uptimeSecondsMaximum: time.uptimeSecondsMaximum,
                    uptimeSecondsUsed: time.uptimeSecondsMaximum == nil ? 0 : user.uptimeSeconds,
                    dataBytesMaximum: user.dataBytesMaximum > 0 ? user.dataBytesMaximum : nil,
                    rateLimit: rateLimit(of: user, reading),
                    note: Self.note(user.comment)
                )
            )
        }
    }

    /// The speed that the guest paid for, where it is another than the instance's and can be kept.
    private func rateLimit(of user: ObservedUser, _ reading: SurveyReading) -> String? {
        let text = RateLimitRule.canonical(reading.profile(of: user)?.rateLimit ?? "")
        guard !text.isEmpty, text != RateLimitRule.canonical(instance.rateLimit ?? "") else { return nil }
        do throws(PortalValueError) {
            try RateLimitRule.check(text)
            return text
        } catch {
            return nil
        }
    }

    private static func note(_ comment: String) -> String? {
        do throws(PortalValueError) {
            try TextRule.check(comment, .note, bytesMaximum: Coupon.noteBytesMaximum)
            return comment
        } catch {
            return nil
        }
    }

    private func account(_ user: ObservedUser, _ reading: SurveyReading) -> AdoptionItem.Outcome {
        switch taken[user.name.uppercased()] {
        case nil, .accountElsewhere: break
        case .account, .coupon: return .left(.taken)
        }
        if reading.survey.end(in: user.comment) != nil || reading.profile(of: user)?.validitySeconds != nil {
            return .left(.ends)
        }
        let limit = user.uptimeSecondsMaximum
        if limit > 0, user.uptimeSeconds >= limit { return .left(.timeUsedUp) }
        guard let password = reading.survey.passwords[user.id] else { return .left(.hiddenPassword) }
        var account = AdoptedAccount(password: password, profile: user.profile)
        account.uptimeSecondsMaximum = limit > 0 ? limit : nil
        account.dataBytesMaximum = user.dataBytesMaximum > 0 ? user.dataBytesMaximum : nil
        do throws(PortalValueError) {
            let kept = HotspotUser(
                adopted: account,
                named: user.name,
                id: HotspotUser.ID(""),
                site: site.id,
                instance: instance.id,
                at: now
            )
            try kept.validate()
            return .account(account)
        } catch {
            return .left(.unusable(error.description))
        }
    }

    // MARK: - All of them

    /// Leaves names out of which a router of the site has a user that is not taken over: nobody spoke of it, or it is left for a reason.
    private func leaveOutShared(_ plan: inout AdoptionPlan, _ others: [String: String]) {
        var leftOn: [String: String] = [:]
        for item in plan.items where !item.isTakenOver { leftOn[item.name] = item.host }
        for index in plan.items.indices where plan.items[index].isTakenOver {
            let name = plan.items[index].name
            if let host = leftOn[name] {
                plan.items[index].outcome = .left(.leftOn(host: host))
            } else if let host = others[name] {
                plan.items[index].outcome = .left(.alsoOn(host: host))
            }
        }
    }

    /// Makes one coupon or account of a name that several routers have.
    private func join(_ plan: inout AdoptionPlan) {
        let indices = plan.items.indices.filter { plan.items[$0].isTakenOver }
        for (_, same) in Dictionary(grouping: indices, by: { plan.items[$0].name }) where same.count > 1 {
            let best = same.max { Self.isBetter(plan.items[$1], than: plan.items[$0]) } ?? same[0]
            for index in same where index != best && plan.items[index].outcome != .unfinished {
                plan.items[index].outcome = .joins(host: plan.items[best].host)
            }
        }
    }

    private static func isBetter(_ item: AdoptionItem, than other: AdoptionItem) -> Bool {
        guard case .coupon(let coupon) = item.outcome else { return false }
        guard case .coupon(let rival) = other.outcome else { return true }
        switch (coupon.use, rival.use) {
        case (.used(let one), .used(let two)): return one.endsAt > two.endsAt
        case (.used, .unused): return true
        case (.unused, _): return false
        }
    }

    /// Names that become one code cannot both have it; who has begun to use theirs keeps it.
    private func leaveOutClashes(_ plan: inout AdoptionPlan) {
        var owners: [String: String] = [:]
        let coupons = plan.coupons.sorted { left, right in
            let used = (Self.isUsed(left.coupon), Self.isUsed(right.coupon))
            return used.0 == used.1 ? left.item.name < right.item.name : used.0
        }
        for (item, coupon) in coupons where owners[coupon.code] == nil { owners[coupon.code] = item.name }
        for index in plan.items.indices {
            let item = plan.items[index]
            let code: String? =
                switch item.outcome {
                case .coupon(let coupon): coupon.code
                case .joins: CouponCode.matching(item.name)
                // An account's name may be what a coupon of this plan has as its code.
                case .account: item.name.uppercased()
                case .unfinished, .left: nil
                }
            guard let code, let owner = owners[code], owner != item.name else { continue }
            plan.items[index].outcome = .left(.sameCode(as: owner))
        }
    }

    private static func isUsed(_ coupon: AdoptedCoupon) -> Bool {
        if case .used = coupon.use { true } else { false }
    }
}
