import Testing

@testable import RouterOSSimulator

@Suite struct GuestTests {
    private static let mac = "AA:BB:CC:00:00:01"

    private func router(_ words: String..., version: String = "7.22.3", profile: [String] = []) -> Transcript {
        var router = Transcript(version)
        router.state.traits.defaultTraffic = .none
        _ = router.send("/ip/hotspot/user/profile/add", words: ["=name=p"] + profile)
        _ = router.send("/ip/hotspot/user/add", words: ["=name=CODE", "=password=CODE", "=profile=p"] + words)
        return router
    }

    private func login(
        _ router: inout Transcript,
        password: String = "CODE",
        mac: String = Self.mac,
        ip: String = "192.168.10.8"
    ) -> [String] {
        router.send(
            "/ip/hotspot/active/login",
            "=user=CODE",
            "=password=\(password)",
            "=ip=\(ip)",
            "=mac-address=\(mac)"
        )
    }

    @Test func `a guest in the active list has the address as id`() {
        var router = self.router("=limit-uptime=2h", "=limit-bytes-total=100000000")
        #expect(self.login(&router) == ["!done"])
        router.now = .seconds(724)
        #expect(router.column(".id", of: "/ip/hotspot/active") == ["*C0A80A08"])
        #expect(router.column("user", of: "/ip/hotspot/active") == ["CODE"])
        #expect(router.column("uptime", of: "/ip/hotspot/active") == ["12m4s"])
        #expect(router.column("session-time-left", of: "/ip/hotspot/active") == ["1h47m56s"])
        #expect(router.column("limit-bytes-total", of: "/ip/hotspot/active") == ["100000000"])
        #expect(router.column("authorized", of: "/ip/hotspot/host") == ["true"])
        #expect(router.column("mac-cookie", of: "/ip/hotspot/cookie") == ["false"])
    }

    @Test func `counters are booked at logout, and only then`() {
        var router = self.router()
        _ = self.login(&router)
        router.now = .seconds(60)
        router.state.hotspot.sessions[0].move(bytesIn: 1000, bytesOut: 5000, now: router.now)
        #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == ["0s"])
        #expect(router.column("bytes-out", of: "/ip/hotspot/active") == ["5000"])
        _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
        #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == ["1m"])
        #expect(router.column("bytes-out", of: "/ip/hotspot/user", "?name=CODE") == ["5000"])
        _ = self.login(&router)
        router.now = .seconds(90)
        _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
        #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == ["1m30s"])
        _ = router.send("/ip/hotspot/user/reset-counters", "=numbers=CODE")
        #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == ["0s"])
    }

    @Test func `the log has the words of a real router`() {
        var router = self.router()
        _ = self.login(&router, password: "wrong")
        _ = self.login(&router)
        _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
        #expect(
            router.column("message", of: "/log") == [
                "CODE (192.168.10.8): trying to log in by http-pap",
                "CODE (192.168.10.8): login failed: invalid username or password",
                "CODE (192.168.10.8): trying to log in by http-pap", "CODE (192.168.10.8): logged in",
                "CODE (192.168.10.8): logged out: admin reset",
            ]
        )
        #expect(router.column("topics", of: "/log").prefix(2) == ["hotspot,info,debug", "hotspot,info,debug"])
        #expect(router.column("topics", of: "/log").suffix(2).first == "hotspot,account,info,debug")
    }

    @Test func `a wrong password, a wrong case and a disabled user are refused alike`() {
        var router = self.router()
        let refused = ["!trap failure: invalid username or password", "!done"]
        #expect(self.login(&router, password: "code") == refused)
        _ = router.send("/ip/hotspot/user/disable", "=numbers=CODE")
        #expect(self.login(&router) == refused)
        _ = router.send("/ip/hotspot/user/enable", "=numbers=CODE")
        #expect(self.login(&router) == ["!done"])
    }

    @Test func `a user bound to a device is refused elsewhere`() {
        var router = self.router("=mac-address=\(Self.mac)")
        #expect(
            self.login(&router, mac: "AA:BB:CC:00:00:02") == [
                "!trap failure: user CODE is not allowed to log in from this MAC address", "!done",
            ]
        )
        #expect(self.login(&router) == ["!done"])
    }

    @Test func `shared-users limits sessions`() {
        var router = self.router(profile: ["=shared-users=2"])
        #expect(self.login(&router, ip: "10.5.50.2") == ["!done"])
        #expect(self.login(&router, ip: "10.5.50.3") == ["!done"])
        let third = self.login(&router, ip: "10.5.50.4")
        #expect(third == ["!trap failure: no more sessions are allowed for user CODE", "!done"])
        _ = router.send("/ip/hotspot/user/profile/set", "=numbers=p", "=shared-users=unlimited")
        #expect(self.login(&router, ip: "10.5.50.4") == ["!done"])
    }

    @Test func `limit-uptime counts all sessions and ends the running one on time`() {
        var router = self.router("=limit-uptime=2h")
        _ = self.login(&router)
        router.now = .seconds(3600)
        _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
        _ = self.login(&router)
        #expect(router.state.nextDeadline == .seconds(7200))
        // Nobody looks for three hours; the session ended on time all the same.
        router.now = .seconds(14_400)
        #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
        #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == ["2h"])
        #expect(self.login(&router) == ["!trap failure: user CODE has reached uptime limit", "!done"])
        #expect(router.column("message", of: "/log").contains("CODE (192.168.10.8): logged out: session timeout"))
    }

    @Test func `session-timeout of the profile ends one session, not the user`() {
        var router = self.router(profile: ["=session-timeout=10m"])
        _ = self.login(&router)
        router.now = .seconds(600)
        #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
        #expect(self.login(&router) == ["!done"])
    }

    @Test func `a traffic limit ends the session when it is reached`() {
        var router = self.router("=limit-bytes-total=10000")
        router.state.traits.defaultTraffic = GuestTraffic(bytesInPerSecond: 100, bytesOutPerSecond: 900)
        _ = self.login(&router)
        router.now = .seconds(9)
        #expect(router.column("limit-bytes-total", of: "/ip/hotspot/active") == ["1000"])
        router.now = .seconds(60)
        #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
        #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == ["10s"])
        #expect(self.login(&router) == ["!trap failure: user CODE has reached traffic limit", "!done"])
        #expect(router.column("message", of: "/log").contains("CODE (192.168.10.8): logged out: traffic limit reached"))
    }

    @Test func `a silent device is logged out after keepalive-timeout`() {
        var router = self.router(profile: ["=keepalive-timeout=3m"])
        _ = self.login(&router)
        router.now = .seconds(60)
        router.state.hotspot.sessions[0].goSilent(now: router.now)
        router.now = .seconds(239)
        #expect(router.column("user", of: "/ip/hotspot/active") == ["CODE"])
        router.now = .seconds(240)
        #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
        #expect(router.column("message", of: "/log").contains("CODE (192.168.10.8): logged out: keepalive timeout"))
        router.now = .seconds(3600)
        #expect(router.column("address", of: "/ip/hotspot/host").isEmpty)
    }

    @Test func `a MAC cookie needs the server profile too, and goes with a reset`() {
        var router = self.router()
        _ = router.send("/ip/hotspot/profile/set", "=numbers=hsprof1", "=login-by=http-chap,mac-cookie")
        _ = self.login(&router)
        #expect(router.column("mac-cookie", of: "/ip/hotspot/cookie") == ["true"])
        _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
        #expect(router.column("user", of: "/ip/hotspot/cookie").isEmpty)
    }

    @Test func `a MAC cookie that no longer lets in is gone`() throws {
        var router = self.router()
        _ = router.send("/ip/hotspot/profile/set", "=numbers=hsprof1", "=login-by=http-chap,mac-cookie")
        _ = self.login(&router)
        _ = router.send("/ip/hotspot/user/disable", "=numbers=CODE")
        let cookie = try #require(router.state.hotspot.cookies.first)
        let again = GuestLogin(
            user: cookie.user,
            password: nil,
            address: try #require(IPv4("10.5.50.9")),
            mac: cookie.mac,
            method: .macCookie,
            traffic: .none
        )
        #expect(throws: GuestLoginRefusal.invalidUser) { try router.state.logIn(again, now: router.now) }
        #expect(router.column("user", of: "/ip/hotspot/cookie").isEmpty)
    }

    @Test func `a cookie goes when its time is over or when it is removed`() {
        var router = self.router()
        _ = self.login(&router)
        #expect(router.column("expires-in", of: "/ip/hotspot/cookie") == ["3d"])
        router.now = .seconds(259_200)
        #expect(router.column("user", of: "/ip/hotspot/cookie").isEmpty)
        _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
        _ = self.login(&router)
        #expect(router.send("/ip/hotspot/cookie/remove", "=.id=*2") == ["!done"])
        #expect(router.column("user", of: "/ip/hotspot/cookie").isEmpty)
    }

    @Test func `a change of the user does not touch the running session`() {
        var router = self.router("=limit-uptime=1h")
        _ = self.login(&router)
        _ = router.send("/ip/hotspot/user/set", "=numbers=CODE", "=limit-uptime=2h", "=password=other")
        #expect(router.column("session-time-left", of: "/ip/hotspot/active") == ["1h"])
    }

    @Test func `device-mode without hotspot takes rows and refuses guests`() {
        var router = self.router()
        router.state.isHotspotAllowed = false
        #expect(self.login(&router) == ["!trap failure: not allowed by device-mode", "!done"])
        _ = router.add("/ip/hotspot/user", "=name=later")
        let note = router.column("about", of: "/ip/hotspot/user", "?name=later")
        #expect(note == ["inactivated, not allowed by device-mode"])
    }

    @Test func `a reboot books the sessions and a power cut loses them`() {
        for isClean in [true, false] {
            var router = self.router()
            _ = self.login(&router)
            router.now = .seconds(60)
            _ = router.send("/ip/hotspot/active/remove", "=.id=*C0A80A08")
            _ = self.login(&router)
            router.now = .seconds(7200)
            router.state.restart(isClean: isClean, now: router.now)
            #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
            #expect(router.column("message", of: "/log").isEmpty)
            #expect(router.column("uptime", of: "/ip/hotspot/user", "?name=CODE") == [isClean ? "2h" : "1m"])
            #expect(router.column("uptime", of: "/system/resource") == ["0s"])
        }
    }

    @Test func `a host may be made a binding, and removing it ends its session`() {
        var router = self.router()
        _ = self.login(&router)
        #expect(router.send("/ip/hotspot/host/make-binding", "=numbers=*1", "=type=bypassed") == ["!done"])
        #expect(router.column("mac-address", of: "/ip/hotspot/ip-binding") == [Self.mac])
        #expect(router.column("type", of: "/ip/hotspot/ip-binding") == ["bypassed"])
        #expect(router.send("/ip/hotspot/host/remove", "=.id=*1") == ["!done"])
        #expect(router.column("user", of: "/ip/hotspot/active").isEmpty)
        #expect(router.send("/ip/hotspot/host/remove", "=.id=*1") == ["!trap 0 no such item", "!done"])
    }

    @Test func `verbs of the real tree that are not simulated say so`() {
        var router = Transcript()
        for path in ["/ip/hotspot/setup", "/ip/hotspot/user/export", "/system/resource/monitor"] {
            #expect(router.send(path) == ["!trap failure: \(path) is not simulated", "!done"])
        }
    }

    @Test func `a power cut loses what was not yet in the flash`() {
        var router = self.router()
        router.state.flushInterval = .seconds(10)
        router.now = .seconds(100)
        _ = router.add("/ip/hotspot/user", "=name=old")
        router.now = .seconds(120)
        _ = router.add("/ip/hotspot/user", "=name=young")
        router.now = .seconds(125)
        router.state.restart(isClean: false, now: router.now)
        #expect(router.column("name", of: "/ip/hotspot/user").last == "old")
        _ = router.add("/ip/hotspot/user", "=name=again")
        router.now = .seconds(135)
        router.state.restart(isClean: false, now: router.now)
        #expect(router.column("name", of: "/ip/hotspot/user").last == "again")
    }

    @Test func `the guest's address says which hotspot server`() {
        var router = self.router()
        let id = router.add("/ip/address", "=address=10.9.0.1/16", "=interface=ether2")
        #expect(router.column("network", of: "/ip/address", "?.id=\(id)") == ["10.9.0.0"])
        _ = router.add("/ip/hotspot", "=name=staff", "=interface=ether2")
        _ = router.add("/ip/hotspot/user", "=name=S", "=password=S", "=server=staff")
        func login(_ address: String) -> [String] {
            router.send("/ip/hotspot/active/login", "=user=S", "=password=S", "=ip=\(address)")
        }
        #expect(login("10.5.50.9") == ["!trap failure: invalid username or password", "!done"])
        #expect(login("10.9.7.7") == ["!done"])
        #expect(router.column("server", of: "/ip/hotspot/active") == ["staff"])
    }

    @Test func `the user of the guest's server comes before the one of all servers`() {
        var router = Transcript()
        router.state.traits.allServersCollide = false
        _ = router.add("/ip/hotspot/user", "=name=CODE", "=password=all")
        _ = router.add("/ip/hotspot/user", "=name=CODE", "=password=one", "=server=hotspot1")
        #expect(self.login(&router, password: "all")[0].hasPrefix("!trap"))
        #expect(self.login(&router, password: "one") == ["!done"])
    }
}
