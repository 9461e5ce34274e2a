import Testing

@testable import RouterOSSimulator

/// The router's own clock, which scripts and log lines go by.
@Suite struct ClockTests {
    private func shown(_ router: inout Transcript) -> String? {
        guard let date = router.column("date", of: "/system/clock").first ?? nil,
            let time = router.column("time", of: "/system/clock").first ?? nil
        else { return nil }
        return "\(date) \(time)"
    }

    private func boot(_ router: inout Transcript, isClean: Bool, after downtime: Duration) {
        router.state.restart(isClean: isClean, now: router.now)
        router.now += downtime
        router.state.boot(now: router.now)
    }

    @Test func `a board with a battery knows the time after a power cut`() {
        var router = Transcript()
        router.now = .seconds(100)
        boot(&router, isClean: false, after: .seconds(60))
        #expect(shown(&router) == "2026-09-25 21:12:45")
    }

    @Test(arguments: [true, false])
    func `a board without a battery begins in 1970, and logs by that until a time server answers`(isClean: Bool) {
        var router = Transcript()
        router.state.clockAfterBoot = .epoch
        router.state.timeServerDelay = .seconds(30)
        router.now = .seconds(100)
        boot(&router, isClean: isClean, after: .seconds(60))
        router.now += .seconds(10)
        #expect(shown(&router) == "1970-01-02 00:00:10")
        router.state.writeLog("script,info", "before", now: router.now)
        router.now += .seconds(20)
        #expect(shown(&router) == "2026-09-25 21:13:15")
        router.state.writeLog("script,info", "after", now: router.now)
        #expect(router.column("time", of: "/log") == ["1970-01-02 00:00:10", "2026-09-25 21:13:15"])
    }

    @Test func `a session that ends before the clock jumps is logged by the clock as it was`() {
        var router = Transcript()
        router.state.clockAfterBoot = .epoch
        boot(&router, isClean: false, after: .zero)
        router.state.timeServerDelay = .seconds(600)
        router.state.askTimeServer(now: router.now)
        _ = router.add("/ip/hotspot/user", "=name=CODE", "=limit-uptime=5m")
        _ = router.send("/ip/hotspot/active/login", "=user=CODE", "=ip=10.5.50.9", "=mac-address=02:00:00:00:00:09")
        router.now += .seconds(900)
        #expect(router.column("time", of: "/log").last == "1970-01-02 00:05:00")
    }

    @Test func `a board that saves its time goes on with it, after a power cut from the full hour`() {
        for (isClean, expected) in [(true, "2026-09-25 21:11:45"), (false, "2026-09-25 21:00:00")] {
            var router = Transcript()
            router.state.clockAfterBoot = .saved
            router.now = .seconds(100)
            boot(&router, isClean: isClean, after: .seconds(3600))
            #expect(shown(&router) == expected)
        }
    }

    @Test func `without a time server the clock stays as wrong as it was set`() {
        var router = Transcript()
        _ = router.send("/system/clock/set", "=date=2031-01-01", "=time=00:00:00")
        router.now += .seconds(86_400)
        #expect(shown(&router) == "2031-01-02 00:00:00")
    }
}
