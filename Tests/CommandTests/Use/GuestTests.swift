import Testing

/// Guests as people at the desk look them up; how they are put out is tested where routers are.
@Suite struct GuestTests {
    @Test func `a site without guests says so, and what is not there is named`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby")
        try await place.text("site", "add", "Linde", "--instance", "Lobby")
        #expect(try await place.text("guest", "list", "Linde").contains("no such guests at Linde"))
        #expect(try await place.json("guest", "list", "Linde", "--state", "active").elements.isEmpty)
        for command in ["show", "disconnect"] {
            let refused = try await place.run("guest", command, "Linde", "8B7W3D")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("there is no guest \"8B7W3D\""))
        }
        for arguments in [["--mac", "02:00"], ["--state", "asleep"], ["--limit", "0"], ["--within", "soon"]] {
            let refused = try await place.run(["guest", "list", "Linde"] + arguments)
            #expect(refused.status == 64, "\(arguments)")
            #expect(refused.errors.contains(arguments[0]), "\(refused.errors)")
        }
    }

    @Test func `a code that nobody has used is not released, and one that is not there is named`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby")
        let code = try #require(try await place.coupons(1).first)
        let unused = try await place.run("coupon", "release", code)
        #expect(unused.status == 1)
        #expect(unused.errors.contains("coupon \(code) was not redeemed yet"))
        let missing = try await place.run("coupon", "release", "NOSUCH")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("there is no coupon \"NOSUCH\""))
        #expect(try await place.json("audit", "list").elements.allSatisfy { $0["action"].string != "coupon release" })
    }
}
