import GatewayDomain
import GatewayStore
import Testing

@testable import GatewaySync

@Suite struct SyslogGateTests {
    private let start = Timestamp(seconds: 1_795_000_000)
    private let lobby = IPAddress("192.0.2.1")
    private let beach = IPAddress("2001:db8::2")
    private let stranger = IPAddress("203.0.113.9")

    static func peer(
        _ device: String,
        host: String,
        site: String = "s1",
        source: IPAddress? = nil,
        identity: String? = nil
    ) -> SyslogPeer {
        SyslogPeer(device: Device.ID(device), site: Site.ID(site), host: host, source: source, identity: identity)
    }

    private func gate(_ change: (inout SyslogConfiguration) -> Void = { _ in }) -> SyslogGate {
        var configuration = SyslogConfiguration()
        change(&configuration)
        var gate = SyslogGate(configuration)
        gate.set(SyslogSources([Self.peer("d1", host: "192.0.2.1"), Self.peer("d2", host: "2001:DB8::2")]))
        return gate
    }

    @Test func `a device is known by where somebody said, else by its address, else by those of its name`() throws {
        let named = try #require(IPAddress("198.51.100.3"))
        let said = try #require(IPAddress("198.51.100.7"))
        let sources = SyslogSources(
            [
                Self.peer("d1", host: "192.0.2.1"), Self.peer("d2", host: "192.0.2.1"),
                Self.peer("d3", host: "gate.example"), Self.peer("d4", host: "192.0.2.4", source: said),
                Self.peer("d5", host: "nobody.example"),
            ],
            addresses: ["gate.example": [named, named]]
        )
        #expect(sources[try #require(lobby)].map(\.device.rawValue) == ["d1", "d2"])
        #expect(sources[named].map(\.device.rawValue) == ["d3"])
        #expect(sources[said].map(\.device.rawValue) == ["d4"])
        #expect(sources[try #require(IPAddress("192.0.2.4"))].isEmpty)
        // As a socket for both families tells it.
        #expect(sources[try #require(IPAddress("::ffff:192.0.2.1"))].count == 2)
    }

    @Test func `lines of strangers are counted, told once an hour, and leave nothing else behind`() throws {
        var gate = gate()
        let stranger = try #require(stranger)
        for second in 0..<7200 as Range<Int64> {
            gate.offer([0x78], from: stranger, at: start + .seconds(second))
            #expect(gate.open(from: stranger) == false)
        }
        #expect(gate.takeLines().isEmpty)
        #expect(gate.losses.take(at: start).map(\.count) == [14_400])
        gate.offer([0x78], from: stranger, at: start)
        #expect(gate.losses.take(at: start + .seconds(3599)).isEmpty)
        let told = gate.losses.take(at: start + .seconds(3600))
        #expect(told.map(\.count) == [1] && told.first?.source == stranger && told.first?.reason == .unknownSource)
    }

    @Test func `who floods is cut off, and others are heard`() throws {
        var gate = gate { $0.linesPerDevicePerMinute = 100 }
        let (lobby, beach) = (try #require(lobby), try #require(beach))
        for _ in 0..<10_000 { gate.offer([0x78], from: lobby, at: start) }
        gate.offer([0x79], from: beach, at: start)
        let lines = gate.takeLines()
        #expect(lines.count == 101)
        #expect(lines.last == SyslogLine(bytes: [0x79], source: beach, receivedAt: start))
        let told = gate.losses.take(at: start)
        #expect(told.map(\.reason) == [.tooMany] && told.first?.count == 9900 && told.first?.source == lobby)
        gate.offer([0x7A], from: lobby, at: start + .seconds(1))
        #expect(gate.takeLines().map(\.bytes) == [[0x7A]])
    }

    @Test func `no more lines wait than may, and what is lost is told once a minute`() throws {
        var gate = gate { $0.queueLinesMaximum = 10 }
        let lobby = try #require(lobby)
        for _ in 0..<12 { gate.offer([0x78], from: lobby, at: start) }
        #expect(gate.losses.take(at: start).map(\.count) == [2])
        gate.offer([0x78], from: lobby, at: start)
        #expect(gate.losses.take(at: start + .seconds(59)).isEmpty)
        #expect(gate.losses.take(at: start + .seconds(60)).map(\.reason) == [.queueFull])
        #expect(gate.takeLines().count == 10)
        gate.offer([0x78], from: lobby, at: start)
        #expect(gate.takeLines().count == 1)
        #expect(gate.losses.take(at: start, isLast: true).isEmpty)
    }

    @Test func `a datagram that is longer than a line may be is passed over`() throws {
        var gate = gate()
        gate.offer([UInt8](repeating: 0x78, count: 8192), from: try #require(lobby), at: start)
        gate.offer([UInt8](repeating: 0x78, count: 8193), from: try #require(lobby), at: start)
        #expect(gate.takeLines().map(\.bytes.count) == [8192])
        #expect(gate.losses.take(at: start).map(\.reason) == [.tooLong])
    }

    @Test func `an address has as many connections as its devices may have, and all have no more than fit`() throws {
        var gate = gate { configuration in
            configuration.connectionsMaximum = 5
            configuration.connectionsPerDeviceMaximum = 3
        }
        let (lobby, beach) = (try #require(lobby), try #require(beach))
        for _ in 0..<3 { #expect(gate.open(from: lobby) == true) }
        #expect(gate.open(from: lobby) == false)
        for _ in 0..<2 { #expect(gate.open(from: beach) == true) }
        #expect(gate.open(from: beach) == false)
        gate.close(from: lobby)
        #expect(gate.open(from: beach) == true)
        #expect(gate.open(from: lobby) == false)
        #expect(gate.losses.take(at: start).map(\.count) == [3])
    }

    @Test func `a device that is removed is nobody any more, and one that is added is heard`() throws {
        var gate = gate()
        gate.set(SyslogSources([Self.peer("d3", host: "203.0.113.9")]))
        gate.offer([0x78], from: try #require(lobby), at: start)
        gate.offer([0x79], from: try #require(stranger), at: start)
        #expect(gate.takeLines().map(\.bytes) == [[0x79]])
    }
}
