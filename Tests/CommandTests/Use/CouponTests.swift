import Testing

/// Coupons as people make and take them back; how they reach routers is tested where pushes are.
@Suite struct CouponTests {
    @Test func `a note and a speed are kept with the coupons and listed`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby")
        let made = try await place.json([
            "coupon", "create", "--instance", "Lobby", "--count", "2", "--minutes", "600", "--note", "Wedding",
            "--rate-limit", "5M/20M",
        ])
        #expect(made.elements.map { $0["note"].string } == ["Wedding", "Wedding"])
        #expect(made.elements.map { $0["rate_limit"].string } == ["5M/20M", "5M/20M"])
        let list = try await place.text("coupon", "list")
        #expect(list.split(separator: "\n").count { $0.contains(" Wedding ") } == 2)
        for (option, value, word) in [("--note", "a\nb", "note"), ("--rate-limit", "fast", "rate_limit")] {
            let refused = try await place.run(
                "coupon",
                "create",
                "--instance",
                "Lobby",
                "--count",
                "1",
                "--minutes",
                "5",
                option,
                value
            )
            #expect(refused.status != 0)
            #expect(refused.errors.contains(word))
        }
        #expect(try await place.json("coupon", "list").elements.count == 2)
    }

    @Test func `a filter takes back what it tells and nothing else, and there is always one`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby")
        let codes = try await place.coupons(2)
        for _ in 0..<2 {
            try await place.text(
                "coupon",
                "create",
                "--instance",
                "Lobby",
                "--count",
                "3",
                "--minutes",
                "5",
                "--note",
                "fair"
            )
        }
        for arguments in [
            ["--instance", "Lobby"], [], [codes[0], "--instance", "Lobby", "--note", "fair"], ["--note", "fair"],
            [codes[0], "--state", "unused"], ["--instance", "Lobby", "--state", "used"],
        ] {
            let refused = try await place.run(["coupon", "revoke"] + arguments)
            #expect(refused.status == 64, "\(arguments)")
        }
        #expect(try await place.json("coupon", "list", "--state", "revoked").elements.isEmpty)
        let filter = ["coupon", "revoke", "--instance", "Lobby", "--note", "fair"]
        #expect(try await place.json(filter + ["--state", "active"])["revoked"].number == 0)
        #expect(try await place.json(filter)["revoked"].number == 6)
        let left = try await place.json("coupon", "list", "--state", "unused")
        #expect(Set(left.elements.compactMap { $0["code"].string }) == Set(codes))
        try await place.text("coupon", "revoke", codes[0].lowercased())
        let text = try await place.text("coupon", "revoke", "--instance", "Lobby", "--state", "unused")
        #expect(text.contains("1 coupon is revoked"))
    }
}
