import Foundation
import GatewayStore
import Testing

@testable import GatewaySync

/// A thousand devices: that three hundred of them are dead, silent or slow is nothing that the others notice.
@Suite struct FleetTests {
    private let bad: [VirtualFleet.Kind] = [.refusing, .silent, .trickling]

    private var seed: UInt64 {
        let given = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap { UInt64($0) }
        let seed = given ?? .random(in: 0...999_999)
        print("GATEWAY_SEED=\(seed)")
        return seed
    }

    /// The waits of the sound ones of a fleet, from a moment on.
    private func waits(
        of kinds: [VirtualFleet.Kind],
        from start: Duration,
        to end: Duration,
        dice: Dice
    ) -> [WorkUrgency: [Duration]] {
        var fleet = VirtualFleet(kinds, dice: dice)
        fleet.run(for: end)
        let counted = fleet.waits.filter { $0.kind == .sound && $0.since >= start }
        return Dictionary(grouping: counted, by: \.urgency).mapValues { $0.map(\.duration).sorted() }
    }

    @Test func `three hundred bad devices delay none of seven hundred others`() throws {
        var dice = Dice(seed: seed)
        let sound = [VirtualFleet.Kind](repeating: .sound, count: 700)
        let kinds = (sound + bad.flatMap { Array(repeating: $0, count: 100) }).shuffled(using: &dice)
        let (start, end) = (Duration.seconds(60), Duration.seconds(180))
        let alone = waits(of: sound, from: start, to: end, dice: dice.split())
        let among = waits(of: kinds, from: start, to: end, dice: dice.split())
        for urgency in [WorkUrgency.changedNames, .push, .look] {
            let (usual, found) = (try #require(alone[urgency]), try #require(among[urgency]))
            #expect(found.count > 30, "\(urgency) of \(found.count) devices")
            #expect(try #require(found.last) <= #require(usual.last) + .milliseconds(750), "\(urgency)")
            // Whoever is worked on waits for that to end, half a second at most.
            #expect(found[found.count * 9 / 10] <= usual[usual.count * 9 / 10] + .milliseconds(250), "\(urgency)")
        }
        #expect(try #require(among[.changedNames]?.last) < .seconds(1), "a code that was used elsewhere")
    }

    @Test func `after a start all sound devices are reached, though nobody knows yet which are dead`() throws {
        var dice = Dice(seed: seed)
        let kinds =
            ([VirtualFleet.Kind](repeating: .sound, count: 700) + bad.flatMap { Array(repeating: $0, count: 100) })
            .shuffled(using: &dice)
        var fleet = VirtualFleet(kinds, dice: dice.split())
        fleet.run(for: .seconds(60))
        let first = fleet.waits.filter { $0.kind == .sound && $0.urgency == .look && $0.since == .zero }
        #expect(first.count > 650, "the rest was pushed to or told of names first")
        #expect(try #require(first.map(\.duration).max()) < .seconds(15))
    }

    @Test(arguments: [VirtualFleet.Kind.mute, .slow])
    func `three hundred devices that go bad over their connections delay none of seven hundred others`(
        kind: VirtualFleet.Kind
    ) throws {
        var dice = Dice(seed: seed)
        var fleet = VirtualFleet(Array(repeating: .sound, count: 1000), dice: dice.split())
        fleet.turn(0..<300, into: kind, at: .seconds(60))
        fleet.run(for: .seconds(190))
        let counted = fleet.waits.filter { $0.kind == .sound && $0.since >= .seconds(60) }
        let waits = Dictionary(grouping: counted, by: \.urgency).mapValues { $0.map(\.duration).sorted() }
        #expect(try #require(waits[.changedNames]?.last) < .seconds(1), "a code that was used elsewhere")
        for urgency in [WorkUrgency.push, .look] {
            let found = try #require(waits[urgency])
            #expect(found.count > 30, "\(urgency) of \(found.count) devices")
            // Once the places may all be taken by those of which nobody knows yet, for as long as the lane has patience.
            #expect(try #require(found.last) < .seconds(6), "\(urgency)")
            #expect(found[found.count * 9 / 10] < .seconds(1), "\(urgency)")
        }
    }

    @Test func `two thousand devices are not looked at in the same moment, at a start or ever after`() {
        var dice = Dice(seed: seed)
        var fleet = VirtualFleet(Array(repeating: .sound, count: 2000), dice: dice.split())
        fleet.run(for: .seconds(75))
        var perSecond: [Int64: Int] = [:]
        for wait in fleet.waits where wait.urgency == .look {
            perSecond[(wait.since + wait.duration).components.seconds, default: 0] += 1
        }
        #expect(perSecond.values.max() ?? 0 < 500, "as many as there are places, each for a moment")
        #expect(perSecond.keys.filter { $0 >= 50 }.count > 12)
    }
}
