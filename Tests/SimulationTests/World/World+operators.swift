import GatewayDomain
import Testing

@testable import GatewayStore

/// What operators do meanwhile.
extension World {
    func planOperators() {
        for _ in 0..<weather.orders { atDesk { try await self.orderCoupons() } }
        for _ in 0..<weather.revocations { atDesk { try await self.revoke() } }
        for _ in 0..<weather.releases { atDesk { try await self.release() } }
        for _ in 0..<weather.disconnects { atDesk { try await self.disconnect() } }
        for _ in 0..<weather.pauses { atDesk { try await self.pause() } }
        for _ in 0..<weather.asks { atDesk { try await self.askToLook() } }
    }

    private func atDesk(_ act: @escaping @Sendable () async throws -> Void) {
        time.begin(after: dice.duration(.zero...(Self.storm - .seconds(120)))) {
            do {
                try await act()
            } catch {
                self.judge.accuse("the desk: \(error)", at: self.time.now)
            }
        }
    }

    private func orderCoupons() async throws {
        guard let instance = dice.pick(baseline.instances) else { return }
        var order = CouponOrder(
            instance: instance,
            count: dice.number(1...2),
            minutesValid: Int64(dice.number(15...90))
        )
        let served = baseline.sites.filter { $0.services.contains { $0.instance == instance.id } }
        if dice.chance(0.4), let site = dice.pick(served) { order.sites = [site.id] }
        for coupon in try await desk.createCoupons(order, now: now) {
            note {
                "desk: \(coupon.code) is made, good until \(coupon.expiresAt.seconds - self.baseline.epoch.seconds)"
            }
            ledger.sell(coupon, of: instance)
        }
    }

    private func revoke() async throws {
        guard let code = dice.pick(ledger.sold.keys.sorted()), ledger.sold[code]?.revokedAt == nil else { return }
        note { "desk: \(code) is revoked" }
        // From the moment at which somebody wants it: what routers do about it comes after.
        ledger.revoke(code, at: time.now)
        _ = try await desk.revokeCoupon(code, now: now)
    }

    /// A message that anybody may have forged says that somebody used a code: the gateway looks, and believes nothing.
    private func askToLook() async throws {
        guard let code = dice.pick(ledger.sold.keys.sorted()), let router = dice.pick(routers) else { return }
        note { "somebody says that \(code) is used at \(router.host)" }
        let device = baseline.places[router.number].device
        try await desk.askToLook(at: device, names: [code, "NOBODY"], now: now)
    }

    private func pause() async throws {
        guard let site = dice.pick(baseline.sites) else { return }
        note { "desk: \(site.name) is paused" }
        try await desk.pauseSite(site.id, now: now)
        let pause = dice.duration(.seconds(60)...(.seconds(1800)))
        await time.pass(min(pause, max(.zero, stormEnd - time.now)))
        guard isStormy else { return }
        note { "desk: \(site.name) goes on" }
        try await desk.resumeSite(site.id, now: now)
    }

    /// Counters are read when everything is compared, every few hours; histories are shorter, so somebody asks for it.
    func pushWhereNobodyListens() async {
        do {
            for (number, site) in baseline.sites.enumerated()
            where routers.contains(where: { $0.site == number && $0.refusesToListen }) {
                _ = try await desk.requestPush(.push(), site: site.id, now: now, expiresAfter: .seconds(800))
            }
        } catch {
            judge.accuse("the desk: \(error)", at: time.now)
        }
    }

    func resumeSites() async {
        do {
            for site in baseline.sites { try await desk.resumeSite(site.id, now: now) }
            try await removeWindows()
        } catch {
            judge.accuse("the desk: \(error)", at: time.now)
        }
    }
}
