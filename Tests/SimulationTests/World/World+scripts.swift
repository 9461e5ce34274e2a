import GatewayDomain

@testable import RouterOSSimulator

/// What the routers' own scripts write and send.
extension World {
    /// The script of a router notes something, if there is one.
    func runScript(_ kind: RouterScript.Event.Kind, login: Int, on router: WorldRouter) {
        guard router.script.isInstalled, router.isOn else { return }
        if kind == .login { mark(ledger.logins[login], on: router) }
        let moment = RouterScript.Moment(clock: router.clock, uptimeSeconds: router.uptimeSeconds)
        let event = router.script.note(kind, login: login, moment, at: time.now)
        var delay = dice.duration(.milliseconds(100)...(.seconds(3)))
        if isStormy, dice.chance(weather.delaysMessages) { delay = dice.duration(.seconds(10)...(.seconds(1500))) }
        time.begin(after: delay) { await self.send(event, from: router) }
        guard isStormy, dice.chance(weather.doublesMessages) else { return }
        time.begin(after: dice.duration(.zero...(.seconds(600)))) { await self.send(event, from: router) }
    }

    /// Writes the login into the user's comment, once.
    private func mark(_ login: Ledger.Login, on router: WorldRouter) {
        let clock = router.clock
        let uptime = router.uptimeSeconds
        router.change { state, now in
            guard let row = state.tables["/ip/hotspot/user"]?.rows(named: WordBytes(login.code)).first,
                let comment = row.bytes("comment")?.text, !comment.contains(" r=")
            else { return }
            let set = CommandRequest(
                "/ip/hotspot/user/set",
                attributes: [
                    .init(name: ".id", value: row.id.word),
                    .init(name: "comment", value: WordBytes("\(comment) r=\(clock) u=\(uptime) m=\(login.mac)")),
                ]
            )
            _ = state.execute(set, CommandContext(account: SimulatedAccount(name: "script", password: ""), now: now))
        }
    }

    /// Sends an event until somebody answers for it.
    private func send(_ event: RouterScript.Event, from router: WorldRouter) async {
        while router.script.holds(event), !time.isOver {
            if router.isReachable, await isAnswered(event, from: router) {
                router.script.forget(event)
                return
            }
            await time.pass(dice.duration(.seconds(45)...(.seconds(150))))
        }
    }

    private func isAnswered(_ event: RouterScript.Event, from router: WorldRouter) async -> Bool {
        let sent = RouterScript.Moment(clock: router.clock, uptimeSeconds: router.uptimeSeconds)
        await time.pass(router.usualLatency * 3)
        guard let gateway, !(isStormy && dice.chance(weather.losesMessages)),
            let report = report(of: event, from: router, sent)
        else { return false }
        guard await gateway.takes(report) else { return false }
        ledger.acknowledge(event.login)
        note { "gateway: has event \(event.number) of \(router.host), login \(event.login)" }
        await time.pass(router.usualLatency)
        return router.isReachable && !(isStormy && dice.chance(weather.losesMessages))
    }

    /// What the gateway makes of what the script sends.
    private func report(
        of event: RouterScript.Event,
        from router: WorldRouter,
        _ sent: RouterScript.Moment
    ) -> RedemptionReport? {
        let login = ledger.logins[event.login]
        var fields = [
            "user": login.code, "mac": login.mac, "ip": login.address, "id": "\(event.number)",
            "time": "\(event.moment.clock)", "now": "\(sent.clock)", "up": "\(event.moment.uptimeSeconds)",
            "up_now": "\(sent.uptimeSeconds)",
        ]
        if case .logout(let cause, let uptime) = event.kind {
            fields["event"] = "logout"
            fields["cause"] = cause
            fields["uptime"] = "\(uptime)"
        }
        do throws(RouterEventProblem) {
            return try RouterEvent(fields.mapValues { RouterEventField($0) }).report(
                from: baseline.places[router.number].device,
                at: baseline.sites[router.site].id,
                receivedAt: now
            )
        } catch {
            judge.accuse("an event of \(router.host) cannot be read: \(error)", at: time.now)
            return nil
        }
    }
}
