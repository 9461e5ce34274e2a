import TestSeeds
import GatewayDomain
import Testing

/// When a machine's clock is believed, and between which moments the time lies when it is not.
@Suite struct ClockTrustTests {
    private static let start = Timestamp(seconds: 1_790_000_000)

    /// A machine's clock, and one beside it that nobody sets.
    private struct Machine {
        var trust: ClockTrust
        var elapsed: Duration = .zero
        var off: Duration = .zero
        var isSynchronized = false

        init(newestRecord: Timestamp? = nil, off: Duration = .zero, isSynchronized: Bool = false) {
            self.off = off
            self.isSynchronized = isSynchronized
            trust = ClockTrust(
                wall: start + off,
                elapsed: .zero,
                newestRecord: newestRecord,
                isSynchronized: isSynchronized
            )
        }

        var wall: Timestamp { start + elapsed + off }

        mutating func read() -> (reading: ClockReading, change: ClockTrust.Change?) {
            trust.read(wall: wall, elapsed: elapsed, isSynchronized: isSynchronized)
        }
    }

    @Test func `a clock that goes on is believed, however long it goes and however it is corrected in passing`() {
        var machine = Machine()
        for step in 1...100 {
            machine.elapsed += .seconds(3600)
            machine.off += .seconds(step % 2 == 0 ? 50 : -45)
            let (reading, change) = machine.read()
            #expect(reading == ClockReading(machine.wall))
            #expect(change == nil)
        }
    }

    @Test(arguments: [Duration.seconds(3 * 86_400), .seconds(-3 * 3600), .seconds(61), .seconds(-61)])
    func `a clock that was set is doubted, told once, until it is back`(step: Duration) {
        var machine = Machine()
        machine.elapsed = .seconds(600)
        _ = machine.read()
        machine.off = step
        #expect(machine.read().change == .doubted(.set(step)))
        for _ in 0..<3 {
            machine.elapsed += .seconds(600)
            let (reading, change) = machine.read()
            #expect(change == nil)
            #expect(reading.doubt == .set(step))
            let unset = Self.start + machine.elapsed
            #expect(reading.earliest == min(machine.wall, unset))
            #expect(reading.steady == unset)
        }
        machine.off = .zero
        let (reading, change) = machine.read()
        #expect(change == .believed)
        #expect(reading == ClockReading(machine.wall))
    }

    @Test func `a clock that a time server vouches for is followed wherever it goes`() {
        var machine = Machine(isSynchronized: true)
        machine.off = .seconds(86_400)
        let (reading, change) = machine.read()
        #expect(change == .followed(.seconds(86_400)))
        #expect(reading == ClockReading(machine.wall, isSynchronized: true))
        // Set by hand: the kernel takes the time server's word back, until that has its say again.
        machine.isSynchronized = false
        machine.off = .seconds(2 * 86_400)
        #expect(machine.read().change == .doubted(.set(.seconds(86_400))))
        machine.isSynchronized = true
        #expect(machine.read().change == .believed)
        #expect(machine.read().change == nil)
    }

    @Test func `a clock that is set twice is told of twice, and what it shows counts from where it was believed`() {
        var machine = Machine()
        machine.off = .seconds(86_400)
        #expect(machine.read().change == .doubted(.set(.seconds(86_400))))
        machine.off = .seconds(-7200)
        let (reading, change) = machine.read()
        #expect(change == .doubted(.set(.seconds(-7200))))
        #expect(reading.earliest == machine.wall)
        #expect(reading.steady == Self.start)
    }

    @Test func `a clock before the newest record is doubted from the start, and no longer than until then`() {
        var machine = Machine(newestRecord: Self.start, off: .seconds(-3600))
        #expect(machine.trust.doubt == .behindRecord(.seconds(3600)))
        let (reading, change) = machine.read()
        #expect(change == nil)
        #expect(reading.earliest == machine.wall)
        #expect(reading.steady == Self.start)
        #expect(reading.doubt == .behindRecord(.seconds(3600)))
        #expect(Machine(newestRecord: Self.start, off: .seconds(-3600), isSynchronized: true).trust.doubt == nil)
        #expect(Machine(newestRecord: Self.start, off: .seconds(-30)).trust.doubt == nil)
        #expect(Machine(newestRecord: Self.start, off: .seconds(86_400)).trust.doubt == nil)
        machine.off = .zero
        #expect(machine.read().change == .believed)
    }

    @Test func `a router's word ends the doubt`() {
        var machine = Machine()
        machine.off = .seconds(86_400)
        _ = machine.read()
        #expect(machine.trust.confirmed(wall: machine.wall, elapsed: machine.elapsed) == .believed)
        machine.elapsed += .seconds(60)
        #expect(machine.read().reading == ClockReading(machine.wall))
        #expect(machine.trust.confirmed(wall: machine.wall, elapsed: machine.elapsed) == nil)
    }

    /// Whatever happens to the clock, the time that goes on record is the time as it really is, as far as the clock was right before.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func `what goes on record is the time, whatever happens to the clock`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var machine = Machine()
        for _ in 0..<50 {
            machine.elapsed += .seconds(Int64.random(in: 1...7200, using: &generator))
            if Int.random(in: 0..<5, using: &generator) == 0 {
                let offs: [Int64] = [0, 0, -3600, 3600, 86_400, -86_400 * 400, 86_400 * 400]
                machine.off = .seconds(offs.randomElement(using: &generator) ?? 0)
            }
            let (reading, _) = machine.read()
            let truth = Self.start + machine.elapsed
            #expect(reading.earliest <= truth && reading.steady == truth, "seed \(seed)")
            #expect((reading.doubt == nil) == (machine.off == .zero), "seed \(seed)")
            #expect(reading.shown == machine.wall)
        }
    }
}
