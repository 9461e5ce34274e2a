import TestSeeds
import GatewayDomain
import Testing

struct PlannerGardenTests {
    private func plan(_ wanted: [Int], _ present: [Int?]) -> Plan {
        var desired = Sample.desired()
        desired.garden = wanted.map { Sample.garden($0) }
        var observed = Sample.observed()
        observed.garden[.address] = present.enumerated().map { index, number in
            let id = "*\(String(index + 1, radix: 16))"
            guard let number else { return ObservedGardenRow(id: id, properties: ["dst-host": "foreign"], comment: "") }
            return Sample.gardenRow(Sample.garden(number), id: id)
        }
        desired.gardenDepartures = Set((0..<20).map { Sample.entry($0) })
        return Planner.plan(desired: desired, observed: observed)
    }

    private func moved(_ plan: Plan) -> Int {
        var added: Set<WalledGardenEntry.ID> = []
        for case .addGardenRow(let row, _) in plan.operations { added.insert(row.entry) }
        return plan.operations.reduce(0) { sum, operation in
            guard case .moveGardenRows(_, let entries, _) = operation else { return sum }
            return sum + entries.count { !added.contains($0) }
        }
    }

    @Test func `one row out of place is one move`() {
        let plan = plan([1, 2, 3, 4], [2, 3, nil, 4, 1])
        #expect(plan.operations == [.moveGardenRows(.address, [Sample.entry(1)], before: Sample.entry(2))])
    }

    @Test func `neighbours that go to one place are one move`() {
        let plan = plan([1, 2, 3, 4, 5], [3, 4, 5, 1, 2])
        #expect(
            plan.operations == [.moveGardenRows(.address, [1, 2].map { Sample.entry($0) }, before: Sample.entry(3))]
        )
    }

    @Test func `a single new row finds its place by being added`() {
        #expect(plan([1, 2, 3], [1, 3]).operations == [.addGardenRow(Sample.garden(2), before: Sample.entry(3))])
        #expect(plan([1, 2], [1, nil]).operations == [.addGardenRow(Sample.garden(2), before: nil)])
    }

    @Test func `several new rows for one place are added in any order and then moved as a block`() {
        let plan = plan([1, 2, 3, 4], [1, 4])
        #expect(
            plan.stages == [
                Plan.Stage(
                    .prepare,
                    [
                        .addGardenRow(Sample.garden(2), before: Sample.entry(4)),
                        .addGardenRow(Sample.garden(3), before: Sample.entry(4)),
                    ]
                ),
                Plan.Stage(
                    .order,
                    [.moveGardenRows(.address, [2, 3].map { Sample.entry($0) }, before: Sample.entry(4))]
                ),
            ]
        )
        #expect(PlanDocument(plan).counts.moved == 0)
    }

    @Test func `an address row that has to lose its host is replaced, since the router cannot unset it`() {
        var desired = Sample.desired()
        var row = Sample.garden(1)
        row.properties = ["action": "accept", "dst-address": "203.0.113.7"]
        desired.garden = [row]
        var observed = Sample.observed()
        observed.garden[.address] = [Sample.gardenRow(Sample.garden(1), id: "*1")]
        let reference = RowReference(id: "*1", name: "host1.example.com")
        #expect(
            Planner.plan(desired: desired, observed: observed).operations == [
                .addGardenRow(row, before: nil), .removeGardenRow(.address, reference, .replaced),
            ]
        )
    }

    @Test func `a disabled or altered row is set right, and what is too much is unset`() {
        var desired = Sample.desired()
        desired.garden = [Sample.garden(1, list: .request)]
        var observed = Sample.observed()
        var row = Sample.gardenRow(Sample.garden(1, list: .request), id: "*1")
        row.isDisabled = true
        row.properties["path"] = "/x"
        row.properties["hits"] = "12"
        observed.garden[.request] = [row]
        #expect(
            Planner.plan(desired: desired, observed: observed).operations == [
                .setGardenRow(
                    .request,
                    RowReference(id: "*1", name: "entry 1"),
                    [PropertyChange("path", from: "/x", to: nil), PropertyChange("disabled", from: "yes", to: "no")]
                )
            ]
        )
    }

    @Test func `no order of up to six rows needs fewer moved rows`() {
        for count in 1...6 {
            for order in Self.permutations(Array(0..<count)) {
                let least = count - Self.longestIncreasing(order)
                #expect(moved(plan(Array(0..<count), order)) == least, "\(order)")
            }
        }
    }

    @Test(arguments: Seed.several(200))
    func `rows that come and go never cost a move more`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let wanted = (0..<9).filter { _ in generator.chance(70) }
        let present = (0..<9).filter { _ in generator.chance(70) }.shuffled(using: &generator)
        let staying = present.filter(wanted.contains)
        #expect(moved(plan(wanted, present)) == staying.count - Self.longestIncreasing(staying), "seed \(seed)")
    }

    /// The length of a longest increasing subsequence, by trying every subset.
    private static func longestIncreasing(_ values: [Int]) -> Int {
        (0..<(1 << values.count)).reduce(0) { best, subset in
            let chosen = values.indices.filter { subset & (1 << $0) != 0 }.map { values[$0] }
            return zip(chosen, chosen.dropFirst()).allSatisfy { $0 < $1 } ? max(best, chosen.count) : best
        }
    }

    private static func permutations(_ values: [Int]) -> [[Int]] {
        guard values.count > 1 else { return [values] }
        return values.indices.flatMap { index -> [[Int]] in
            var rest = values
            let value = rest.remove(at: index)
            return permutations(rest).map { [value] + $0 }
        }
    }
}
