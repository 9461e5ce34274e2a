import GatewayDomain

@testable import GatewayStore

/// What guests come to the desk for.
extension World {
    /// A guest has another device, and wants the code on it.
    func release() async throws {
        guard let login = dice.pick(ledger.logins.filter { self.isHeld($0.code) }) else { return }
        // The time is over, or nobody knows of the login yet: the desk says so.
        guard try await isDone({ _ = try await self.desk.releaseCoupon(login.code, now: self.now) }) else { return }
        ledger.release(login.code, at: time.now)
        note { "desk: \(login.code) is freed from its device" }
        guard let router = dice.pick(routers.filter { $0.site == login.site }) else { return }
        let device = dice.number(4...6)
        time.act(after: dice.duration(.seconds(20)...(.seconds(240)))) {
            guard self.isStormy else { return }
            self.logIn(login.code, self.visitor(like: login, device: device), at: router)
        }
    }

    /// Somebody has to go.
    func disconnect() async throws {
        guard let login = dice.pick(ledger.logins.filter { $0.endedAt == nil }) else { return }
        let site = baseline.sites[login.site].id
        _ = try await isDone {
            let guest = try await self.desk.siteUser(login.code, at: site)
            // From the moment at which somebody wants it: what routers do about it comes after.
            self.ledger.disconnect(login.code, site: login.site, at: self.time.now + .seconds(1))
            self.note { "desk: whoever uses \(login.code) at \(self.baseline.sites[login.site].name) is put out" }
            try await self.desk.disconnectSiteUser(guest.user.id, at: site, now: self.now)
        }
    }

    /// Whether something can be done for a guest of whom, perhaps, nobody knows yet.
    private func isDone(_ act: () async throws -> Void) async throws -> Bool {
        do {
            try await act()
            return true
        } catch {
            switch error as? StoreError {
            case .conflict?, .notFound?: return false
            default: throw error
            }
        }
    }

    /// Whether a code belongs to one device at a time.
    private func isHeld(_ code: String) -> Bool {
        if case .shared? = ledger.sold[code]?.instance.devicePolicy { return false }
        return ledger.sold[code]?.revokedAt == nil
    }

    private func visitor(like login: Ledger.Login, device: Int) -> Visitor {
        let last = login.address.split(separator: ".").last.flatMap { Int($0) } ?? 20
        return visitor((last - 20) / 8, device: device)
    }
}
