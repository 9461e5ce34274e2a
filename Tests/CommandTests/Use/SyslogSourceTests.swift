import RouterOSSimulator
import Testing

/// From where a router's syslog comes, as an operator says it, and where it is received.
@Suite struct SyslogSourceTests {
    @Test func `a device gets a syslog source without a login, and goes back to its host's address`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let logins = try await router.activity().logins
            let address = "\(router.host):\(router.port)"
            let changed = try await place.json("device", "set", address, "--syslog-source", "2001:DB8::0:7")
            #expect(changed["syslog_source"] == "2001:db8::7")
            #expect(try await place.json("device", "list").elements.first?["syslog_source"] == "2001:db8::7")
            #expect(try await place.json("device", "set", address, "--syslog-source", "host")["syslog_source"].isNull)
            #expect(try await router.activity().logins == logins)
            let refused = try await place.run("device", "set", address, "--syslog-source", "192.0.2.0/24")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("192.0.2.0/24") && refused.errors.contains("192.0.2.1"))
        }
    }

    @Test func `an address that is none of this machine's ends it with one line`() async throws {
        let place = try Workplace()
        for flag in ["--syslog-udp", "--syslog-tcp"] {
            let outcome = try await place.run("serve", flag, "192.0.2.1:5514")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("cannot receive syslog over"))
            #expect(outcome.errors.contains("192.0.2.1:5514") && outcome.errors.contains("choose an address"))
        }
    }
}
