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

    /// Looks at devices in turn, some at once; how many of the looks log in.
    private func logins(devices: Int, atOnce: Int, rounds: Int, _ connections: inout OpenConnections<Int>) -> [Int] {
        var time: Int64 = 0
        return (0..<rounds).map { _ in
            var logins = 0
            for first in stride(from: 0, to: devices, by: atOnce) {
                let together = first..<min(first + atOnce, devices)
                for number in together {
                    time += 1
                    connections.begin(device(number), now: at(time))
                    guard connections.connection(to: device(number)) == nil else { continue }
                    logins += 1
                    while connections.admit(device(number), now: at(time)) != .open {}
                    connections.opened(device(number), number)
                }
                for number in together { connections.end(device(number), now: at(time)) }
            }
            return logins
        }
    }

    @Test func `one device more than connections logs two of them in each round, not all`() {
        var connections = OpenConnections<Int>(maximum: 1000)
        let counts = logins(devices: 1001, atOnce: 1, rounds: 20, &connections)
        #expect(counts.first == 1001)
        #expect(counts.dropFirst().allSatisfy { $0 == 2 }, "\(counts)")
        #expect(connections.count == 1000)
    }

    @Test func `devices beyond share a small part of the places, many at once`() {
        var connections = OpenConnections<Int>(maximum: 320)
        let counts = logins(devices: 400, atOnce: 64, rounds: 20, &connections)
        // The 80 beyond, and those whose twenty places they share.
        #expect(counts.dropFirst(2).allSatisfy { $0 <= 80 + 320 / 16 + 64 }, "\(counts)")
        #expect(connections.count == 320)
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
