import Testing

@testable import RouterOSSimulator

/// The scheduler, hooks, pauses, permissions and what the log says of them.
@Suite struct ScriptScheduleTests {
    /// 2026-09-25 21:10:05 at the start.
    private func router(_ version: String = "7.22.3") -> Transcript {
        Transcript(version)
    }

    @Test func `an entry runs after each interval, by the clock of its moment`() {
        var router = router()
        #expect(
            router.run("/system/scheduler/add name=t interval=1m on-event=\":log info [/system/clock/get time]\"") == ""
        )
        #expect(router.column("next-run", of: "/system/scheduler") == ["2026-09-25 21:11:05"])
        router.pass(125)
        #expect(router.log("script,info") == ["21:11:05", "21:12:05"])
        #expect(router.column("run-count", of: "/system/scheduler") == ["2"])
        #expect(router.run("/system/scheduler/disable t") == "")
        router.pass(600)
        #expect(router.log("script,info").count == 2)
        #expect(router.run("/system/scheduler/enable t; /system/scheduler/remove t") == "")
        router.pass(600)
        #expect(router.log("script,info").count == 2)
    }

    @Test func `an entry with a date runs once then, and not when it is past`() {
        var router = router()
        _ = router.run(
            "/system/scheduler/add name=a start-date=2026-09-25 start-time=22:00:00 on-event=\":log info now\""
        )
        _ = router.run(
            "/system/scheduler/add name=b start-date=2026-09-25 start-time=20:00:00 on-event=\":log info late\""
        )
        router.pass(86_400 * 3)
        #expect(router.log("script,info") == ["now"])
    }

    @Test func `an entry that begins with the router runs three seconds after a boot, or after its interval`() {
        var router = router()
        _ = router.run("/system/scheduler/add name=a start-time=startup on-event=\":log info boot\"")
        _ = router.run("/system/scheduler/add name=b start-time=startup interval=10s on-event=\":log info tick\"")
        router.state.restart(isClean: true, now: router.now)
        router.state.boot(now: router.now)
        router.pass(4)
        #expect(router.log("script,info") == ["boot"])
        router.pass(8)
        #expect(router.log("script,info") == ["boot"])
        router.pass(1)
        #expect(router.log("script,info") == ["boot", "tick"])
        #expect(router.column("run-count", of: "/system/scheduler") == ["1", "1"])
    }

    @Test func `a clock that jumps plans entries anew`() {
        var router = router()
        _ = router.run("/system/scheduler/add name=a interval=1h on-event=\":log info tick\"")
        _ = router.send("/system/clock/set", "=date=2030-01-01", "=time=00:00:00")
        router.pass(3600)
        #expect(router.log("script,info") == ["tick"])
    }

    @Test func `two weeks of a minute's interval are counted exactly`() {
        var router = router()
        _ = router.run(
            "/system/scheduler/add name=a interval=1m on-event=\":global n; :set n ([:tonum \\\"0\\$n\\\"] + 1)\""
        )
        router.pass(14 * 86_400)
        #expect(router.run(":global n; :put $n") == "20160")
    }

    @Test func `device-mode home lets neither the scheduler nor fetch work`() {
        var router = router()
        router.state.isHotspotAllowed = false
        _ = router.run("/system/scheduler/add name=a interval=1s on-event=\":log info tick\"")
        router.pass(60)
        #expect(router.log("script,info") == [])
        #expect(
            router.run("/tool/fetch url=\"http://127.0.0.1/\" output=none")
                == "! failure: not allowed by device-mode"
        )
        var older = self.router("7.16.2")
        older.state.isHotspotAllowed = false
        _ = older.run("/system/scheduler/add name=a interval=1s on-event=\":log info tick\"")
        older.pass(2)
        #expect(older.log("script,info") == ["tick", "tick"])
    }

    @Test func `a pause takes simulated time, and others run meanwhile`() {
        var router = router()
        #expect(router.run("/execute script=\":delay 10s; :log info slow\"; :log info quick") == "")
        #expect(router.run(":put [/system/script/job/print count-only]") == "2")
        router.pass(9)
        #expect(router.log("script,info") == ["quick"])
        router.pass(1)
        #expect(router.log("script,info") == ["quick", "slow"])
        #expect(router.run(":delay 1m") == "…")
        router.pass(60)
        #expect(router.run(":put [:time {}]") == "00:00:00")
    }

    @Test func `retry waits between its attempts and gives up with the last failure`() {
        var router = router()
        let source =
            ":global n 0; :onerror e in={ :retry command={ :global n; :set n ($n+1); :error \"e$n\" } delay=5 max=3 } do={ :log info $e }"
        _ = router.run(source)
        router.pass(9)
        #expect(router.log("script,info") == [])
        router.pass(1)
        #expect(router.log("script,info") == ["e3"])
    }

    @Test func `a script that fails is logged with its entry`() {
        // Manual, Scripting page, script permissions (October 2026). Its log has two more lines, of the script that was called.
        var router = router()
        _ = router.run("/system/script/add name=bad policy=\"\" source=\"/ip/hotspot/user/add name=x\"")
        _ = router.run("/system/scheduler/add name=direct interval=10s on-event=bad")
        _ = router.run(
            "/system/scheduler/add name=inline interval=10s on-event=\"/system/script/run bad use-script-permissions\""
        )
        router.pass(10)
        #expect(
            router.log("script,error") == [
                "executing script from scheduler (inline) failed, please check it manually",
                "(scheduler:inline) not enough permissions (9) (/ip/hotspot/user/add; line 1)",
            ]
        )
        #expect(router.column("name", of: "/ip/hotspot/user").contains("x"))
    }

    @Test func `before 7.15 one line says what failed`() {
        var router = router("7.12.2")
        _ = router.run("/system/scheduler/add name=t interval=10s on-event=\":error bad\"")
        router.pass(10)
        #expect(router.log("script,error") == ["script error: bad"])
    }

    @Test func `nobody runs a script that may do more than he`() {
        var router = router()
        _ = router.run("/system/script/add name=s policy=read,write,test source=\":log info ran\"")
        router.account.policies = [.api, .read, .write]
        #expect(router.send("/system/script/run", "=number=s") == ["!trap not enough permissions (9)", "!done"])
        #expect(router.run("/system/script/set s dont-require-permissions=yes") == "")
        #expect(router.send("/system/script/run", "=number=s") == ["!done"])
        #expect(router.log("script,info") == ["ran"])
        // Reported.
        #expect(
            router.run("/system/script/set s policy=ftp")
                == "! user's policy does not allow to set such script policy"
        )
        #expect(
            router.run("/tool/fetch url=\"http://127.0.0.1/\"") == "! not enough permissions (9)"
        )
    }

    @Test func `a script that an entry names may do what the entry may`() {
        var router = router()
        _ = router.run("/system/script/add name=s policy=read source={/ip/hotspot/user/add name=made}")
        _ = router.run("/system/scheduler/add name=e interval=10s on-event=s policy=read,write")
        router.pass(11)
        #expect(router.log("script,error") == [])
        #expect(router.column("name", of: "/ip/hotspot/user").contains("made"))
    }

    @Test func `hooks know the guest, and may do little`() {
        var router = router()
        let login =
            ":log info \"in $user $address $interface $[:typeof $user]\"; :log info (\"mac=\" . $\"mac-address\")"
        let logout =
            ":log info \"out $username $cause\"; :log info (\"used \" . $\"uptime-secs\" . \" \" . $\"bytes-total\")"
        _ = router.send("/ip/hotspot/user/profile/set", "=.id=default", "=on-login=\(login)", "=on-logout=\(logout)")
        _ = router.add("/ip/hotspot/user", "=name=00123")
        _ = router.send(
            "/ip/hotspot/active/login",
            "=user=00123",
            "=ip=10.5.50.9",
            "=mac-address=02:00:00:00:00:09"
        )
        #expect(router.log("script,info") == ["in 00123 10.5.50.9 bridge str", "mac=02:00:00:00:00:09"])
        router.pass(60)
        _ = router.send("/ip/hotspot/active/remove", "=.id=*A053209")
        #expect(router.log("script,info").suffix(2) == ["out 00123 admin reset", "used 60 1320000"])
        _ = router.send("/ip/hotspot/user/profile/set", "=.id=default", "=on-login=/file/add name=x contents=y")
        _ = router.send("/ip/hotspot/active/login", "=user=00123", "=ip=10.5.50.9", "=mac-address=02:00:00:00:00:09")
        #expect(router.log("script,error,debug") == ["not enough permissions (9) (/file/add; line 1)"])
    }

    @Test func `a hook that names a script needs one that asks for no more than hooks may`() {
        var router = router()
        _ = router.run("/system/script/add name=hook source=\":log info \\\"hi \\$user\\\"\"")
        _ = router.send("/ip/hotspot/user/profile/set", "=.id=default", "=on-login=hook")
        _ = router.add("/ip/hotspot/user", "=name=A", "=shared-users=")
        _ = router.add("/ip/hotspot/user", "=name=A")
        _ = router.send("/ip/hotspot/active/login", "=user=A", "=ip=10.5.50.9", "=mac-address=02:00:00:00:00:09")
        #expect(router.log("script,info") == [])
        #expect(router.run("/system/script/set hook policy=read,write,test; /ip/hotspot/active/remove [find]") == "")
        _ = router.send("/ip/hotspot/active/login", "=user=A", "=ip=10.5.50.9", "=mac-address=02:00:00:00:00:09")
        #expect(router.log("script,info") == ["hi A"])
    }

    @Test func `a hook that writes into the comment does so once`() {
        var router = router()
        let hook = """
            :local id [/ip/hotspot/user/find where name=$user]
            :local c [/ip/hotspot/user/get $id comment]
            :if (!($c ~ " r=[0-9]")) do={ /ip/hotspot/user/set $id comment="$c r=$[:tonum [:timestamp]]" }
            """
        _ = router.send("/ip/hotspot/user/profile/set", "=.id=default", "=on-login=\(hook)")
        _ = router.add("/ip/hotspot/user", "=name=CODE", "=comment=gg1 ab12 c 1")
        let before = router.state.configurationWrites
        for _ in 0..<2 {
            _ = router.send("/ip/hotspot/active/login", "=user=CODE", "=ip=10.5.50.9", "=mac-address=02:00:00:00:00:09")
            router.pass(60)
            _ = router.send("/ip/hotspot/active/remove", "=.id=*A053209")
        }
        #expect(router.column("comment", of: "/ip/hotspot/user").last == "gg1 ab12 c 1 r=1790370605")
        #expect(router.state.configurationWrites == before + 1)
        #expect(router.log("script,error") == [])
    }

    @Test func `variables and jobs are gone after a reboot`() {
        var router = router()
        _ = router.run(":global x 1; /execute script=\":delay 1h\"")
        router.state.restart(isClean: true, now: router.now)
        router.state.boot(now: router.now)
        #expect(router.run(":global x; :put \"$[:typeof $x] $[/system/script/job/print count-only]\"") == "nothing 1")
    }
}
