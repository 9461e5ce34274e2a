import GatewayDomain
import GatewayStore
import Testing

@testable import GatewaySync

@Suite struct WorkQueueTests {
    private let start = ContinuousClock.now

    private func device(_ number: Int) -> Device.ID { Device.ID("00000000-0000-4000-8000-\(100_000_000_000 + number)") }
    private func site(_ number: Int) -> Site.ID { Site.ID("00000000-0000-4000-9000-\(100_000_000_000 + number)") }

    private func work(
        _ number: Int,
        _ urgency: WorkUrgency,
        site: Int? = nil,
        ahead: Bool = false,
        failing: Bool = false
    ) -> WaitingWork {
        WaitingWork(
            device: device(number),
            site: self.site(site ?? number),
            urgency: urgency,
            since: Timestamp(seconds: Int64(number)),
            mayGoAhead: ahead,
            isFailing: failing
        )
    }

    private func places(ahead: Int = 0, proven: Int = 0, doubtful: Int = 0, site: Int = 100) -> RunPlaces {
        RunPlaces(
            RunPlaces.Bounds(
                maximum: [.ahead: ahead, .proven: proven, .doubtful: doubtful],
                siteMaximum: site,
                runsMaximum: 1000
            )
        )
    }

    private func numbers(_ choices: [WorkChoice]) -> [Int] {
        choices.compactMap { Int($0.device.rawValue.suffix(11)) }
    }

    /// As the store lists it.
    private func listed(_ work: [WaitingWork]) -> [WaitingWork] {
        work.sorted { ($0.urgency.rawValue, $0.since, $0.device) < ($1.urgency.rawValue, $1.since, $1.device) }
    }

    @Test func `names go ahead of everything, then goes what is most urgent, and whoever waits longest`() {
        var queue = WorkQueue()
        var places = places(ahead: 9, proven: 3)
        let waiting = [
            work(1, .audit), work(2, .look), work(3, .changedEverything), work(5, .push), work(4, .push),
            work(6, .changedNames, ahead: true), work(7, .push, ahead: true),
        ]
        queue.replace(with: listed(waiting)) { _ in true }
        let choices = queue.take(&places, now: start)
        #expect(numbers(choices) == [7, 6, 4, 5, 3])
        #expect(choices.map(\.isAhead) == [true, true, false, false, false])
        #expect(queue.count(in: .proven) == 2)
        #expect(queue.count(in: .ahead) == 0)
        #expect(places.busy.count == 5)
    }

    @Test func `a look and an audit get their turn although pushes never end`() {
        var queue = WorkQueue()
        var places = places(proven: 1)
        var waiting = [work(1000, .audit), work(1001, .look), work(1002, .changedEverything)]
        var given: [Int] = []
        for round in 0..<40 {
            let pushes = (0..<5).map { work(round * 5 + $0, .push) }
            queue.replace(with: listed(waiting + pushes)) { _ in true }
            for choice in queue.take(&places, now: start) {
                given += numbers([choice])
                waiting.removeAll { $0.device == choice.device }
                places.giveBack(choice.device, isProven: true)
            }
        }
        #expect(given.count == 40)
        for number in 1000...1002 { #expect(given.contains(number), "\(number) in \(given)") }
        #expect(given.count { $0 < 1000 } == 37)
    }

    @Test func `a site with hundreds of devices holds up no other`() {
        var queue = WorkQueue()
        var places = places(proven: 10, site: 4)
        let campus = (0..<300).map { work($0, .changedEverything, site: 7) }
        queue.replace(with: listed(campus + [work(500, .look), work(501, .audit)])) { _ in true }
        let first = numbers(queue.take(&places, now: start))
        #expect(first.count { $0 < 300 } == 4)
        #expect(Set(first).isSuperset(of: [500, 501]))
        #expect(queue.take(&places, now: start).isEmpty)
        places.giveBack(device(0), isProven: true)
        #expect(numbers(queue.take(&places, now: start)) == [4])
    }

    @Test func `devices that failed or were not reached yet wait among themselves`() {
        var queue = WorkQueue()
        var places = places(ahead: 1, proven: 1, doubtful: 1)
        let waiting = [
            work(1, .push, failing: true), work(2, .changedNames, ahead: true, failing: true), work(3, .look),
            work(4, .changedNames, ahead: true), work(5, .look),
        ]
        queue.replace(with: listed(waiting)) { $0 != device(5) }
        let choices = queue.take(&places, now: start)
        #expect(numbers(choices) == [4, 3, 1])
        #expect(choices.map(\.isAhead) == [true, false, false])
        #expect(queue.count(in: .doubtful) == 2)
    }

    @Test func `whoever is worked on is not given twice, and what was not claimed can be given again`() {
        var queue = WorkQueue()
        var places = places(proven: 3)
        queue.replace(with: [work(1, .look), work(2, .look)]) { _ in true }
        #expect(numbers(queue.take(&places, now: start)) == [1, 2])
        queue.replace(with: [work(1, .look), work(3, .look)]) { _ in true }
        #expect(numbers(queue.take(&places, now: start)) == [3])
        places.giveBack(device(1), isProven: nil)
        queue.replace(with: [work(1, .look)]) { _ in true }
        #expect(numbers(queue.take(&places, now: start)) == [1])
    }
}
