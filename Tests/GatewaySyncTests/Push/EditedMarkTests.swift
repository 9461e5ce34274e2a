import GatewayDomain
import RouterOSSimulator
import Testing

@testable import GatewayStore
@testable import GatewaySync

/// Somebody edits the comment of a user of ours by hand.
@Suite(.timeLimit(.minutes(15))) struct EditedMarkTests {
    private let users = "/ip/hotspot/user"

    /// Writes a comment for a coupon's user, and lets the gateway look twice.
    private func edited(
        _ edit: @escaping @Sendable (_ comment: String) -> String,
        _ check:
            @escaping @Sendable (_ gateway: TestGateway, _ router: SimulatedRouter, _ coupon: Coupon, _ site: Site)
            async throws -> Void
    ) async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            let row = try #require(try await router.rows(of: users).first { $0["name"] == coupon.code })
            try await router.edit(
                "\(users)/set",
                [".id": coupon.code, "comment": edit(try #require(row["comment"]))]
            )
            for _ in 0..<2 { _ = try await gateway.push(site) }
            try await check(gateway, router, coupon, site)
            try gateway.close()
        }
    }

    @Test(arguments: [
        "r=5 m=somebody", "r=99999999999999999999 m=02:00:00:00:00", "r=-1 m=", "r=4102444800",
        "r= m=00:00:00:00:00:00", "u=-5 r=1 r=2",
    ])
    func `a login that cannot be true counts as one of now, and binds to no device`(words: String) async throws {
        try await edited({ "\($0) \(words)" }) { gateway, router, coupon, site in
            let records = try await gateway.store.redemptions(at: site.id)
            #expect(records.map(\.code) == [coupon.code])
            #expect(records.first?.redemption.macAddress == nil)
            #expect(records.first.map { abs($0.redemption.at.seconds - gateway.now().seconds) < 600 } == true)
            let row = try #require(try await router.rows(of: users).first { $0["name"] == coupon.code })
            #expect(row["mac-address"] ?? "00:00:00:00:00:00" == "00:00:00:00:00:00")
            #expect(row["comment"]?.hasSuffix(words) == true, "what somebody wrote stays")
            try await router.loginGuest(
                user: coupon.code,
                password: coupon.code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            let run = try #require(try await gateway.push(site).first)
            #expect(run.failure == nil)
            #expect(try await router.rows(of: "/ip/hotspot/active").count == 1, "the guest is let in")
        }
    }

    @Test func `facts of ours that somebody changed are put right`() async throws {
        try await edited({ comment in
            comment.split(separator: " ").map { $0.hasPrefix("x=") ? "x=7" : $0.hasPrefix("t=") ? "t=zz" : String($0) }
                .joined(separator: " ")
        }) { gateway, router, coupon, site in
            let row = try #require(try await router.rows(of: users).first { $0["name"] == coupon.code })
            #expect(row["comment"]?.contains(" x=\(coupon.expiresAt.seconds)") == true)
            #expect(row["comment"]?.contains("zz") == false)
            #expect(try await gateway.store.redemptions(at: site.id).isEmpty)
        }
    }

    @Test(arguments: ["", "mine", "gg1", "gg1 zzzz coupon x", "gg1 0000 coupon 00000000-0000-4000-8000-000000000000"])
    func `a row without our mark is not ours any more: it is left alone, and told as a conflict`(
        comment: String
    ) async throws {
        try await edited({ _ in comment }) { gateway, router, coupon, site in
            let row = try #require(try await router.rows(of: users).first { $0["name"] == coupon.code })
            #expect(row["comment"] ?? "" == comment)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.plan?.counts.conflicts == 1)
            #expect(try await gateway.store.redemptions(at: site.id).isEmpty)
        }
    }
}
