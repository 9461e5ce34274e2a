import GatewayDomain

@testable import RouterOSSimulator

/// What goes wrong.
extension World {
    func planTroubles() {
        for router in routers {
            router.breaking = weather.brokenConnections
            router.refusesToListen = dice.chance(weather.refusesToListen)
            router.script.isInstalled = dice.chance(weather.hasScripts)
            router.prepareClock(
                afterBoot: dice.pick(ClockAfterBoot.allCases) ?? .running,
                timeServerDelay: dice.chance(0.7) ? dice.duration(.seconds(5)...(.seconds(900))) : nil,
                flushInterval: dice.chance(0.5) ? dice.duration(.seconds(2)...(.seconds(120))) : nil
            )
            if dice.chance(weather.wrongClocks) { router.setClock(to: wrongTime(on: router)) }
        }
        if !weather.diesWriting {
            for _ in 0..<weather.restarts { sometime { self.gateway?.kill() } }
        }
        for _ in 0..<weather.powerCuts { sometime { self.trouble { self.cutPower(of: $0) } } }
        for _ in 0..<weather.reboots { sometime { self.trouble { self.reboot($0) } } }
        for _ in 0..<weather.outages { sometime { self.trouble { self.cutLink(of: $0) } } }
        for _ in 0..<weather.clockJumps {
            sometime {
                self.trouble { router in
                    let clock = self.wrongTime(on: router)
                    self.note { "\(router.host): the clock jumps to \(clock)" }
                    router.setClock(to: clock)
                }
            }
        }
    }

    /// One of the routers; rather one where somebody is.
    private func trouble(_ happen: (WorldRouter) -> Void) {
        let busy = routers.filter(\.hasGuests)
        guard let router = dice.chance(0.7) ? dice.pick(busy) ?? dice.pick(routers) : dice.pick(routers) else { return }
        happen(router)
    }

    /// 1970, days off, or merely some minutes.
    private func wrongTime(on router: WorldRouter) -> Int64 {
        switch dice.number(0...3) {
        case 0: Int64(dice.number(86_400...172_800))
        case 1: now.seconds + Int64(dice.number(-10...10)) * 86_400
        case 2: now.seconds + Int64(dice.number(-7200...7200))
        default: now.seconds + Int64(dice.number(-240...240))
        }
    }

    private func cutPower(of router: WorldRouter) {
        guard router.isOn else { return }
        note { "\(router.host): the power goes" }
        router.powerOff(isClean: false)
        ledger.endAll(router: router.number, at: time.now)
        router.script.lose(youngerThan: router.flushInterval ?? .zero, now: time.now)
        let pause =
            dice.chance(0.8)
            ? dice.duration(.seconds(20)...(.seconds(180))) : dice.duration(.seconds(300)...(.seconds(2400)))
        switchOn(router, after: pause)
    }

    private func reboot(_ router: WorldRouter) {
        guard router.isOn else { return }
        note { "\(router.host): reboots" }
        router.powerOff(isClean: true)
        ledger.endAll(router: router.number, at: time.now)
        switchOn(router, after: dice.duration(.seconds(20)...(.seconds(90))))
    }

    private func switchOn(_ router: WorldRouter, after pause: Duration) {
        time.act(after: min(pause, max(.zero, stormEnd - time.now))) {
            guard !router.isOn else { return }
            self.note { "\(router.host): is on" }
            router.powerOn()
        }
    }

    private func cutLink(of router: WorldRouter) {
        note { "\(router.host): the link is down" }
        router.isLinkUp = false
        let pause =
            dice.chance(0.5)
            ? dice.duration(.seconds(10)...(.seconds(300))) : dice.duration(.seconds(600)...(.seconds(5000)))
        time.act(after: min(pause, max(.zero, stormEnd - time.now))) {
            self.note { "\(router.host): the link is up" }
            router.isLinkUp = true
        }
    }
}

extension WorldRouter {
    /// The troubles are over: the router is on, its link is up, and its clock is right.
    func recover() {
        if !isOn { powerOn() }
        isLinkUp = true
        breaking = 0
        change { state, now in state.takeTimeServerAnswer(now: now) }
    }

    func prepareClock(afterBoot: ClockAfterBoot, timeServerDelay: Duration?, flushInterval: Duration?) {
        change { state, _ in
            state.clockAfterBoot = afterBoot
            state.timeServerDelay = timeServerDelay
            state.flushInterval = flushInterval
        }
    }

    func setClock(to epochSeconds: Int64) {
        change { state, now in state.showClock(epochSeconds, now: now) }
    }

    var hasGuests: Bool { isOn && !state.hotspot.sessions.isEmpty }

    var flushInterval: Duration? { state.flushInterval }
}
