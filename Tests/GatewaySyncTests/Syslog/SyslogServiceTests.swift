import GatewayDomain
import GatewayStore
import NIOCore
import Testing

@testable import GatewaySync

@Suite(.timeLimit(.minutes(15))) struct SyslogServiceTests {
    private static func login(_ code: String) -> String {
        "hotspot,account,info,debug \(code) (10.5.50.7): logged in"
    }

    @Test func `a line makes us look at its user, over UDP and over TCP, in both forms`() async throws {
        try await SyslogWorld.receiving { world in
            let codes = try await world.gateway.coupons(4).map(\.code)
            try await world.settle()
            try await SyslogSender.datagram(Self.login(codes[0]), to: world.service)
            try await world.lookIsAsked(for: [codes[0]])
            try await SyslogSender.datagram(
                "<174>Nov 21 08:00:00 MikroTik \(codes[1]) (10.5.50.7): logged out: user request",
                to: world.service
            )
            try await world.lookIsAsked(for: [codes[0], codes[1]])
            let counted = "<174>Nov 21 08:00:00 MikroTik \(codes[3]) (10.5.50.9): logged in"
            let stream = "\(Self.login(codes[2]))\n\(counted.utf8.count) \(counted)"
            try await SyslogSender.stream(Array(stream.utf8), to: world.service)
            try await world.lookIsAsked(for: Set(codes))
            #expect(try await world.gateway.store.reports(at: world.site.id).isEmpty)
        }
    }

    @Test func `bad input is turned away with a warning each, and the rest is unharmed`() async throws {
        try await SyslogWorld.receiving { world in
            let codes = try await world.gateway.coupons(3).map(\.code)
            try await world.settle()
            let seed = SyncSeed.current
            var generator = seed.generator
            let noise = (0..<100).map { _ in
                (0..<Int.random(in: 0...1400, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
            }
            try await SyslogSender.datagrams(noise, to: world.service)
            try await SyslogSender.datagram("<999999999999>x", to: world.service)
            try await SyslogSender.datagrams([[UInt8](repeating: 0x78, count: 60_000)], to: world.service)
            try await SyslogSender.datagram(Self.login(codes[0]), to: world.service)
            try await world.lookIsAsked(for: [codes[0]])

            let long = [UInt8](repeating: 0x78, count: 10_000_000)
            try await SyslogSender.stream(long + Array("\n\(Self.login(codes[1]))\n".utf8), to: world.service)
            try await world.lookIsAsked(for: [codes[0], codes[1]])

            try await SyslogSender.stream(Array("900 <30>never".utf8), to: world.service)
            try await SyslogSender.stream(Array("\(Self.login(codes[2]))\n".utf8), to: world.service)
            try await world.lookIsAsked(for: Set(codes))
            // The datagram at once; the line of 10 MB when its minute has come.
            let warnings = world.log.all.filter { $0.contains("longer than a line may be") }
            #expect((1...2).contains(warnings.count) && warnings.allSatisfy { $0.contains("count=1") }, "\(warnings)")
            #expect(warnings.first?.contains("last_source=127.0.0.1") == true)
        }
    }

    @Test func `a flood from one address leaves others unharmed`() async throws {
        try await SyslogWorld.receiving { world in
            let gateway = world.gateway
            // A second router at another address of this machine.
            var other = world.device
            (other.id, other.host) = (gateway.store.newID(), "127.0.0.2")
            try await gateway.store.addDevice(other, password: Secret("open-sesame"))
            let second = other.id
            let codes = try await gateway.coupons(1).map(\.code)
            try await world.settle()
            let service = try await gateway.syslog({ $0.linesPerDevicePerMinute = 50 }, logger: world.log.logger)
            try await service.running {
                let forged = (0..<5000).map { Array(Self.login("FORGED\($0)").utf8) }
                try await SyslogSender.datagrams(forged, to: service)
                try await SyslogSender.datagrams([Array(Self.login(codes[0]).utf8)], to: service, from: "127.0.0.2")
                try await gateway.eventually("the other router is heard") {
                    try await world.asked(at: second) == Set(codes)
                }
            }
            #expect(try await world.asked(at: world.device.id).isEmpty)
            #expect(world.log.all.contains { $0.contains("sends more than it may") })
            #expect(world.log.all.count { $0.contains("turned away") } < 10)
        }
    }

    @Test func `a thousand forged names at once do not crowd out a real one`() async throws {
        try await SyslogWorld.receiving { world in
            let code = try #require(try await world.gateway.coupons(1).first?.code)
            try await world.settle()
            let forged = (0..<1000).map { Self.login("FORGED\($0)") }
            let lines = (forged + [Self.login(code)] + forged).joined(separator: "\n") + "\n"
            try await SyslogSender.stream(Array(lines.utf8), to: world.service)
            try await world.lookIsAsked(for: [code])
            #expect(!world.log.all.contains { $0.contains("turned away") }, "\(world.log.all)")
        }
    }

    @Test(.enabled("this machine has IPv6") { await SyslogSender.hasIPv6() })
    func `a socket for both families knows a device by its IPv4 address, and one by its IPv6 address`() async throws {
        try await SyslogWorld.receiving { world in
            let gateway = world.gateway
            var other = world.device
            (other.id, other.host) = (gateway.store.newID(), "0:0:0:0:0:0:0:1")
            try await gateway.store.addDevice(other, password: Secret("open-sesame"))
            let second = other.id
            let codes = try await gateway.coupons(2).map(\.code)
            try await world.settle()
            let service = try await gateway.syslog { configuration in
                configuration.udp = .init(host: "::", port: 0)
                configuration.tcp = nil
            }
            try await service.running {
                let port = service.endpoints[.udp]?.port ?? 0
                for (code, host) in zip(codes, ["127.0.0.1", "::1"]) {
                    try await SyslogSender.datagrams([Array(Self.login(code).utf8)], to: (host, port), from: host)
                }
                try await gateway.eventually("both are heard") {
                    let asked = try await (world.asked(at: world.device.id), world.asked(at: second))
                    return asked == ([codes[0]], [codes[1]])
                }
            }
        }
    }

    @Test func `a stranger is turned away, over UDP and over TCP`() async throws {
        try await SyslogWorld.receiving { world in
            let codes = try await world.gateway.coupons(2).map(\.code)
            try await world.settle()
            try await SyslogSender.datagrams([Array(Self.login(codes[0]).utf8)], to: world.service, from: "127.0.0.3")
            let channel = try await SyslogSender.connect(to: world.service, from: "127.0.0.3")
            try await channel.closeFuture.get()
            // What came before it has been read when this has.
            try await SyslogSender.datagram(Self.login(codes[1].lowercased()), to: world.service)
            try await world.lookIsAsked(for: [codes[1]])
            #expect(world.log.all.contains { $0.contains("no device's") && $0.contains("127.0.0.3") })
        }
    }

    @Test func `a connection that is silent for too long is closed, and so are those above the bound`() async throws {
        let impatient: (inout SyslogConfiguration) -> Void = { $0.idleTimeout = .milliseconds(200) }
        try await SyslogWorld.receiving(impatient) { world in
            let silent = try await SyslogSender.connect(to: world.service)
            try await silent.closeFuture.get()
        }
        let two: (inout SyslogConfiguration) -> Void = { $0.connectionsPerDeviceMaximum = 2 }
        try await SyslogWorld.receiving(two) { world in
            let (closed, closing) = AsyncStream.makeStream(of: Void.self)
            var channels: [any Channel] = []
            for _ in 1...3 {
                let channel = try await SyslogSender.connect(to: world.service)
                channel.closeFuture.whenComplete { _ in closing.yield() }
                channels.append(channel)
            }
            // Which of them was the last one to be accepted only the service knows.
            for await _ in closed { break }
            #expect(channels.count { $0.isActive } == 2)
            for channel in channels where channel.isActive { try await channel.close() }
        }
    }

    @Test func `many failed logins are told once, with their number, and never with what was typed`() async throws {
        let five: (inout SyslogConfiguration) -> Void = { $0.loginFailuresThreshold = 5 }
        try await SyslogWorld.receiving(five) { world in
            let code = try #require(try await world.gateway.coupons(1).first?.code)
            for number in 0..<8 {
                let address = number == 0 ? "10.5.50.8" : "10.5.50.7"
                try await SyslogSender.datagram(
                    "hotspot,info,debug \(code)\(number) (\(address)): login failed: Username atau password salah",
                    to: world.service
                )
            }
            try await world.gateway.eventually("the alarm is told") {
                try await !world.gateway.store.events(after: 0, limit: 10).events.isEmpty
            }
            let events = try await world.gateway.store.events(after: 0, limit: 10).events
            #expect(events.map(\.kind) == [.loginFailures] && events.first?.site == world.site.id)
            let data = try #require(events.first?.data)
            #expect(
                data == """
                    {"device_id":"\(world.device.id)","count":5,"window_seconds":300,"address_count":2,\
                    "most_from_one_address":4}
                    """
            )
            let lines = world.log.all
            #expect(lines.contains { $0.contains("many logins failed") && $0.contains("10.5.50.7 (4), 10.5.50.8 (1)") })
            #expect(!lines.contains { $0.contains(code) })
        }
    }

    @Test func `a port that is taken is named, with the remedy`() async throws {
        try await SyslogWorld.receiving { world in
            for transport in [SyslogTransport.udp, .tcp] {
                let taken = world.service.endpoints[transport]
                let error = await #expect(throws: SyslogError.self) {
                    _ = try await world.gateway.syslog { configuration in
                        configuration.udp = transport == .udp ? taken : nil
                        configuration.tcp = transport == .tcp ? taken : nil
                    }
                }
                let text = error?.description ?? ""
                #expect(text.hasPrefix("cannot receive syslog over \(transport.rawValue.uppercased()) on 127.0.0.1:"))
                #expect(text.contains("address already in use") && !text.contains("\n"))
            }
        }
    }

    @Test func `a host that is a name is known by all its addresses, and stays known while names cannot be looked up`()
        async throws
    {
        try await SyslogWorld.receiving { world in
            var device = world.device
            device.host = "gate.example"
            try await world.gateway.store.updateDevice(device, password: nil, now: world.gateway.now())
            let intake = SyslogIntake(SyslogConfiguration(), now: world.gateway.now)
            let answers = NameAnswers()
            var directory = SyslogDirectory(
                intake,
                store: world.gateway.store,
                addressesInterval: .seconds(300),
                resolve: { await answers.addresses(of: $0) },
                logger: .silent,
                now: world.gateway.now
            )
            func heard(_ address: String) throws -> Bool {
                let address = try #require(IPAddress(address))
                return intake.withGate { $0.sources.count(behind: address) } == 1
            }
            await answers.set(["192.0.2.1", "2001:db8::1"])
            await directory.refresh()
            #expect(try heard("192.0.2.1") && heard("2001:db8::1"))
            await answers.set([])
            world.gateway.advance(by: .seconds(301))
            await directory.refresh()
            #expect(try heard("192.0.2.1"))
            await answers.set(["192.0.2.2"])
            world.gateway.advance(by: .seconds(301))
            await directory.refresh()
            #expect(try heard("192.0.2.2") && !heard("192.0.2.1"))
            let asked = await answers.asked
            await directory.refresh()
            #expect(await answers.asked == asked)
        }
    }

    @Test func `the names of this machine are found`() async {
        let addresses = await HostLookup().addresses(of: "localhost")
        #expect(addresses.contains { ["127.0.0.1", "::1"].contains($0.description) })
        #expect(await HostLookup().addresses(of: "nobody.invalid").isEmpty)
    }
}

/// A name server that a test fills.
private actor NameAnswers {
    private var answer: [IPAddress] = []
    private(set) var asked = 0

    func set(_ addresses: [String]) {
        answer = addresses.compactMap { IPAddress($0) }
    }

    func addresses(of _: String) -> [IPAddress] {
        asked += 1
        return answer
    }
}
