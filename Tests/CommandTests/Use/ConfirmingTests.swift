import Foundation
import RouterOSSimulator
import Testing

/// A plan is looked at, and confirmed by the command that is printed with it.
@Suite(.timeLimit(.minutes(15))) struct ConfirmingTests {
    @Test func `a push that is held back names the command that confirms it`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let codes = try await place.coupons(20)
            try await place.text("push", "Hotel Linde")
            // Rows of ours that the database knows nothing of, as after an old backup.
            let comments = try await router.rows(of: "/ip/hotspot/user").compactMap { $0["comment"] }
            let comment = try #require(comments.first { $0.hasPrefix("gg1 ") })
            for index in 0..<15 {
                let mark = comment.split(separator: " ").prefix(3) + ["unknown-\(index)"]
                try await router.edit(
                    "/ip/hotspot/user/add",
                    ["name": "GONE\(index)", "comment": mark.joined(separator: " ")]
                )
            }

            let held = try await place.run("push", "Hotel Linde")

            #expect(held.status == 2)
            let command = try #require(held.errors.components(separatedBy: "gardengate push 'Hotel Linde' ").last)
            let arguments = command.split(whereSeparator: \.isWhitespace).map(String.init)
            try #require(arguments.count == 2 && arguments[0] == "--confirm")
            #expect(held.output.contains("push \(arguments[1]): gardengate push 'Hotel Linde' --confirm"))
            #expect(try await router.managedUsers().count == 35)
            let status = try await place.run("status")
            #expect(status.status == 2)
            #expect(status.output.contains("held back") && status.output.contains("look at it, then confirm it"))
            #expect(status.output.contains("→ look at gardengate plan 'Hotel Linde'"), "\(status.output)")

            let confirmed = try await place.run(["push", "Hotel Linde"] + arguments)

            #expect(confirmed.status == 0, "\(confirmed.errors)")
            #expect(try await router.managedUsers() == codes.sorted())
        }
    }

    @Test func `a program confirms the plan that it was shown, and is told when it is stale`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let first = try await place.coupons(2)
            let plan = try await place.json("plan", "Hotel Linde")
            #expect(plan["mode"] == "plan")
            #expect(plan["state"] == "done")
            let id = try #require(plan["id"].string)
            let shown = try await place.text("plan", "Hotel Linde")
            #expect(shown.contains("--confirm"))

            let push = try await place.json("push", "Hotel Linde", "--confirm", id)
            #expect(push["confirms"].string == id)
            #expect(push["runs"].elements.map { $0["outcome"] } == ["converged"])
            #expect(try await router.managedUsers() == first.sorted())

            let stale = try await place.run("push", "Hotel Linde", "--confirm", id, "--json")
            #expect(stale.status == 2)
            #expect(stale.errors.contains("is stale"))
            let refused = try JSONValue(parsing: stale.output)["runs"].elements.map { $0["plan"]["refusal_code"] }
            #expect(refused == ["stale"])

            // There was nothing left to do, which says nothing against the router.
            #expect(!stale.errors.contains("--confirm"))
            let status = try await place.json("status")
            #expect(status["devices"].elements.map { $0["state"] } == ["synced"])

            let unknown = try await place.run("push", "Hotel Linde", "--confirm", "nothing")
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("there is no plan nothing"))
        }
    }
}
