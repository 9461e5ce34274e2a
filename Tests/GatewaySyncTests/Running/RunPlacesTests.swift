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
        var places = places
        return RunLane.allCases.map { places.room(in: $0, at: now) }
    }

    @Test func `no lane takes a place of another`() {
        var places = places()
        #expect(rooms(places, at: start) == [3, 2, 1])
        for number in 0..<3 { #expect(places.take(device(number), at: site(number), in: .ahead, now: start) == true) }
        #expect(rooms(places, at: start) == [0, 2, 1])
        #expect(places.take(device(3), at: site(3), in: .proven, now: start) == true)
        #expect(places.take(device(4), at: site(4), in: .doubtful, now: start) == true)
        #expect(rooms(places, at: start) == [0, 1, 0])
        places.giveBack(device(0), isProven: true, now: start)
        places.giveBack(device(4), isProven: false, now: start)
        #expect(rooms(places, at: start) == [1, 1, 1])
        #expect(places.busy == [device(1), device(2), device(3)])
    }

    @Test func `a device is never worked on twice at once`() {
        var places = places()
        #expect(places.take(device(1), at: site(1), in: .ahead, now: start) == true)
        #expect(places.take(device(1), at: site(1), in: .proven, now: start) == false)
        #expect(rooms(places, at: start) == [2, 2, 1])
        places.giveBack(device(1), isProven: nil, now: start)
        #expect(places.take(device(1), at: site(1), in: .proven, now: start) == true)
    }

    @Test(arguments: RunLane.allCases)
    func `a run that hangs gives its place back at once, and is a doubtful one from then on`(lane: RunLane) {
        var places = places(ahead: 2, proven: 2, doubtful: 2)
        var now = start
        for round in 0..<5 {
            #expect(places.room(in: lane, at: now) == 2)
            for number in 0..<2 {
                #expect(places.take(device(round * 2 + number), at: site(round), in: lane, now: now) == true)
            }
            #expect(places.room(in: lane, at: now) == 0)
            now += RunPlaces.Bounds.patience - .milliseconds(1)
            #expect(places.room(in: lane, at: now) == 0)
            now += .milliseconds(1)
        }
        #expect(rooms(places, at: now) == [2, 2, 2])
        #expect(places.count(in: .doubtful, at: now) == (10, 10))
        #expect(lane == .doubtful || places.count(in: lane, at: now) == (0, 0))
        for number in 0..<10 { places.giveBack(device(number), isProven: true, now: now) }
        #expect(places.count(in: .doubtful, at: now) == (0, 0))
        #expect(rooms(places, at: now) == [2, 2, 2])
        #expect(!places.isProven(device(0)), "it is slow")
    }

    @Test func `while very many hang, a lane goes on with a quarter of its places`() {
        var places = places(ahead: 4, proven: 16, doubtful: 8, runs: 10_000)
        let count = 8 * RunPlaces.Bounds.hangingFactor
        for number in 0..<count { _ = places.take(device(number), at: site(number), in: .proven, now: start) }
        let late = start + .seconds(5)
        #expect(rooms(places, at: late) == [4, 16, 2])
        for number in count..<2 * count { _ = places.take(device(number), at: site(number), in: .ahead, now: start) }
        #expect(rooms(places, at: late) == [4, 4, 2])
        places.giveBack(device(count), isProven: false, now: late)
        #expect(rooms(places, at: late) == [4, 16, 2])
        for number in 0..<count { places.giveBack(device(number), isProven: false, now: late) }
        #expect(rooms(places, at: late) == [4, 16, 8])
    }

    @Test func `there are never more runs than connections, and doubtful devices do not get all of them`() {
        var places = places(ahead: 3, proven: 3, doubtful: 4, runs: 4)
        for number in 0..<3 {
            #expect(places.take(device(number), at: site(number), in: .doubtful, now: start) == true)
        }
        let late = start + .seconds(60)
        #expect(rooms(places, at: late) == [1, 1, 0])
        #expect(places.take(device(3), at: site(3), in: .proven, now: late) == true)
        #expect(rooms(places, at: late) == [0, 0, 0])
    }

    @Test func `what is forgotten of a device is that it was proven`() {
        var places = places()
        for number in 0..<2 {
            _ = places.take(device(number), at: site(1), in: .proven, now: start)
            places.giveBack(device(number), isProven: true, now: start)
        }
        #expect(places.provenDevices == [device(0), device(1)])
        places.forget([device(0)])
        #expect(places.provenDevices == [device(1)])
    }

    @Test func `a site has so many places and no more, but for names that changed`() {
        var places = places(ahead: 9, proven: 9, doubtful: 9, site: 2)
        #expect(places.take(device(1), at: site(1), in: .proven, now: start) == true)
        #expect(places.take(device(2), at: site(1), in: .doubtful, now: start) == true)
        #expect(!places.hasRoom(at: site(1), in: .proven))
        #expect(!places.hasRoom(at: site(1), in: .doubtful))
        #expect(places.hasRoom(at: site(1), in: .ahead))
        #expect(places.hasRoom(at: site(2), in: .proven))
        #expect(places.take(device(3), at: site(1), in: .ahead, now: start) == true)
        places.giveBack(device(3), isProven: true, now: start)
        #expect(!places.hasRoom(at: site(1), in: .proven))
        #expect(places.room(in: .proven, at: start + .seconds(2)) == 9)
        #expect(places.hasRoom(at: site(1), in: .proven), "both hang")
        places.giveBack(device(2), isProven: true, now: start + .seconds(2))
        #expect(places.hasRoom(at: site(1), in: .proven))
    }

    @Test func `of the runs of one site that hang there are four times as many, and no more`() {
        var places = places(ahead: 99, proven: 99, doubtful: 99, site: 2)
        var now = start
        for number in 0..<8 {
            #expect(places.hasRoom(at: site(1), in: .proven))
            #expect(places.take(device(number), at: site(1), in: number < 4 ? .proven : .doubtful, now: now) == true)
            if number % 2 == 1 { now += .seconds(2) }
            _ = places.room(in: .proven, at: now)
        }
        #expect(!places.hasRoom(at: site(1), in: .proven))
        #expect(!places.hasRoom(at: site(1), in: .doubtful))
        #expect(places.hasRoom(at: site(1), in: .ahead))
        #expect(places.hasRoom(at: site(2), in: .proven))
        places.giveBack(device(0), isProven: true, now: now)
        #expect(places.hasRoom(at: site(1), in: .proven))
    }

    @Test func `a device is proven by its last run`() {
        var places = places()
        func run(_ isProven: Bool?) {
            _ = places.take(device(1), at: site(1), in: .doubtful, now: start)
            places.giveBack(device(1), isProven: isProven, now: start)
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
