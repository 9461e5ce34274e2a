import GatewayDomain
import Testing

@testable import GatewaySync

struct RunPlacesTests {
    private let start = ContinuousClock.now

    private func device(_ number: Int) -> Device.ID { Device.ID("00000000-0000-4000-8000-\(100_000_000_000 + number)") }

    @Test func `runs of names take no place of ordinary work, nor the other way round`() {
        var places = RunPlaces(ordinaryMaximum: 2, aheadMaximum: 3)
        for number in 0..<3 { places.take(device(number), isAhead: true, now: start) }
        #expect(places.free(at: start) == (2, 0))
        for number in 3..<5 { places.take(device(number), isAhead: false, now: start) }
        #expect(places.free(at: start) == (0, 0))
        places.giveBack(device(0))
        #expect(places.free(at: start) == (0, 1))
        places.giveBack(device(4))
        #expect(places.free(at: start) == (1, 1))
        #expect(places.busy == [device(1), device(2), device(3)])
    }

    @Test func `runs of names that hang make room for others, up to a bound`() {
        var places = RunPlaces(ordinaryMaximum: 1, aheadMaximum: 2)
        var now = start
        for round in 0..<RunPlaces.hangingFactor {
            #expect(places.free(at: now).ahead == 2)
            for number in 0..<2 { places.take(device(round * 2 + number), isAhead: true, now: now) }
            #expect(places.free(at: now).ahead == 0)
            now += RunPlaces.patience
        }
        #expect(places.free(at: now).ahead == 0, "eight hang")
        places.giveBack(device(0))
        #expect(places.free(at: now).ahead == 1)
        #expect(places.free(at: now).ordinary == 1)
    }
}
