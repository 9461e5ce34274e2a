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
                places.giveBack(choice.device, isProven: true, now: start)
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
        places.giveBack(device(0), isProven: true, now: start)
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
        #expect(numbers(choices) == [4, 3, 2])
        #expect(choices.map(\.isAhead) == [true, false, false])
        #expect(queue.count(in: .doubtful) == 2)
    }

    @Test func `a code that was used elsewhere goes before pushes also among devices that may hang`() {
        var queue = WorkQueue()
        var places = places(doubtful: 3)
        let waiting = [
            work(1, .push), work(2, .dueNames), work(3, .changedNames, ahead: true), work(4, .push, ahead: true),
            work(5, .push),
        ]
        queue.replace(with: listed(waiting)) { _ in false }
        #expect(Set(numbers(queue.take(&places, now: start)).prefix(2)) == [3, 4])
        #expect(places.isBusy(device(1)))
    }

    /// Devices that are wanted again a while after each run, before the real queue and places, in turns of two seconds.
    private struct Rounds {
        /// How many turns a run takes, and whether the device answers in the end.
        let behaviour: (Int) -> (turns: Int, answers: Bool)
        var places: RunPlaces
        var turn = 0
        /// Who began in which turn, and how many turns after it was wanted.
        var begun: [(number: Int, turn: Int, waited: Int)] = []
        private var queue = WorkQueue()
        private var waiting: [(number: Int, work: WaitingWork, since: Int)]
        private var later: [(number: Int, work: WaitingWork, at: Int)] = []
        private var running: [(number: Int, work: WaitingWork, endsAt: Int)] = []
        private let start = ContinuousClock.now

        init(_ works: [WaitingWork], _ places: RunPlaces, behaviour: @escaping (Int) -> (turns: Int, answers: Bool)) {
            self.behaviour = behaviour
            self.places = places
            waiting = works.enumerated().map { ($0.offset, $0.element, 0) }
            // Each was fine a moment ago.
            for work in works {
                _ = self.places.take(work.device, at: work.site, in: .doubtful, now: start)
                self.places.giveBack(work.device, isProven: true, now: start)
            }
        }

        mutating func run(turns: Int, pause: Int) {
            for _ in 0..<turns {
                let now = start + .seconds(2 * turn)
                for run in running where run.endsAt == turn {
                    let answers = behaviour(run.number).answers
                    places.giveBack(run.work.device, isProven: answers, now: now)
                    if answers { later.append((run.number, run.work, turn + pause)) }
                }
                running.removeAll { $0.endsAt == turn }
                waiting += later.filter { $0.at == turn }.map { ($0.number, $0.work, turn) }
                later.removeAll { $0.at == turn }
                queue.replace(with: waiting.map(\.work)) { places.isProven($0) }
                let chosen = Set(queue.take(&places, now: now).map(\.device))
                for (number, work, since) in waiting where chosen.contains(work.device) {
                    begun.append((number, turn, turn - since))
                    running.append((number, work, turn + behaviour(number).turns))
                }
                waiting.removeAll { chosen.contains($0.work.device) }
                turn += 1
            }
        }
    }

    @Test func `devices that fall silent all at once keep the others waiting once, and not again`() {
        // Nine of ten are never heard of again, which a deadline of fifteen turns finds out.
        var rounds = Rounds((0..<10_000).map { work($0, .look) }, places(proven: 640, doubtful: 640)) { number in
            number.isMultiple(of: 10) ? (1, true) : (15, false)
        }
        rounds.places.bounds.runsMaximum = 12_000
        rounds.run(turns: 40, pause: 5)
        let looks = Dictionary(grouping: rounds.begun.filter { $0.number.isMultiple(of: 10) }, by: \.number)
        #expect(looks.count == 1000)
        // Sixteen turns go by until each of the silent ones had a place for one.
        #expect(looks.values.allSatisfy { $0.count >= 4 })
        #expect(rounds.begun.allSatisfy { $0.turn < 18 || $0.waited <= 2 }, "and then everybody is prompt")
    }

    @Test func `devices that are slow for good are found out, and delay nobody after that`() {
        var rounds = Rounds((0..<1000).map { work($0, .look) }, places(proven: 64, doubtful: 64)) { number in
            (number < 257 ? 10 : 1, true)
        }
        rounds.run(turns: 120, pause: 30)
        let sound = rounds.begun.filter { $0.number >= 257 && $0.turn >= 50 }
        #expect(sound.count > 1000)
        #expect(
            sound.allSatisfy { $0.waited <= 12 },
            "the places of one lane for those that are wanted in the same turn"
        )
        let slow = rounds.begun.filter { $0.number < 257 && $0.turn >= 50 }
        #expect(!slow.isEmpty)
    }

    @Test func `whoever is worked on is not given twice, and what was not claimed can be given again`() {
        var queue = WorkQueue()
        var places = places(proven: 3)
        queue.replace(with: [work(1, .look), work(2, .look)]) { _ in true }
        #expect(numbers(queue.take(&places, now: start)) == [1, 2])
        queue.replace(with: [work(1, .look), work(3, .look)]) { _ in true }
        #expect(numbers(queue.take(&places, now: start)) == [3])
        places.giveBack(device(1), isProven: nil, now: start)
        queue.replace(with: [work(1, .look)]) { _ in true }
        #expect(numbers(queue.take(&places, now: start)) == [1])
    }
}
