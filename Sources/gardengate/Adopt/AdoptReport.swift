import GatewayDomain
import GatewayHTTP
import GatewayStore

/// What becomes of foreign users, as people and programs read it; no password is in it.
struct AdoptReport {
    let plan: AdoptionPlan
    let id: KeptAdoption.ID

    /// One line for each user.
    var text: String {
        guard !plan.items.isEmpty else { return "nobody else's user is among those that are meant" }
        let style = Style.standardOutput()
        return plan.items.map { item in
            let line = "\(Self.sign(item)) \(item.name.printable) (\(item.host)): \(Self.words(item.outcome))"
            return style.diff(line[...])
        }.joined(separator: "\n")
    }

    /// How many become what.
    var summary: String {
        let used = plan.coupons.count { Self.login($0.coupon) != nil }
        let unfinished = plan.items.count { $0.outcome == .unfinished }
        let parts = [
            Quantity.text(plan.coupons.count, "coupon", "coupons").map { text in
                used > 0 ? "\(text), \(used) of them in use" : text
            },
            Quantity.text(plan.accounts.count, "account", "accounts"),
            Quantity.text(unfinished, "user taken over before", "users taken over before"),
            Quantity.text(plan.items.count { !$0.isTakenOver }, "user left alone", "users left alone"),
        ].compactMap(\.self)
        return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
    }

    /// The same for programs.
    var json: JSON {
        [
            "id": .id(id),
            "site_id": .id(plan.site),
            "instance_id": .id(plan.instance),
            "counts": [
                "coupons": .number(plan.coupons.count),
                "coupons_in_use": .number(plan.coupons.count { Self.login($0.coupon) != nil }),
                "users": .number(plan.accounts.count),
                "unfinished": .number(plan.items.count { $0.outcome == .unfinished }),
                "left": .number(plan.items.count { !$0.isTakenOver }),
            ],
            "items": .list(plan.items, Self.json),
        ]
    }

    // MARK: - Words

    private static func sign(_ item: AdoptionItem) -> String {
        switch item.outcome {
        case .coupon, .account: "+"
        case .joins, .unfinished: "~"
        case .left: "!"
        }
    }

    private static func words(_ outcome: AdoptionItem.Outcome) -> String {
        switch outcome {
        case .coupon(let coupon): words(coupon)
        case .account(let account):
            "account"
                + (account.uptimeSecondsMaximum.map { ", \(DurationArgument(seconds: $0).text) online in all" } ?? "")
        case .joins(let host): "the same as on \(host)"
        case .unfinished: "taken over before, yet to be marked on the router"
        case .left(let obstacle): "left alone: \(obstacle)"
        }
    }

    private static func words(_ coupon: AdoptedCoupon) -> String {
        var parts = ["coupon \(coupon.code)"]
        if let login = login(coupon) {
            parts.append("in use since \(login.at), until \(login.endsAt)")
        } else if case .unused(let until) = coupon.use {
            parts.append("unused, redeem before \(until)")
            if let seconds = coupon.accessSeconds {
                parts.append("access lasts \(DurationArgument(seconds: seconds).text)")
            }
        }
        if let seconds = coupon.uptimeSecondsMaximum {
            parts.append("\(DurationArgument(seconds: seconds).text) online in all")
        }
        if let rate = coupon.rateLimit { parts.append("speed \(rate)") }
        if let bytes = coupon.dataBytesMaximum { parts.append("\(bytes) bytes in all") }
        return parts.joined(separator: ", ")
    }

    private static func login(_ coupon: AdoptedCoupon) -> DesiredUser.Login? {
        if case .used(let login) = coupon.use { login } else { nil }
    }

    private static func json(_ item: AdoptionItem) -> JSON {
        let base: JSON = [
            "device_id": .id(item.device), "host": .string(item.host), "name": .string(item.name),
            "profile": .string(item.profile),
        ]
        switch item.outcome {
        case .coupon(let coupon):
            let login = login(coupon)
            var until: Timestamp?
            if case .unused(let end) = coupon.use { until = end }
            return base.with([
                "becomes": .string("coupon"), "code": .string(coupon.code),
                "state": .string(login == nil ? "unused" : "active"),
                "redeem_before": .time(until), "redeemed_at": .time(login?.at), "ends_at": .time(login?.endsAt),
                "access_seconds": .number(coupon.accessSeconds),
                "online_seconds": .number(coupon.uptimeSecondsMaximum), "data_limit": .number(coupon.dataBytesMaximum),
                "rate_limit": .string(coupon.rateLimit),
            ])
        case .account: return base.with(["becomes": .string("user")])
        case .joins(let host): return base.with(["becomes": .string("same"), "same_as": .string(host)])
        case .unfinished: return base.with(["becomes": .string("unfinished")])
        case .left(let obstacle):
            return base.with([
                "becomes": .null, "reason": .string(obstacle.code), "message": .string(obstacle.description),
            ])
        }
    }
}
