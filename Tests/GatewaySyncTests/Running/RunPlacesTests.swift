import GatewayDomain
import Testing

@testable import GatewaySync

@Suite struct RunPlacesTests {
    private let start = ContinuousClock.now

    private func device(_ number: Int) -> Device.ID { Device.ID("00000000-0000-4000-8000-\(100_000_000_000 + number)") }
    private func site(_ number: Int) -> Site.ID { Site.ID("00000000-0000-4000-9000-\(100_000_000_000 + number)") }

    private func places(
        ahead: Int = 3,
        proven: Int = 2,
        doubtful: Int = 1,
        site: Int = 100,
        runs: Int = 1000
    ) -> RunPlaces {
        RunPlaces(
            RunPlaces.Bounds(
                maximum: [.ahead: ahead, .proven: proven, .doubtful: doubtful],
                siteMaximum: site,
                runsMaximum: runs
            )
        )
    }

    private func rooms(_ places: RunPlaces, at now: ContinuousClock.Instant) -> [Int] {
        RunLane.allCases.map { places.room(in: $0, at: now) }
    }

    @Test func `no lane takes a place of another`() {
        var places = places()
        #expect(rooms(places, at: start) == [3, 2, 1])
        for number in 0..<3 { #expect(places.take(device(number), at: site(number), in: .ahead, now: start) == true) }
        #expect(rooms(places, at: start) == [0, 2, 1])
        #expect(places.take(device(3), at: site(3), in: .proven, now: start) == true)
        #expect(places.take(device(4), at: site(4), in: .doubtful, now: start) == true)
        #expect(rooms(places, at: start) == [0, 1, 0])
        places.giveBack(device(0), isProven: true)
        places.giveBack(device(4), isProven: false)
        #expect(rooms(places, at: start) == [1, 1, 1])
        #expect(places.busy == [device(1), device(2), device(3)])
    }

    @Test func `a device is never worked on twice at once`() {
        var places = places()
        #expect(places.take(device(1), at: site(1), in: .ahead, now: start) == true)
        #expect(places.take(device(1), at: site(1), in: .proven, now: start) == false)
        #expect(rooms(places, at: start) == [2, 2, 1])
        places.giveBack(device(1), isProven: nil)
        #expect(places.take(device(1), at: site(1), in: .proven, now: start) == true)
    }

    @Test(arguments: RunLane.allCases)
    func `runs that hang make room for others, up to a bound`(lane: RunLane) {
        var places = places(ahead: 2, proven: 2, doubtful: 2)
        var now = start
        for round in 0..<RunPlaces.Bounds.hangingFactor {
            #expect(places.room(in: lane, at: now) == 2)
            for number in 0..<2 {
                #expect(places.take(device(round * 2 + number), at: site(round), in: lane, now: now) == true)
            }
            #expect(places.room(in: lane, at: now) == 0)
            now += places.bounds.patience(in: lane)
        }
        #expect(places.room(in: lane, at: now) == 0, "eight hang")
        #expect(places.count(in: lane, at: now) == (8, 8))
        places.giveBack(device(0), isProven: false)
        #expect(places.room(in: lane, at: now) == 1)
    }

    @Test func `there are never more runs than connections`() {
        var places = places(ahead: 3, proven: 3, doubtful: 3, runs: 4)
        for number in 0..<3 {
            #expect(places.take(device(number), at: site(number), in: .doubtful, now: start) == true)
        }
        let late = start + .seconds(60)
        #expect(rooms(places, at: late) == [1, 1, 1])
        #expect(places.take(device(3), at: site(3), in: .proven, now: late) == true)
        #expect(rooms(places, at: late) == [0, 0, 0])
    }

    @Test func `a site has so many places and no more, but for names that changed`() {
        var places = places(ahead: 9, proven: 9, doubtful: 9, site: 2)
        #expect(places.take(device(1), at: site(1), in: .proven, now: start) == true)
        #expect(places.take(device(2), at: site(1), in: .doubtful, now: start) == true)
        #expect(!places.hasRoom(at: site(1), in: .proven, at: start))
        #expect(!places.hasRoom(at: site(1), in: .doubtful, at: start))
        #expect(places.hasRoom(at: site(1), in: .ahead, at: start))
        #expect(places.hasRoom(at: site(2), in: .proven, at: start))
        #expect(places.take(device(3), at: site(1), in: .ahead, now: start) == true)
        places.giveBack(device(3), isProven: true)
        #expect(!places.hasRoom(at: site(1), in: .proven, at: start))
        #expect(places.hasRoom(at: site(1), in: .proven, at: start + .seconds(2)), "the doubtful one hangs")
        places.giveBack(device(2), isProven: true)
        #expect(places.hasRoom(at: site(1), in: .proven, at: start))
    }

    @Test func `a device is proven by its last run`() {
        var places = places()
        func run(_ isProven: Bool?) {
            _ = places.take(device(1), at: site(1), in: .doubtful, now: start)
            places.giveBack(device(1), isProven: isProven)
        }
        #expect(!places.isProven(device(1)))
        run(true)
        #expect(places.isProven(device(1)))
        run(nil)
        #expect(places.isProven(device(1)), "it was not tried")
        run(false)
        #expect(!places.isProven(device(1)))
    }
}
