import Foundation
import RouterOSSimulator
import Testing

/// A change that comes to sites a few at a time, as an operator makes it.
@Suite(.timeLimit(.minutes(15))) struct RolloutTests {
    /// Sites of these routers, and a third one, whose router does not exist.
    private static func place(_ routers: [SimulatedRouter]) async throws -> Workplace {
        let place = try Workplace()
        let numbers = [1, 2, 4].prefix(routers.count)
        for (number, router) in zip(numbers, routers) { try await place.makeSite("Hotel \(number)", router) }
        try await place.text("site", "add", "Hotel 3", "--instance", "Lobby")
        try await place.text([
            "device", "add", "Hotel 3", "127.0.0.1:1", "--user", "admin", "--trust", "anonymous", "--no-check",
            "--password-file", place.secretFile(),
        ])
        for number in numbers { try await place.text("push", "Hotel \(number)") }
        return place
    }

    private static func session(_ router: SimulatedRouter) async throws -> String? {
        try await router.rows(of: "/ip/hotspot/user/profile").first { $0["name"]?.hasPrefix("gg-") == true }?[
            "session-timeout"
        ]
    }

    @Test func `a change is held, shown, rolled out, stopped where it fails, gone on with, and over`() async throws {
        try await SimulatedRouter.running { first in
            try await SimulatedRouter.running { second in
                try await SimulatedRouter.running { fourth in
                    let place = try await Self.place([first, second, fourth])
                    let held = try await place.text("instance", "set", "Lobby", "--session-ttl", "8h", "--hold")
                    #expect(
                        held.contains(
                            "0 of 4 sites have it; the others go on as before until gardengate rollout --instance Lobby"
                        )
                    )
                    try await place.text("push", "Hotel 1")
                    #expect(try await Self.session(first) == "12h")
                    let rollout = ["rollout", "--instance", "Lobby", "--batch", "2"]
                    let plan = try await place.text(rollout + ["--dry-run"])
                    #expect(plan.contains("Lobby: 4 sites with 4 routers in 2 batches of 2; stops at 1 failed site"))
                    #expect(plan.contains("  batch 2: Hotel 3, Hotel 4"))

                    let stopped = try await place.run(rollout)
                    #expect(stopped.status == 1)
                    #expect(stopped.output.contains("batch 1 of 2: 2 sites\n  Hotel "), "\(stopped.output)")
                    #expect(stopped.output.contains("  Hotel 3: failed: 127.0.0.1:1: "), "\(stopped.output)")
                    #expect(stopped.errors.contains("Hotel 3"), "\(stopped.errors)")
                    #expect(stopped.errors.split(separator: "\n").count == 1)
                    #expect(stopped.errors.contains("try again with gardengate rollout --instance Lobby --batch 2"))
                    // The one that stopped it comes last from now on.
                    let rest = try await place.text(rollout + ["--dry-run"])
                    #expect(
                        rest.contains("  batch 1: Hotel 3") || rest.contains("  batch 1: Hotel 4, Hotel 3"),
                        "\(rest)"
                    )
                    #expect(try await Self.session(first) == "8h")
                    #expect(try await Self.session(second) == "8h")
                    #expect(try await place.text("instance", "list").contains(" 4 of 4 "))

                    let again = try await place.run(rollout + ["--max-failures", "5", "--json"])
                    #expect(again.status == 1)
                    let json = try JSONValue(parsing: again.output)
                    #expect(json["done_count"].number == 3)
                    #expect(json["not_synced"].elements.map { $0["name"] } == ["Hotel 3"])
                    #expect(json["failed_count"].number == 1)
                    #expect(try await Self.session(fourth) == "8h")
                    // Every site has it, one of them as soon as it answers: until somebody leaves it at that it can be taken back.
                    #expect(json["is_held"] == .boolean(true))
                    #expect(json["left"].elements.map { $0["name"] } == ["Hotel 3"])
                    #expect(again.errors.contains("--keep leaves it at that"), "\(again.errors)")
                    let kept = try await place.text("rollout", "--instance", "Lobby", "--keep")
                    #expect(kept.contains("Lobby keeps the change"))
                    let over = try await place.run("rollout", "--instance", "Lobby", "--undo")
                    #expect(over.status == 1 && over.errors.contains("nothing can be taken back"))
                }
            }
        }
    }

    @Test func `a change is taken back where it has come to`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel 1", router)
            try await place.makeSite("Hotel 2")
            try await place.text("site", "pause", "Hotel 2")
            try await place.text("push", "Hotel 1")
            try await place.text("instance", "set", "Lobby", "--session-ttl", "8h", "--hold")
            let waiting = try await place.run("rollout", "--instance", "Lobby")
            #expect(waiting.status == 2)
            #expect(waiting.output.contains("  Hotel 2: waiting: the site is paused"))
            #expect(try await Self.session(router) == "8h")
            let undone = try await place.text("rollout", "--instance", "Lobby", "--undo")
            #expect(undone.contains("Lobby is as it was before the change, which had come to 1 site"))
            try await place.text("push", "Hotel 1")
            #expect(try await Self.session(router) == "12h")
        }
    }

    @Test func `a dead site does not stop the next try before the others have the change`() async throws {
        try await SimulatedRouter.running { first in
            try await SimulatedRouter.running { second in
                let place = try await Self.place([first, second])
                try await place.text("instance", "set", "Lobby", "--session-ttl", "8h", "--hold")
                // Beginning with the dead one, which stops it.
                let one = ["rollout", "--instance", "Lobby", "--batch", "1"]
                let stopped = try await place.run(one + ["--from", "Hotel 3"])
                #expect(stopped.errors.contains("stopped in batch 1 of 1: 1 site failed"), "\(stopped.errors)")
                #expect(stopped.errors.contains("2 sites do not have the change, first Hotel 1"), "\(stopped.errors)")
                let entries = try await place.text("audit", "list").split(separator: "\n").count {
                    $0.contains(" rollout ")
                }
                #expect(entries == 1, "a site that is pushed is one entry")
                let again = try await place.run(one)
                #expect(again.output.contains("batch 1 of 3: 1 site\n  Hotel 1: synced"), "\(again.output)")
                #expect(again.status == 1)
                #expect(try await Self.session(first) == "8h")
                #expect(try await Self.session(second) == "8h")
            }
        }
    }

    @Test func `one that began in the middle says which sites are left, and ends as that`() async throws {
        let place = try Workplace()
        for index in 1...3 { try await place.makeSite("Hotel \(index)") }
        try await place.text("instance", "set", "Lobby", "--session-ttl", "8h", "--hold")
        let half = try await place.run("rollout", "--instance", "Lobby", "--from", "Hotel 3", "--json")
        #expect(half.status == 2)
        let json = try JSONValue(parsing: half.output)
        #expect(json["state"] == "incomplete")
        #expect(json["is_held"] == .boolean(true))
        #expect(json["left"].elements.map { $0["name"] } == ["Hotel 1", "Hotel 2"])
        #expect(half.errors.contains("2 sites do not have the change, first Hotel 1; go on with"), "\(half.errors)")
        let refused = try await place.run("rollout", "--instance", "Lobby", "--keep")
        #expect(refused.status == 1 && refused.errors.contains("2 sites do not have the change"), "\(refused.errors)")
        let whole = try await place.text("rollout", "--instance", "Lobby")
        #expect(whole.contains("every site has the change: it is held no more"))
    }

    @Test func `each site that waits is told with what helps it`() async throws {
        let place = try Workplace()
        try await place.makeSite("Hotel 1")
        try await place.text("site", "pause", "Hotel 1")
        let paused = try await place.run("rollout", "--instance", "Lobby")
        #expect(paused.status == 2)
        #expect(paused.errors.contains("1 site is paused, first Hotel 1; let it be written with"), "\(paused.errors)")
        #expect(paused.errors.contains("gardengate site resume 'Hotel 1'") && !paused.errors.contains("--now"))
    }

    @Test(arguments: [
        (["--batch", "0"], "--batch 0 is outside of 1 to 1000", Int32(64)),
        (["--max-failures", "0"], "at least 1", 64),
        (["--undo", "--now"], "give it alone", 64), (["--from", "Nowhere"], "Nowhere", 1),
    ]) func `what cannot be done is refused in one line`(arguments: [String], reason: String, status: Int32)
        async throws
    {
        let place = try Workplace()
        try await place.makeSite("Hotel 1")
        let outcome = try await place.run(["rollout", "--instance", "Lobby"] + arguments)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }
}
