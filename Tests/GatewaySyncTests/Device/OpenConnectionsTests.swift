import GatewayDomain
import Testing

@testable import GatewaySync

@Suite struct OpenConnectionsTests {
    private func device(_ number: Int) -> Device.ID { Device.ID("00000000-0000-4000-8000-\(100_000_000_000 + number)") }
    private func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    /// Three of three are open: the first is used, the second was used long ago, the third lately.
    private func full() -> OpenConnections<String> {
        var connections = OpenConnections<String>(maximum: 3)
        for number in 1...3 {
            connections.begin(device(number), now: at(Int64(number)))
            #expect(connections.admit(device(number), now: at(Int64(number))) == .open)
            connections.opened(device(number), "\(number)")
            if number > 1 { connections.end(device(number), now: at(Int64(number) * 10)) }
        }
        return connections
    }

    @Test func `one more closes the one that was used least recently, never one that is used`() {
        var connections = full()
        connections.begin(device(4), now: at(40))
        #expect(connections.admit(device(4), now: at(40)) == .close(device(2)))
        #expect(connections.admit(device(4), now: at(40)) == .open)
        #expect(connections.count == 3)
        #expect(connections.connection(to: device(2)) == nil)
        connections.begin(device(5), now: at(41))
        #expect(connections.admit(device(5), now: at(41)) == .close(device(3)))
        #expect(connections.admit(device(5), now: at(41)) == .open)
        connections.end(device(1), now: at(50))
        #expect(connections.unused(since: at(51)) == [device(1)])
        #expect(connections.unused(since: at(50)).isEmpty)
    }

    @Test func `a connection that ended, or did not come about, gives its place back once`() {
        var connections = full()
        connections.leave(device(3))
        connections.leave(device(3))
        #expect(connections.count == 2)
        #expect(connections.admit(device(4), now: at(40)) == .open)
        #expect(connections.count == 3)
        connections.leave(device(4))
        #expect(connections.count == 2)
        #expect(connections.all.sorted() == ["1", "2"])
    }

    @Test func `a device that is connected to takes one place, however often it is asked for`() {
        var connections = full()
        #expect(connections.admit(device(1), now: at(60)) == .open)
        #expect(connections.count == 3)
    }
}
