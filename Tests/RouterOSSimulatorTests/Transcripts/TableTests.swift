import Testing

@testable import RouterOSSimulator

@Suite struct TableTests {
    @Test func `a new user shows defaults and leaves out what is not set`() {
        var router = Transcript()
        #expect(router.send("/ip/hotspot/user/add", "=name=u1", "=password=p") == ["!done ret=*2"])
        #expect(
            router.send("/ip/hotspot/user/print", "?name=u1") == [
                "!re .id=*2 name=u1 password=p profile=default uptime=0s bytes-in=0 bytes-out=0 packets-in=0 packets-out=0 "
                    + "dynamic=false disabled=false",
                "!done",
            ]
        )
    }

    @Test func `a fresh router holds the trial user and the one of the setup`() {
        var router = Transcript()
        #expect(router.column("name", of: "/ip/hotspot/user") == ["default-trial", "admin"])
        #expect(router.column("default", of: "/ip/hotspot/user") == ["true", nil])
        #expect(router.column("name", of: "/ip/hotspot/user/profile") == ["default"])
        #expect(router.column("profile", of: "/ip/hotspot") == ["hsprof1"])
        #expect(router.column("address", of: "/ip/address") == ["10.5.50.1/24"])
    }

    @Test func `neutral values are as if never written`() {
        var router = Transcript()
        let id = router.add(
            "/ip/hotspot/user",
            "=name=u1",
            "=limit-uptime=1h",
            "=limit-bytes-total=1M",
            "=comment=c",
            "=mac-address=aa-bb-cc-dd-ee-ff",
            "=server=hotspot1"
        )
        #expect(router.column("limit-uptime", of: "/ip/hotspot/user", "?name=u1") == ["1h"])
        #expect(router.column("limit-bytes-total", of: "/ip/hotspot/user", "?name=u1") == ["1000000"])
        #expect(router.column("mac-address", of: "/ip/hotspot/user", "?name=u1") == ["AA:BB:CC:DD:EE:FF"])
        #expect(router.column("server", of: "/ip/hotspot/user", "?name=u1") == ["hotspot1"])
        _ = router.send(
            "/ip/hotspot/user/set",
            "=.id=\(id)",
            "=limit-uptime=0s",
            "=limit-bytes-total=0",
            "=comment=",
            "=mac-address=00:00:00:00:00:00",
            "=server=all"
        )
        for name in ["limit-uptime", "limit-bytes-total", "comment", "mac-address", "server"] {
            #expect(router.column(name, of: "/ip/hotspot/user", "?name=u1") == [nil])
        }
    }

    @Test func `a name is unique per server, and all servers collide with each`() {
        var router = Transcript()
        let refused = ["!trap failure: already have user with this name for this server", "!done"]
        _ = router.send("/ip/hotspot/add", "=interface=ether2", "=name=staff")
        _ = router.send("/ip/hotspot/user/add", "=name=u1", "=server=hotspot1")
        #expect(router.send("/ip/hotspot/user/add", "=name=u1", "=server=hotspot1") == refused)
        #expect(router.send("/ip/hotspot/user/add", "=name=u1") == refused)
        #expect(router.send("/ip/hotspot/user/add", "=name=u1", "=server=staff") == ["!done ret=*3"])
        _ = router.send("/ip/hotspot/user/add", "=name=u2")
        #expect(router.send("/ip/hotspot/user/set", "=.id=*4", "=name=u1") == refused)

        var lenient = RouterTraits()
        lenient.allServersCollide = false
        var other = Transcript(traits: lenient)
        _ = other.send("/ip/hotspot/user/add", "=name=u1", "=server=hotspot1")
        #expect(other.send("/ip/hotspot/user/add", "=name=u1") == ["!done ret=*3"])
    }

    @Test func `ids are reused after a removal`() {
        var router = Transcript()
        #expect(router.add("/ip/hotspot/user", "=name=a") == "*2")
        #expect(router.add("/ip/hotspot/user", "=name=b") == "*3")
        #expect(router.send("/ip/hotspot/user/remove", "=.id=*2") == ["!done"])
        #expect(router.add("/ip/hotspot/user", "=name=c") == "*2")
        #expect(router.column("name", of: "/ip/hotspot/user") == ["default-trial", "admin", "b", "c"])
    }

    @Test func `a removed profile prints as its dead id, also when the id lives again`() {
        var router = Transcript()
        let profile = router.add("/ip/hotspot/user/profile", "=name=gg-1")
        _ = router.send("/ip/hotspot/user/add", "=name=u1", "=profile=gg-1")
        _ = router.send("/ip/hotspot/user/profile/set", "=.id=\(profile)", "=name=gg-2")
        #expect(router.column("profile", of: "/ip/hotspot/user", "?name=u1") == ["gg-2"])
        _ = router.send("/ip/hotspot/user/profile/remove", "=.id=gg-2")
        #expect(router.column("profile", of: "/ip/hotspot/user", "?name=u1") == [profile])
        #expect(router.add("/ip/hotspot/user/profile", "=name=gg-2") == profile)
        #expect(router.column("profile", of: "/ip/hotspot/user", "?name=u1") == [profile])
        #expect(router.column("profile", of: "/ip/hotspot/user", "?profile=gg-2").isEmpty)
    }

    @Test func `rows are named by id, name or position, several at once`() {
        var router = Transcript()
        for name in ["a", "b", "c"] { _ = router.add("/ip/hotspot/user", "=name=\(name)") }
        #expect(router.send("/ip/hotspot/user/set", "=.id=*2,c", "=comment=x") == ["!done"])
        #expect(router.send("/ip/hotspot/user/set", "=numbers=3", "=comment=y") == ["!done"])
        let comments = router.column("comment", of: "/ip/hotspot/user")
        #expect(comments.suffix(3) == ["x", "y", "x"])
        #expect(router.send("/ip/hotspot/user/remove", "=.id=*2,*99") == ["!trap 0 no such item", "!done"])
        #expect(router.send("/ip/hotspot/user/remove") == ["!trap 0 missing =.id=", "!done"])
        #expect(router.send("/ip/hotspot/user/remove", "=.id=99") == ["!trap 0 no such item", "!done"])
        #expect(router.column("name", of: "/ip/hotspot/user").count == 5)
    }

    @Test func `a removal named by a query removes nothing and succeeds`() {
        var router = Transcript()
        _ = router.add("/ip/hotspot/user", "=name=a")
        #expect(router.send("/ip/hotspot/user/remove", "?name=a") == ["!done"])
        #expect(router.column("name", of: "/ip/hotspot/user").contains("a"))
    }

    @Test func `the rows from the factory stay`() {
        var router = Transcript()
        #expect(router.send("/ip/hotspot/user/remove", "=.id=*0").first?.hasPrefix("!trap") == true)
        #expect(router.send("/ip/hotspot/user/profile/remove", "=.id=*0").first?.hasPrefix("!trap") == true)
    }

    @Test func `enable, disable, comment, unset, reset and copy-from`() {
        var router = Transcript()
        let id = router.add("/ip/hotspot/user", "=name=a", "=comment=c", "=limit-uptime=1h")
        #expect(router.send("/ip/hotspot/user/disable", "=.id=\(id)") == ["!done"])
        #expect(router.column("disabled", of: "/ip/hotspot/user", "?name=a") == ["true"])
        #expect(router.send("/ip/hotspot/user/enable", "=.id=\(id)") == ["!done"])
        #expect(router.column("disabled", of: "/ip/hotspot/user", "?name=a") == ["false"])
        #expect(router.send("/ip/hotspot/user/comment", "=numbers=\(id)", "=comment=d") == ["!done"])
        _ = router.add("/ip/hotspot/user", "=name=b", "=copy-from=a")
        #expect(router.column("comment", of: "/ip/hotspot/user", "?name=b") == ["d"])
        #expect(router.send("/ip/hotspot/user/reset", "=numbers=\(id)", "=limit-uptime=") == ["!done"])
        #expect(router.column("limit-uptime", of: "/ip/hotspot/user", "?name=a") == [nil])
        #expect(router.send("/ip/hotspot/user/unset", "=.id=\(id)") == ["!trap 0 no such command", "!done"])
        let profile = router.add("/ip/hotspot/user/profile", "=name=p", "=idle-timeout=10m")
        let unset = router.send("/ip/hotspot/user/profile/unset", "=.id=\(profile)", "=value-name=idle-timeout")
        #expect(unset == ["!done"])
        #expect(router.column("idle-timeout", of: "/ip/hotspot/user/profile", "?name=p") == ["none"])
    }

    @Test func `a full table refuses the next row and keeps what it has`() {
        var router = Transcript()
        router.state.rowsMaximum = 3
        _ = router.add("/ip/hotspot/user", "=name=a")
        #expect(router.send("/ip/hotspot/user/add", "=name=b").first?.hasPrefix("!trap failure") == true)
        #expect(router.column("name", of: "/ip/hotspot/user").count == 3)
    }

    @Test func `rows that one command changes may not take one name, nor lose what told them apart`() {
        var router = Transcript()
        _ = router.add("/ip/hotspot", "=name=second", "=interface=ether2")
        for (name, server) in [("a", "hotspot1"), ("b", "hotspot1"), ("c", "hotspot1"), ("c", "second")] {
            _ = router.add("/ip/hotspot/user", "=name=\(name)", "=server=\(server)")
        }
        let refusal = ["!trap failure: already have user with this name for this server", "!done"]
        #expect(router.send("/ip/hotspot/user/set", "=.id=*2,*3", "=name=same") == refusal)
        #expect(router.send("/ip/hotspot/user/reset", "=.id=*4,*5", "=server=") == refusal)
        #expect(router.column("name", of: "/ip/hotspot/user").suffix(4) == ["a", "b", "c", "c"])
        #expect(router.send("/ip/hotspot/user/set", "=.id=*2,*3", "=comment=x") == ["!done"])
    }

    @Test func `a service does not pretend to listen elsewhere`() {
        var router = Transcript()
        #expect(
            router.send("/ip/service/set", "=numbers=api", "=port=9999") == [
                "!trap failure: /ip/service/set port is not simulated", "!done",
            ]
        )
        #expect(
            router.send("/ip/service/set", "=numbers=api-ssl", "=certificate=nothing") == [
                "!trap 1 input does not match any value of certificate", "!done",
            ]
        )
        #expect(router.send("/ip/service/set", "=numbers=api", "=port=8728", "=max-sessions=5") == ["!done"])
    }

    @Test func `ten thousand rows may go in one command`() {
        var router = Transcript()
        let ids = (0..<10_000).map { router.add("/ip/hotspot/user", "=name=u\($0)") }
        let answer = router.send("/ip/hotspot/user/remove", "=.id=\(ids.joined(separator: ","))")
        #expect(answer == ["!done"])
        #expect(router.send("/ip/hotspot/user/print", "=count-only=") == ["!done ret=2"])
        #expect(router.add("/ip/hotspot/user", "=name=next") == "*2")
    }

    @Test func `a required property may not be empty`() {
        var router = Transcript()
        #expect(router.send("/ip/hotspot/user/add") == ["!trap 0 missing =name=", "!done"])
        #expect(router.send("/ip/hotspot/user/add", "=name=") == ["!trap 0 missing =name=", "!done"])
    }

    @Test func `a refused set of several rows changes none of them`() {
        var router = Transcript()
        let first = router.add("/ip/hotspot/user", "=name=a")
        let second = router.add("/ip/hotspot/user", "=name=b")
        let replies = router.send("/ip/hotspot/user/set", "=.id=\(first),\(second)", "=limit-uptime=never")
        #expect(replies == ["!trap 1 invalid value for argument limit-uptime", "!done"])
        #expect(router.column("limit-uptime", of: "/ip/hotspot/user", "?name=a") == [nil])
    }
}
