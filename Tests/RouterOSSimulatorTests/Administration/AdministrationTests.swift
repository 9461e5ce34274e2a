import Testing

@testable import RouterOSSimulator

/// Users, groups, certificates, time and the rest of what a router needs before it serves guests.
@Suite struct AdministrationTests {
    @Test func `a group says every policy, and a change only adds`() {
        var router = Transcript()
        _ = router.add("/user/group", "=name=gw", "=policy=read,api")
        let all =
            "!local,!telnet,!ssh,!ftp,!reboot,read,!write,!policy,!test,!winbox,!password,!web,!sniff,!sensitive,api,!romon,!rest-api"
        #expect(router.column("policy", of: "/user/group", "?name=gw") == [all])
        // Measured on 7.24.
        #expect(router.send("/user/group/set", "=.id=gw", "=policy=write") == ["!done"])
        #expect(router.column("policy", of: "/user/group", "?name=gw").first??.contains(",read,write,") == true)
        #expect(router.send("/user/group/set", "=.id=gw", "=policy=!write") == ["!done"])
        #expect(router.column("policy", of: "/user/group", "?name=gw") == [all])
    }

    @Test func `a user never shows a password, and a group in use stays`() {
        var router = Transcript()
        _ = router.add("/user/group", "=name=gw", "=policy=read,api")
        #expect(
            router.send("/user/add", "=name=u", "=group=none", "=password=x")
                == ["!trap 1 input does not match any value of group", "!done"]
        )
        _ = router.add("/user", "=name=u", "=group=gw", "=password=secret")
        #expect(router.column("password", of: "/user") == [nil])
        #expect(router.send("/user/group/remove", "=.id=gw") == ["!trap failure: group has some users", "!done"])
        #expect(router.state.accounts.first { $0.name == "u" }?.policies == [.read, .api])
        router.account.policies.remove(.policy)
        #expect(router.send("/user/add", "=name=v", "=group=gw") == ["!trap not enough permissions (9)", "!done"])
    }

    @Test func `the servers of the time client and their list are the same thing`() {
        var router = Transcript()
        #expect(router.column("address", of: "/system/ntp/client/servers") == ["pool.ntp.org"])
        #expect(router.send("/system/ntp/client/set", "=servers=a.example,b.example") == ["!done"])
        #expect(router.column("address", of: "/system/ntp/client/servers") == ["a.example", "b.example"])
        _ = router.add("/system/ntp/client/servers", "=address=c.example")
        #expect(router.column("servers", of: "/system/ntp/client") == ["a.example,b.example,c.example"])
        #expect(router.run("/system/ntp/client/servers/remove [find]; /system/ntp/client/print") != "")
        #expect(router.column("status", of: "/system/ntp/client") == ["stopped"])
    }

    @Test func `certificates are made and signed as the manual shows`() {
        var router = Transcript()
        let source = """
            /certificate add name=gw-ca common-name=gw-ca key-usage=key-cert-sign,crl-sign days-valid=3650
            /certificate sign gw-ca
            /certificate add name=gw-api common-name=router.example subject-alt-name=IP:10.5.50.1,DNS:router.example \\
                key-usage=digital-signature,key-encipherment,tls-server days-valid=3650
            :do { /certificate sign gw-api } on-error={ :put "needs a ca" }
            /certificate sign gw-api ca=gw-ca
            /ip service set api-ssl certificate=gw-api
            /ip service disable api
            :put [:len [/certificate get gw-api fingerprint]]
            """
        #expect(router.run(source) == "needs a ca\n64")
        #expect(router.column("certificate", of: "/ip/service", "?name=api-ssl") == ["gw-api"])
        #expect(router.column("private-key", of: "/certificate") == ["true", "true"])
        #expect(router.run("/certificate/sign gw-api ca=none").hasPrefix("! failure: already signed"))
        #expect(
            router.run("/ip service set api-ssl certificate=nothing").hasPrefix(
                "! input does not match any value of certificate"
            )
        )
        // A certificate goes with its authority.
        #expect(router.run("/certificate/remove gw-ca; :put [:len [/certificate/find]]") == "0")
    }

    @Test func `a certificate that was just signed cannot be used at once`() {
        var router = Transcript()
        router.state.certificateDelay = .seconds(15)
        _ = router.run("/certificate/add name=a common-name=a; /certificate/sign a")
        let use = "/ip/service/set api-ssl certificate=a"
        #expect(router.run(use).hasPrefix("! input does not match any value of certificate"))
        #expect(router.run(":retry command={ \(use) } delay=1 max=20; :log info used") == "…")
        router.pass(14)
        #expect(router.log("script,info") == [])
        router.pass(1)
        #expect(router.log("script,info") == ["used"])
    }

    @Test func `a router out of its box has no hotspot, and its clock waits for a time server that is asked`() {
        var traits = RouterTraits()
        traits.isBare = true
        var router = Transcript(traits: traits)
        #expect(router.column("name", of: "/ip/hotspot") == [])
        #expect(router.column("address", of: "/ip/address") == ["192.168.88.1/24"])
        #expect(router.column("name", of: "/ip/pool") == ["default-dhcp"])
        router.state.clockAfterBoot = .epoch
        router.state.timeServerDelay = .seconds(60)
        router.state.boot(now: router.now)
        router.pass(3600)
        #expect(router.run(":put ([/system/ntp/client/get]->\"status\")") == "stopped")
        #expect(router.run(":put [/system/clock/get date]") == "1970-01-02")
        #expect(
            router.run("/system/ntp/client/set enabled=yes servers=pool.ntp.org; :put [/system/ntp/client/get status]")
                == "waiting"
        )
        router.pass(60)
        #expect(
            router.run(":put \"$[/system/clock/get date] $[/system/ntp/client/get status]\"")
                == "2026-09-25 synchronized"
        )
    }

    @Test func `device-mode changes only when somebody at the device confirms in time`() {
        var traits = RouterTraits()
        traits.isHotspotAllowed = false
        var router = Transcript(traits: traits)
        func value(_ name: String, _ router: inout Transcript) -> String? {
            router.column(name, of: "/system/device-mode").first ?? nil
        }
        #expect(value("mode", &router) == "home")
        #expect(router.send("/system/device-mode/update", "=mode=advanced") == ["!done"])
        router.pass(301)
        router.state.restart(isClean: false, now: router.now)
        router.state.boot(now: router.now)
        #expect(value("mode", &router) == "home")
        #expect(value("attempt-count", &router) == "1")
        #expect(router.send("/system/device-mode/update", "=hotspot=yes", "=fetch=yes") == ["!done"])
        router.state.restart(isClean: false, now: router.now)
        router.state.boot(now: router.now)
        #expect(value("mode", &router) == "home")
        #expect(
            [value("hotspot", &router), value("fetch", &router), value("scheduler", &router)] == [
                "true", "true", "false",
            ]
        )
        for _ in 0..<3 { _ = router.send("/system/device-mode/update", "=mode=advanced") }
        #expect(
            router.send("/system/device-mode/update", "=mode=advanced").first?.hasPrefix(
                "!trap failure: configuration change"
            ) == true
        )
    }

    @Test func `a tunnel makes its key, and its peers name it`() {
        var router = Transcript()
        _ = router.add("/interface/wireguard", "=name=gw", "=private-key=YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=")
        // RFC 7748 keys in base64: the public key of a known private one.
        #expect(router.column("public-key", of: "/interface/wireguard").first??.count == 44)
        #expect(
            router.send("/interface/wireguard/peers/add", "=interface=none", "=public-key=x")
                == ["!trap 1 input does not match any value of interface", "!done"]
        )
        #expect(
            router.run(
                "/interface/wireguard/peers/add interface=gw public-key=x endpoint-address=192.0.2.1 allowed-address=10.9.0.1/32"
            ) == ""
        )
        #expect(
            router.run("/interface/wireguard/add name=other; :put [:len [/interface/wireguard/get other public-key]]")
                == "44"
        )
        #expect(router.run("/ip/address/add address=10.9.0.2/32 interface=gw") == "")
    }
}
