import GatewayDomain

@testable import RouterOSSimulator

/// What guests do.
extension World {
    /// Somebody with a device.
    struct Visitor: Sendable {
        let mac: String
        let address: String
    }

    func planGuests() {
        for number in 0..<weather.guests {
            sometime { self.arrive(number) }
        }
    }

    func visitor(_ guest: Int, device: Int = 0) -> Visitor {
        let last = 20 + guest * 8 + device
        let digits = String(last, radix: 16, uppercase: true)
        return Visitor(mac: "02:00:00:00:00:\(last < 16 ? "0" : "")\(digits)", address: "10.5.50.\(last)")
    }

    /// A guest gets a code at a site, and does with it what guests do.
    private func arrive(_ number: Int) {
        let free = ledger.sold.values.filter {
            ledger.logins(of: $0.coupon.code).isEmpty && !ledger.isTaken($0.coupon.code)
        }
        guard let sold = dice.pick(free.sorted { $0.coupon.code < $1.coupon.code }) else { return }
        let sites = baseline.sites.indices.filter { index in
            baseline.sites[index].services.contains { $0.instance == sold.instance.id }
                && (sold.coupon.sites.isEmpty || sold.coupon.sites.contains(baseline.sites[index].id))
        }
        guard let site = dice.pick(sites), let router = dice.pick(routers.filter({ $0.site == site })) else { return }
        ledger.take(sold.coupon.code)
        let code = sold.coupon.code
        let guest = visitor(number)
        note { "guest \(guest.mac) takes \(code) to \(router.host)" }
        logIn(code, guest, at: router)
        var delay = dice.duration(.seconds(60)...(.seconds(2400)))
        for _ in 0..<dice.number(0...3) {
            act(after: delay, code, guest: number, home: site, router: router, sites: sites)
            delay += dice.duration(.seconds(200)...(.seconds(1500)))
        }
    }

    private func act(after delay: Duration, _ code: String, guest: Int, home: Int, router: WorldRouter, sites: [Int]) {
        let kind = dice.number(0...9)
        let neighbour = dice.pick(routers.filter { $0.site == home }) ?? router
        let elsewhere = dice.pick(routers.filter { $0.site != home && sites.contains($0.site) })
        let first = visitor(guest)
        let second = visitor(guest, device: dice.number(1...3))
        // Nobody does anything on purpose when everything is to come to rest.
        guard time.now + delay < stormEnd - .seconds(30) else { return }
        time.act(after: delay) {
            switch kind {
            case 0...1: self.logOut(first, at: router)
            case 2: self.walkAway(first, from: router)
            case 3...4:
                self.walkAway(first, from: router)
                self.logIn(code, first, at: neighbour)
            case 5: self.comeBack(first, at: router, code)
            case 6...7: self.logIn(code, second, at: neighbour)
            default: if let elsewhere { self.logIn(code, second, at: elsewhere) }
            }
        }
    }

    // MARK: - Single steps

    func logIn(
        _ code: String,
        _ visitor: Visitor,
        at router: WorldRouter,
        attempt: Int = 1,
        method: GuestLoginMethod = .httpCHAP
    ) {
        guard router.isOn else { return retry(code, visitor, at: router, attempt) }
        guard let sold = ledger.sold[code], !isPresent(visitor, at: router), isPatient(visitor, at: router) else {
            return
        }
        let login = GuestLogin(
            user: WordBytes(code),
            password: method == .httpCHAP ? WordBytes(sold.instance.couponPassword == .empty ? "" : code) : nil,
            address: IPv4(visitor.address) ?? IPv4(0),
            mac: HardwareAddress(visitor.mac) ?? .zero,
            method: method,
            traffic: router.state.traits.defaultTraffic
        )
        var shown = now.seconds
        let refusal = router.change { state, now -> GuestLoginRefusal? in
            shown = state.epochSeconds(at: now)
            do throws(GuestLoginRefusal) {
                try state.logIn(login, now: now)
                return nil
            } catch {
                return error
            }
        }
        if let refusal {
            note { "guest \(visitor.mac) is refused \(code) at \(router.host): \(refusal.text)" }
            return retry(code, visitor, at: router, attempt)
        }
        let number = ledger.logIn(
            code,
            mac: visitor.mac,
            address: visitor.address,
            router: router,
            at: time.now,
            clockError: .seconds(shown - now.seconds)
        )
        scriptLogins[scriptName(of: code, "\(router.uptimeSeconds)-\(visitor.mac)", at: router)] = number
        note { "guest \(visitor.mac) is in with \(code) at \(router.host): login \(number)" }
        runScript(.login, login: number, on: router)
    }

    private func isPresent(_ visitor: Visitor, at router: WorldRouter) -> Bool {
        ledger.session(router: router.number, address: visitor.address) != nil
    }

    /// Two logins of one guest on one router within moments are one session by definition; nobody can tell them apart.
    private func isPatient(_ visitor: Visitor, at router: WorldRouter) -> Bool {
        let last = ledger.logins.last { $0.router == router.number && $0.mac == visitor.mac }
        return last.map { time.now - $0.at > .seconds(181) } ?? true
    }

    private func retry(_ code: String, _ visitor: Visitor, at router: WorldRouter, _ attempt: Int) {
        guard attempt < 3, isStormy else { return }
        time.act(after: dice.duration(.seconds(30)...(.seconds(240)))) {
            guard self.isStormy else { return }
            self.logIn(code, visitor, at: router, attempt: attempt + 1)
        }
    }

    private func comeBack(_ visitor: Visitor, at router: WorldRouter, _ code: String) {
        logOut(visitor, at: router)
        time.act(after: .seconds(200)) {
            guard self.isStormy else { return }
            let cookie = router.state.hotspot.cookies.first { $0.mac.text == visitor.mac }
            let method: GuestLoginMethod = cookie.map { $0.isMACCookie ? .macCookie : .cookie } ?? .httpCHAP
            self.logIn(cookie?.user.text ?? code, visitor, at: router, method: method)
        }
    }

    private func logOut(_ visitor: Visitor, at router: WorldRouter) {
        guard router.isOn, isPresent(visitor, at: router), let ip = IPv4(visitor.address) else { return }
        note { "guest \(visitor.mac) logs out at \(router.host)" }
        router.change { state, now in state.logOut(RowID(ip.number), reason: .userRequest, now: now) }
    }

    private func walkAway(_ visitor: Visitor, from router: WorldRouter) {
        guard router.isOn, isPresent(visitor, at: router) else { return }
        note { "guest \(visitor.mac) walks away from \(router.host)" }
        router.change { state, now in
            guard let index = state.hotspot.sessions.firstIndex(where: { $0.address.text == visitor.address }) else {
                return
            }
            state.hotspot.sessions[index].goSilent(now: now)
        }
    }

    // MARK: - Afterwards

    /// Guests whose login nobody knows of come once more: whatever became of the first one, this one is recorded.
    func bringBackTheForgotten() async {
        guard let record = judge.reading(disk, at: time.now) else { return }
        for (index, login) in ledger.logins.enumerated() where record.redemptions[login.code] == nil {
            guard ledger.logins.firstIndex(where: { $0.code == login.code }) == index else { continue }
            logIn(login.code, Visitor(mac: login.mac, address: login.address), at: routers[login.router], attempt: 3)
        }
    }
}
