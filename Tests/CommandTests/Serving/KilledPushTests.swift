import TestSeeds
import Foundation
import RouterOSSimulator
import Testing

/// A gateway that is killed in the middle of its work, as by a power cut or by the system when memory runs out.
@Suite struct KilledPushTests {
    private static let rounds = 10

    @Test func `whenever a push is killed, the next one converges and foreign rows are untouched`() async throws {
        let seeded = Seed.generator
        // Each command takes a moment, so that a kill finds the push at work.
        try await SimulatedRouter.running {
            $0.faults.commandCost = .milliseconds(1)
            $0.faults.rowsMaximum = 1000
        } _: { router in
            var random = seeded
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            try await Self.addForeignRows(to: router)
            let foreign = try await Self.foreignRows(of: router)
            var valid: Set<String> = []
            var killed = 0
            for round in 0..<Self.rounds {
                valid.formUnion(try await place.coupons(20))
                for code in valid.sorted().shuffled(using: &random).prefix(round == 0 ? 0 : 5) {
                    try await place.text("coupon", "revoke", code)
                    valid.remove(code)
                }
                try await place.text("walled-garden", "add", "Hotel Linde", "Host \(round)", "host\(round).test")
                let commands = Int.random(in: 1...60, using: &random)
                let push = try place.start(["push", "Hotel Linde"])
                try await router.received(commands: commands, orEndOf: push)
                push.signal(SIGKILL)
                let outcome = await push.outcome()
                if outcome.status == 128 + SIGKILL { killed += 1 } else { #expect(outcome.status == 0) }
                if round.isMultiple(of: 2) {
                    let next = try await place.run("push", "Hotel Linde")
                    #expect(next.status == 0, "round \(round), killed after \(commands): \(next.errors)")
                    try await Self.expect(valid, gardenRows: round + 1, foreign, at: router)
                }
            }
            #expect(killed >= 3, "a push that is never killed proves nothing")
            try await place.text("push", "Hotel Linde")
            try await Self.expect(valid, gardenRows: Self.rounds, foreign, at: router)
            let again = try await place.json("push", "Hotel Linde")
            #expect(again["runs"].elements.map { $0["outcome"] } == ["unchanged"])
        }
    }

    private static func expect(
        _ valid: Set<String>,
        gardenRows: Int,
        _ foreign: [[String: String]],
        at router: SimulatedRouter
    ) async throws {
        #expect(try await router.managedUsers() == valid.sorted())
        #expect(try await foreignRows(of: router) == foreign)
        let garden = try await router.rows(of: "/ip/hotspot/walled-garden/ip")
        let hosts = garden.filter { $0["comment"]?.hasPrefix("gg1 ") == true }.compactMap { $0["dst-host"] }
        #expect(hosts == (0..<gardenRows).map { "host\($0).test" })
    }

    private static func addForeignRows(to router: SimulatedRouter) async throws {
        for index in 0..<5 {
            try await router.edit("/ip/hotspot/user/add", ["name": "staff\(index)", "comment": "by hand"])
        }
        try await router.edit("/ip/hotspot/user/profile/add", ["name": "staff"])
        try await router.edit("/ip/hotspot/walled-garden/ip/add", ["dst-host": "first.test", "comment": "by hand"])
    }

    private static func foreignRows(of router: SimulatedRouter) async throws -> [[String: String]] {
        var rows: [[String: String]] = []
        for menu in ["/ip/hotspot/user", "/ip/hotspot/user/profile", "/ip/hotspot/walled-garden/ip"] {
            rows += try await router.rows(of: menu).filter { row in
                row["comment"]?.hasPrefix("gg1 ") != true && row["name"]?.hasPrefix("gg-") != true
                    && row["dynamic"] != "true"
            }
        }
        return rows
    }
}
