import RouterOSAPI
import Testing

@testable import RouterOSSimulator

@Suite struct PrintTests {
    @Test(arguments: [("7.17.2", ["!done"]), ("7.18", ["!empty", "!done"]), ("6.44", ["!done"])])
    func `an empty print says so from 7_18`(version: String, expected: [String]) {
        var router = Transcript(version)
        #expect(router.send("/ip/hotspot/cookie/print") == expected)
    }

    @Test func `a count has no rows`() {
        var router = Transcript()
        #expect(router.send("/ip/hotspot/user/print", "=count-only=") == ["!done ret=2"])
        #expect(router.send("/ip/hotspot/user/print", "=count-only=", "?name=admin") == ["!done ret=1"])
        #expect(router.send("/ip/hotspot/user/print", "=count-only=", "?name=x") == ["!done ret=0"])
    }

    @Test func `a proplist gives just these, and rows without any of them too`() {
        var router = Transcript()
        #expect(
            router.send("/ip/hotspot/user/print", "=.proplist=comment") == [
                "!re comment=counters and limits for trial users", "!re", "!done",
            ]
        )
        let rows = router.send("/ip/hotspot/user/print", "=.proplist=name,.id", "?name=admin")
        #expect(rows == ["!re .id=*1 name=admin", "!done"])
    }

    @Test(arguments: [
        (["?name=a"], "a"), (["?=name=a"], "a"), (["?comment"], "default-trial b"),
        (["?-comment"], "admin a c"), (["?name=a", "?name=b"], ""), (["?name=a", "?name=b", "?#|"], "a b"),
        (["?name=a", "?#!"], "default-trial admin b c"), (["?>limit-bytes-total=1000"], "b"),
        (["?<limit-bytes-total=1000"], "a"), (["?>limit-uptime=10m"], "b"), (["?limit-uptime=1s"], "a"),
        (["?disabled=false", "?comment", "?#!&"], "admin a c"), (["?>comment="], "default-trial b"),
        (["?name=a", "?name=b", "?name=c", "?#||"], "a b c"), (["?name=a", "?name=b", "?#0"], "b"),
        (["?name=a", "?name=b", "?#1"], "a"), (["?name=a", "?name=b", "?#1.|"], "a"),
        (["?name=a", "?#!.&"], "default-trial admin b c"), (["?server=all"], ""), (["?default=true"], "default-trial"),
        (["?#!"], ""),
    ])
    func `queries follow the stack rules`(query: [String], expected: String) {
        var router = Transcript()
        _ = router.add("/ip/hotspot/user", "=name=a", "=limit-bytes-total=999", "=limit-uptime=1s")
        _ = router.add("/ip/hotspot/user", "=name=b", "=limit-bytes-total=1001", "=limit-uptime=1h", "=comment=c")
        _ = router.add("/ip/hotspot/user", "=name=c")
        let names = router.send("/ip/hotspot/user/print", words: query + ["=.proplist=name"])
            .compactMap { $0.hasPrefix("!re ") ? String($0.dropFirst("!re name=".count)) : nil }
        #expect(names.joined(separator: " ") == expected)
    }

    @Test func `an unknown argument refuses the command`() {
        var router = Transcript()
        let profile = router.send("/ip/hotspot/user/profile/add", "=name=p", "=comment=c")
        #expect(profile == ["!trap unknown parameter comment", "!done"])
        #expect(
            router.send("/ip/service/set", "=.id=*0", "=comment=c") == ["!trap unknown parameter comment", "!done"]
        )
        #expect(
            router.send("/ip/hotspot/profile/set", "=.id=*0", "=dns-server=1.1.1.1") == [
                "!trap unknown parameter dns-server", "!done",
            ]
        )
        #expect(router.column("name", of: "/ip/hotspot/user/profile") == ["default"])
    }

    @Test(arguments: [
        ("7.18.2", "show-sensitive", false), ("7.21", "show-sensitive", true), ("7.16", "follow-strict", false),
        ("7.15.3", "follow-strict", true), ("7.16.2", "group-by", false), ("7.17", "group-by", true),
        ("7.23.7", "order-by", false), ("7.24", "order-by", true),
    ])
    func `print knows its arguments per version`(version: String, argument: String, isKnown: Bool) {
        var router = Transcript(version)
        let replies = router.send("/ip/hotspot/user/print", "=\(argument)=", "=.proplist=name", "?name=admin")
        #expect(replies.first == (isKnown ? "!re name=admin" : "!trap unknown parameter \(argument)"))
    }

    @Test func `find and get`() {
        var router = Transcript()
        #expect(router.send("/ip/hotspot/user/find") == ["!done ret=*0;*1"])
        #expect(router.send("/ip/hotspot/user/find", "?name=x") == ["!done ret="])
        #expect(router.send("/ip/hotspot/user/get", "=number=*1", "=value-name=profile") == ["!done ret=default"])
        #expect(router.send("/system/identity/get", "=value-name=name") == ["!done ret=MikroTik"])
        let bad = router.send("/ip/hotspot/user/get", "=number=*1", "=value-name=colour")
        #expect(bad == ["!trap 1 input does not match any value of value-name", "!done"])
    }

    @Test func `paths that do not exist`() {
        var router = Transcript()
        #expect(router.send("/ip/hotspot/user/frobnicate") == ["!trap 0 no such command", "!done"])
        #expect(router.send("/ip/print") == ["!trap 0 no such command", "!done"])
        #expect(
            router.send("/system/routerboard/print") == [
                "!trap 0 no such command or directory (routerboard)", "!trap no such command prefix", "!done",
            ]
        )
    }

    @Test func `values are checked and written in the router's own form`() {
        var router = Transcript()
        #expect(
            router.send("/ip/hotspot/user/add", "=name=u", "=profile=gold") == [
                "!trap 1 input does not match any value of profile", "!done",
            ]
        )
        #expect(
            router.send("/ip/service/set", "=.id=telnet", "=max-sessions=1001") == [
                "!trap 1 value of max-sessions out of range (1..1000)", "!done",
            ]
        )
        #expect(
            router.send("/ip/hotspot/profile/set", "=.id=hsprof1", "=login-by=http-chap,carrier-pigeon")[0]
                == "!trap 1 input does not match any value of login-by"
        )
        for (given, kept) in [("00:30:00", "30m"), ("1:00:00", "1h"), ("90", "1m30s"), ("1w2d3h4m5s", "1w2d3h4m5s")] {
            _ = router.send("/ip/hotspot/user/set", "=.id=*1", "=limit-uptime=\(given)")
            #expect(router.column("limit-uptime", of: "/ip/hotspot/user", "?name=admin") == [kept])
        }
        #expect(router.send("/ip/hotspot/user/add", "=password=x") == ["!trap 0 missing =name=", "!done"])
    }

    @Test func `an account may be limited`() {
        var router = Transcript()
        router.account.policies = [.api, .read]
        #expect(router.send("/ip/hotspot/user/add", "=name=a") == ["!trap not enough permissions (9)", "!done"])
        _ = router.state.execute(
            CommandRequest("/ip/hotspot/user/set", attributes: [.init(name: ".id", value: "*1")]),
            router.context
        )
        #expect(router.column("name", of: "/ip/hotspot/user").count == 2)
        router.account.policies = [.api, .write]
        #expect(router.send("/ip/hotspot/user/print") == ["!trap not enough permissions (9)", "!done"])
        let id = router.add("/ip/hotspot/user", "=name=s", "=password=secret")
        router.account.policies = [.api, .read]
        #expect(router.column("password", of: "/ip/hotspot/user", "?.id=\(id)") == [nil])
    }

    @Test(arguments: [
        ("7.22.3", "2026-09-25", "2026-09-25 21:10:05"), ("7.10", "2026-09-25", "2026-09-25 21:10:05"),
        ("7.9", "sep/25/2026", "21:10:05"), ("6.49.18", "sep/25/2026", "21:10:05"),
    ])
    func `dates are written as the version does`(version: String, date: String, logTime: String) {
        var router = Transcript(version)
        #expect(router.column("date", of: "/system/clock") == [date])
        #expect(router.column("time", of: "/system/clock") == ["21:10:05"])
        router.state.writeLog("script,info", "x", now: .zero)
        #expect(router.column("time", of: "/log") == [logTime])
        router.now = .seconds(86_400)
        #expect(
            router.column("time", of: "/log").first
                == (version.hasPrefix("7.1") || version == "7.22.3" ? logTime : "sep/25 21:10:05")
        )
    }

    @Test func `device-mode shows what is allowed`() {
        var router = Transcript("7.22.3")
        #expect(router.column("hotspot", of: "/system/device-mode") == ["true"])
        router.state.isHotspotAllowed = false
        #expect(router.column("mode", of: "/system/device-mode") == ["home"])
        #expect(router.column("hotspot", of: "/system/device-mode") == ["false"])
        #expect(router.column("ipsec", of: "/system/device-mode") == ["true"])
        var old = Transcript("6.49")
        #expect(old.send("/system/device-mode/print").first?.contains("no such command or directory") == true)
    }

    @Test func `bytes that are not UTF-8 come back as sent`() {
        var router = Transcript()
        let comment: [UInt8] = [0x46, 0xE9, 0x00, 0x3D, 0x0D, 0x0A]
        let request = CommandRequest(
            "/ip/hotspot/user/set",
            attributes: [.init(name: ".id", value: "*1"), .init(name: "comment", value: WordBytes(comment))]
        )
        _ = router.state.execute(request, router.context)
        let row = router.state.printedRow(RowID(1), of: .hotspotUser, now: .zero, showsSecrets: true)
        #expect(row?["comment"]?.bytes == comment)
    }
}
