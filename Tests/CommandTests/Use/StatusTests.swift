import Foundation
import RouterOSSimulator
import Testing

/// How routers are doing, as a person and a program ask.
@Suite(.timeLimit(.minutes(15))) struct StatusTests {
    /// Two sites with a router that does not exist, and one with a router.
    private static func makeSites(_ router: SimulatedRouter) async throws -> Workplace {
        let place = try Workplace()
        try await place.makeSite("Hotel Linde", router)
        for index in 1...2 {
            let site = "Hotel \(index)"
            try await place.text("site", "add", site, "--instance", "Lobby")
            try await place.text([
                "device", "add", site, "127.0.0.1:\(index)", "--user", "admin", "--trust", "anonymous", "--no-check",
                "--password-file", place.secretFile(),
            ])
        }
        return place
    }

    @Test func `one line counts all routers, and those that need somebody stand below with what to do`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Self.makeSites(router)
            try await place.text("push", "Hotel Linde")
            let well = try await place.run("status")
            #expect(well.status == 0)
            #expect(well.output.hasPrefix("3 routers at 3 sites: 1 synced, 2 drifted; 2 INSECURE\n"), "\(well.output)")
            #expect(!well.output.contains("ROUTER"))

            for index in 1...2 { _ = try await place.run("push", "Hotel \(index)") }
            try await place.text("site", "pause", "Hotel 2")
            let status = try await place.run("status")
            #expect(status.status == 2)
            #expect(status.errors.isEmpty)
            #expect(status.output.hasPrefix("3 routers at 3 sites: 1 synced, 2 unreachable; 2 INSECURE\n"))
            let lines = status.output.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("Hotel 1  127.0.0.1:1  unreachable, drifted, INSECURE") }, "\(lines)")
            // The same remedy stands once.
            #expect(lines.count { $0.contains("→ check the address") } == 1)
            #expect(!status.output.contains("Hotel Linde"))

            let all = try await place.run("status", "--all")
            #expect(all.output.contains("Hotel Linde"))
            let linde = try await place.run("status", "--site", "Hotel Linde")
            #expect(linde.status == 0)
            #expect(linde.output.hasPrefix("1 router at 1 site: 1 synced\n"))
            let paused = try await place.run("status", "--condition", "paused")
            #expect(paused.output.contains("Hotel 2") && !paused.output.contains("Hotel 1"))
            let unknown = try await place.run("status", "--condition", "tired")
            #expect(unknown.status == 64)
        }
    }

    @Test func `a program is told of every router, with the figures`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Self.makeSites(router)
            try await place.text("push", "Hotel Linde")
            let status = try await place.json("status")
            #expect(status["summary"]["devices"].number == 3)
            #expect(status["summary"]["states"]["drifted"].number == 2)
            #expect(status["summary"]["attention"].number == 0)
            #expect(Set(status["devices"].elements.compactMap { $0["state"].string }) == ["drifted", "synced"])
            let first = try #require(status["devices"].elements.first)
            #expect(first["conditions"].elements.map { $0["condition"] } == ["drifted", "insecure"])
            #expect(first["conditions"].elements.first?["remedy"].string?.contains("gardengate push") == true)
        }
    }

    @Test func `what changes is told by a line each where there is no terminal`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Self.makeSites(router)
            try await place.text("push", "Hotel Linde")
            _ = try await place.run("push", "Hotel 1")
            let watch = try place.start(["status", "--watch", "--interval", "1s"], deadline: .seconds(180))
            let first = await watch.outputLine(containing: "Hotel 1")
            #expect(first?.contains("unreachable") == true)
            try await place.text("site", "pause", "Hotel Linde")
            let second = await watch.outputLine(containing: "Hotel Linde")
            #expect(second?.contains("synced -> paused: its site is paused") == true, "\(second ?? "")")
            watch.signal(SIGTERM)
            _ = await watch.outcome()
        }
    }

    @Test func `whoever a chosen condition holds for no longer is told of, and so is who was removed`() async throws {
        try await SimulatedRouter.running { router in
            let place = try await Self.makeSites(router)
            try await place.text("push", "Hotel Linde")
            for site in ["Hotel Linde", "Hotel 1"] { try await place.text("site", "pause", site) }
            // A line that does not come is waited for until the end.
            let watch = try place.start(
                ["status", "--watch", "--interval", "1s", "--condition", "paused", "--condition", "unreachable"],
                deadline: .seconds(180)
            )
            #expect(await watch.outputLine(containing: "Hotel 1") != nil)
            #expect(await watch.outputLine(containing: "Hotel Linde") != nil)
            try await place.text("site", "resume", "Hotel Linde")
            let resumed = await watch.outputLine(containing: "paused -> ")
            #expect(resumed?.contains("Hotel Linde") == true, "\(resumed ?? "")")
            try await place.text("device", "remove", "127.0.0.1:1")
            let removed = await watch.outputLine(containing: " removed")
            #expect(removed?.hasSuffix("Hotel 1 127.0.0.1:1 removed") == true, "\(removed ?? "")")
            watch.signal(SIGTERM)
            _ = await watch.outcome()
        }
    }
}
