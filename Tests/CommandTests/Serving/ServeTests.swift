import Foundation
import RouterOSSimulator
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A gateway that serves, with people at work beside it.
@Suite struct ServeTests {
    /// Starts `serve`, and gives its process and where it answers health questions.
    private static func serve(_ place: Workplace) async throws -> (process: CommandProcess, address: String) {
        let process = try place.start(
            ["serve", "--listen", "127.0.0.1:0", "--json", "--look-interval", "1s"],
            deadline: .seconds(180)
        )
        let line = await process.outputLine(containing: "\"listen\"")
        let address = try #require(line?.split(separator: "\"").last.map(String.init))
        return (process, address)
    }

    private static func answer(_ address: String, _ path: String) async throws -> (status: Int?, body: String) {
        let url = try #require(URL(string: "http://\(address)\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode, String(decoding: data, as: UTF8.self))
    }

    @Test(.timeLimit(.minutes(15)))
    func `what another process changes reaches the router without a push, and push goes through it`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let (process, address) = try await Self.serve(place)
            for path in ["/healthz", "/readyz"] {
                let answer = try await Self.answer(address, path)
                #expect(answer.status == 200)
                #expect(answer.body == #"{"status":"ok"}"#)
            }
            let codes = try await place.coupons(3)
            try await router.holds(codes)
            // Exit code 2 would say that the run is not on record yet.
            let status = try JSONValue(parsing: try await place.run(["status", "--json"]).output)
            #expect(status["server"].string?.contains("process \(process.id)") == true)

            // The serving process holds the one connection: nobody else logs in.
            let logins = try await router.activity().logins
            let plan = try await place.json("plan", "Hotel Linde")
            #expect(plan["runs"].elements.map { $0["outcome"] } == ["planned"])
            try await router.edit("/ip/hotspot/user/remove", [".id": codes[0]])
            let push = try await place.json("push", "Hotel Linde")
            #expect(push["runs"].elements.count == 1)
            #expect(try await router.managedUsers() == codes.sorted())
            #expect(try await router.activity().logins == logins)

            process.signal(SIGTERM)
            let outcome = await process.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let after = try await place.json("status")
            #expect(after["server"].isNull)
            #expect(try JSONValue(parsing: outcome.output)["process_id"].number == Double(process.id))
            #expect(!(outcome.output + outcome.errors).contains(Workplace.password))
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a second one ends with one line that names the first, and after a kill a new one starts at once`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let (first, _) = try await Self.serve(place)
            let second = try await place.run("serve")
            #expect(second.status == 1)
            #expect(second.errorLines.count == 1, "\(second.errors)")
            #expect(second.errors.contains("process \(first.id)"))

            let codes = try await place.coupons(2)
            try await router.holds(codes)
            first.signal(SIGKILL)
            #expect(await first.outcome().status == 128 + SIGKILL)
            let (third, address) = try await Self.serve(place)
            #expect(try await Self.answer(address, "/readyz").status == 200)
            let more = try await place.coupons(2)
            try await router.holds(codes + more)
            third.signal(SIGINT)
            let outcome = await third.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `one that stands by takes over when the first ends`() async throws {
        try await SimulatedRouter.running { router in
            let place = try Workplace()
            try await place.makeSite("Hotel Linde", router)
            let (first, _) = try await Self.serve(place)
            let second = try place.start(
                ["serve", "--listen", "127.0.0.1:0", "--json", "--wait"],
                deadline: .seconds(180)
            )
            let line = await second.errorLine(containing: "standing by")
            #expect(line?.contains("process \(first.id)") == true, "\(line ?? "nothing")")
            first.signal(SIGTERM)
            #expect(await first.outcome().status == 0)
            let announced = await second.outputLine(containing: "\"listen\"")
            let address = try #require(announced?.split(separator: "\"").last.map(String.init))
            #expect(try await Self.answer(address, "/readyz").status == 200)
            let codes = try await place.coupons(2)
            try await router.holds(codes)
            second.signal(SIGTERM)
            #expect(await second.outcome().status == 0)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func `a port that is taken ends it with one line and frees the database`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let (first, address) = try await Self.serve(place)
        let other = try Workplace()
        try await other.makeSite()
        let outcome = try await other.run("serve", "--listen", address)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot listen on \(address)"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }.count == 1)
        let (next, _) = try await Self.serve(other)
        for process in [first, next] {
            process.signal(SIGTERM)
            #expect(await process.outcome().status == 0)
        }
    }
}
