import GatewayDomain

@testable import RouterOSSimulator

/// What is held against the gateway at the moment it does it.
extension World: RouterWitness {
    /// A guest who got in while a removal was on its way could not be known of.
    private static let roundTrip = Duration.seconds(3)

    func gatewayCommands(_ request: CommandRequest, on router: WorldRouter) {
        switch request.path {
        case "/ip/hotspot/user/add":
            judgeAddition(of: request["name"]?.text ?? "", on: router)
        case "/ip/hotspot/user/remove":
            for row in rows(request, in: "/ip/hotspot/user", on: router) { judgeRemoval(of: row, on: router) }
        case "/ip/hotspot/user/set":
            for row in rows(request, in: "/ip/hotspot/user", on: router) { judgeChange(of: row, request, on: router) }
        case "/ip/hotspot/active/remove":
            for id in ids(request) {
                guard let session = router.state.hotspot.session(id) else { continue }
                judgeEnd(of: session, on: router)
            }
        default: break
        }
    }

    func changed(_ changes: [Change], on router: WorldRouter) {
        for change in changes where change.menu == "/ip/hotspot/active" && change.kind == .removed {
            let address = IPv4(change.id.number).text
            guard let login = ledger.end(router: router.number, address: address, at: time.now) else { continue }
            note { "\(router.host): login \(login.number) of \(login.code) ends" }
            let uptime = (time.now - login.at).components.seconds
            runScript(.logout(cause: "", uptimeSeconds: uptime), login: login.number, on: router)
        }
    }

    private func ids(_ request: CommandRequest) -> [RowID] {
        (request[".id"] ?? request["numbers"] ?? "").commaSeparated().compactMap { RowID($0) }
    }

    private func rows(_ request: CommandRequest, in menu: String, on router: WorldRouter) -> [TableRow] {
        ids(request).compactMap { router.state.tables[menu]?[$0] }
    }

    // MARK: - Removing

    private func judgeRemoval(of row: TableRow, on router: WorldRouter) {
        let code = row.bytes("name")?.text ?? ""
        note { "gateway: removes \(code) from \(router.host)" }
        guard ledger.sold[code] != nil else {
            return judge.accuse("a user that is not ours was removed: \(code) on \(router.host)", at: time.now)
        }
        if row.usage.uptime > .zero { judge.clear(code) }
        examine(code, at: router, margin: Self.roundTrip, what: "the user \(code) was removed from \(router.host)")
    }

    private func judgeEnd(of session: ActiveSession, on router: WorldRouter) {
        let code = session.user.text
        note { "gateway: ends the session of \(session.mac.text) with \(code) on \(router.host)" }
        let login = ledger.session(router: router.number, address: session.address.text)
        if let login { ledger.clear(login.number) }
        guard let sold = ledger.sold[code], let login else {
            return judge.accuse("a session that is not ours was ended: \(code) on \(router.host)", at: time.now)
        }
        if sold.releasedAt.contains(where: { $0 >= login.at }) { return }
        if sold.disconnectedAt.contains(where: { $0.site == router.site && $0.at >= login.at }) { return }
        let here = ledger.logins(of: code).filter { $0.site == router.site }
        switch sold.instance.devicePolicy {
        // Of two who come to two routers the one has it who is on record first; that this is one of them is held against the record.
        case .firstDevice where isHeldByAnother(code, than: login, at: router): return
        case .newestWins where here.contains(where: { $0.number > login.number && $0.mac != login.mac }): return
        default: break
        }
        examine(
            code,
            at: router,
            margin: .zero,
            what: "the session of \(login.mac) with \(code) on \(router.host) was ended"
        )
    }

    private func isHeldByAnother(_ code: String, than login: Ledger.Login, at router: WorldRouter) -> Bool {
        guard let redemption = judge.reading(disk, at: time.now)?.redemptions[code],
            redemption.site == baseline.sites[router.site].id, let holder = redemption.holder
        else { return false }
        return holder != login.mac
    }

    /// Whether a code may stop working at a site now.
    private func examine(_ code: String, at router: WorldRouter, margin: Duration, what: String) {
        guard let sold = ledger.sold[code], sold.revokedAt == nil else { return }
        let logins = ledger.logins(of: code)
        guard let first = logins.first(where: { $0.site == router.site && time.now - $0.at >= margin }) else {
            let isUsed = logins.contains { $0.site != router.site }
            let isExpired = now >= sold.coupon.expiresAt
            if !isUsed, !isExpired { judge.accuse("\(what), although it is good", at: time.now) }
            return
        }
        // Of a login whose every trace is gone nobody can know: its code expires like any other.
        if now >= sold.coupon.expiresAt, !isKnown(code, at: router, until: time.now - margin) { return }
        // Routers tell times in whole seconds.
        guard time.now < first.at + .seconds(sold.instance.sessionSeconds) - .seconds(3) else { return }
        if logins.contains(where: { $0.site != router.site }) {
            // Whoever is first on record owns the code: that will be looked up.
            judge.doubt(Judge.Doubt(code: code, site: router.site, at: time.now, what: what))
        } else {
            judge.accuse(
                "\(what), inside the session of its owner, which began with login \(first.number)",
                at: time.now
            )
        }
    }

    /// Whether the gateway knows that a code was used at a router's site, or would by looking at the router.
    private func isKnown(_ code: String, at router: WorldRouter, until moment: Duration) -> Bool {
        let logins = ledger.logins(of: code).filter { $0.site == router.site && $0.at <= moment }
        // What another router told a moment ago did not reach a removal that was under way; the code comes back.
        let redemption = judge.reading(disk, at: time.now)?.redemptions[code]
        if let redemption, redemption.recordedAt <= now - Self.roundTrip { return true }
        if logins.contains(where: { $0.router == router.number && $0.endedAt == nil }) { return true }
        return router.state.tables["/ip/hotspot/user"]?.rows(named: WordBytes(code)).contains { row in
            row.usage.uptime > .zero || row.bytes("comment")?.text.contains(" r=") == true
        } ?? false
    }

    // MARK: - Changing

    private func judgeChange(of row: TableRow, _ request: CommandRequest, on router: WorldRouter) {
        let code = row.bytes("name")?.text ?? ""
        if let comment = request["comment"]?.text, let before = row.bytes("comment")?.text {
            for word in before.split(separator: " ") where word.hasPrefix("r=") || word.hasPrefix("m=") {
                guard !comment.split(separator: " ").contains(word) else { continue }
                judge.accuse("what the router wrote about \(code) on \(router.host) was overwritten", at: time.now)
            }
        }
        guard let mac = request["mac-address"]?.text, mac != HardwareAddress.zero.text else { return }
        note { "gateway: binds \(code) on \(router.host) to \(mac)" }
        let isGuest = ledger.logins(of: code).contains { $0.site == router.site && $0.mac == mac }
        guard ledger.sold[code]?.instance.devicePolicy == .firstDevice, isGuest else {
            return judge.accuse(
                "\(code) on \(router.host) was bound to \(mac), which never used it there",
                at: time.now
            )
        }
    }
}
