import GatewayDomain
import Testing

/// When a change of state is told.
@Suite struct StateTellingTests {
    private let now = HealthSample.now

    private func isDue(
        _ state: DeviceCondition,
        lasting: Duration,
        told: DeviceCondition? = nil,
        ago: Duration? = nil
    ) -> Bool {
        StateTelling.isDue(
            ConditionNote(state, since: now - lasting, why: ""),
            told: told,
            toldAt: ago.map { now - $0 },
            now: now
        )
    }

    @Test func `a state is told once it has lasted, and what is dangerous at once`() {
        #expect(!isDue(.unreachable, lasting: .seconds(119)))
        #expect(isDue(.unreachable, lasting: .seconds(120)))
        #expect(isDue(.certificateChanged, lasting: .seconds(0)))
        #expect(isDue(.loginRefused, lasting: .seconds(0)))
    }

    @Test func `what was told is not told again, and a device that is well from the start tells nothing`() {
        #expect(!isDue(.unreachable, lasting: .seconds(7200), told: .unreachable, ago: .seconds(7000)))
        #expect(!isDue(.synced, lasting: .seconds(7200)))
        #expect(isDue(.synced, lasting: .seconds(0), told: .unreachable, ago: .seconds(600)))
    }

    @Test func `a router that changes its state with every run tells of it once in ten minutes`() {
        var (told, toldAt, count) = (DeviceCondition?.none, Timestamp?.none, 0)
        for minute in 0..<600 {
            let time = now + .seconds(60 * Int64(minute))
            let state: DeviceCondition = minute.isMultiple(of: 2) ? .certificateChanged : .synced
            let note = ConditionNote(state, since: time, why: "")
            guard StateTelling.isDue(note, told: told, toldAt: toldAt, now: time) else { continue }
            (told, toldAt, count) = (state, time, count + 1)
        }
        #expect((2...60).contains(count), "\(count)")
    }

    @Test func `a clock that was set back does not silence a device for longer`() {
        #expect(isDue(.certificateChanged, lasting: .seconds(0), told: .synced, ago: .seconds(-86_400)))
    }
}
