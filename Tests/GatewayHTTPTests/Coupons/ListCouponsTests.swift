import GatewayDomain
import HTTPTypes
import Testing

@testable import GatewayHTTP
@testable import GatewayStore

@Suite struct ListCouponsTests {
    @Test func `without a query only what can be redeemed is listed`() async throws {
        try await CouponWorld.serving { world in
            let made = try await world.make(4)
            let gone = try #require(made[1]["id"]?.stringValue)
            try await world.redeem(made[0])
            #expect(try await world.api.call(.delete, "\(world.path)/\(gone)").status == 204)
            #expect(try await world.api.call(.get, world.path).json == .array(Array(made[2...])))
            // Something that this list does not know is no reason to page.
            #expect(try await world.api.call(.get, "\(world.path)?colour=red").json?.elements.count == 2)
            world.api.clock.advance(by: .seconds(36_000))
            #expect(try await world.api.call(.get, world.path).json == .array([]))
            let states = try await world.api.call(.get, "\(world.path)?limit=10").json?.elements.map {
                $0["state"]?.stringValue
            }
            #expect(states == ["active", "revoked", "expired", "expired"])
        }
    }

    @Test(arguments: CouponState.allCases) func `a state lists the coupons that are in it`(state: CouponState)
        async throws
    {
        try await CouponWorld.serving { world in
            let made = try await world.make(3)
            try await world.redeem(made[0])
            _ = try await world.api.call(.delete, "\(world.path)/\(try #require(made[1]["id"]?.stringValue))")
            var expected: [CouponState: Int] = [.active: 1, .revoked: 1, .unused: 1]
            for seconds in [0, 36_000, 86_400] {
                if seconds > 0 { world.api.clock.advance(by: .seconds(seconds)) }
                if seconds == 36_000 { expected = [.active: 1, .revoked: 1, .expired: 1] }
                if seconds == 86_400 { expected = [.used: 1, .revoked: 1, .expired: 1] }
                let answer = try await world.api.call(.get, "\(world.path)?state=\(state.rawValue)")
                #expect(answer.json?.elements.count == expected[state] ?? 0, "\(state) after \(seconds) s")
                #expect(answer.json?.elements.allSatisfy { $0["state"]?.stringValue == state.rawValue } == true)
            }
        }
    }

    @Test func `links lead through all pages, each with what was asked for`() async throws {
        try await CouponWorld.serving { world in
            let made = try await world.make(7)
            _ = try await world.api.call(.delete, "\(world.path)/\(try #require(made[6]["id"]?.stringValue))")
            var path = "\(world.path)?state=unused&limit=2"
            var ids: [String] = []
            for page in 1...3 {
                let answer = try await world.api.call(.get, path)
                #expect(answer.json?.elements.count == 2)
                ids += answer.json?.ids ?? []
                guard page < 3 else {
                    #expect(answer.headers[.link] == nil)
                    continue
                }
                let link = try #require(answer.headers[.link])
                let host = "<http://127.0.0.1:\(world.api.port)"
                #expect(link.hasPrefix("\(host)\(world.path)?state=unused&limit=2&cursor="))
                #expect(link.hasSuffix(">; rel=\"next\""))
                path = String(link.dropFirst(host.count).prefix { $0 != ">" })
            }
            #expect(ids == JSON.array(Array(made.dropLast())).ids)
        }
    }

    @Test(arguments: [
        ("state=lost", "state"), ("state=", "state"), ("state=unused&state=used", "state"), ("limit=0", "limit"),
        ("limit=1001", "limit"), ("limit=x", "limit"), ("limit=1.5", "limit"), ("limit=99999999999999999999", "limit"),
        ("cursor=", "cursor"), ("cursor=abc", "cursor"), ("cursor=WyJhIiwiYiIsImMiXQ", "cursor"),
        ("cursor=WyIxIl0", "cursor"),
    ])
    func `a query that cannot be meant is refused by name`(query: String, name: String) async throws {
        try await CouponWorld.serving { world in
            let answer = try await world.api.call(.get, "\(world.path)?\(query)")
            #expect(answer.status == 400)
            #expect(answer.code == "parameter_invalid")
            #expect(answer.message?.contains("'\(name)'") == true)
        }
    }

    @Test func `a table is what a spreadsheet asks for`() async throws {
        try await CouponWorld.serving { world in
            let coupon = try #require(try await world.make(1, ["note": .string("=1+1, \"x\"")]).first)
            let csv = try await world.api.call(.get, world.path, headers: [.accept: "text/csv"])
            #expect(csv.status == 200)
            #expect(csv.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            #expect(csv.headers[.vary] == "Accept")
            let (id, code) = (coupon["id"]?.stringValue ?? "", coupon["code"]?.stringValue ?? "")
            let times = "2026-11-21T18:00:00Z,,2026-11-21T08:00:00Z"
            #expect(
                csv.text == """
                    id,code,expires_at,redeemed_at,created_at,state,note,data_limit,rate_limit,sites,template_id,schedule_id,redeemed_site_id,revoked_at,instance_id\r
                    \(id),\(code),\(times),unused,"'=1+1, ""x""\",,,,,,,,\(world.instance.id)\r

                    """
            )
            let paged = try await world.api.call(.get, "\(world.path)?limit=1", headers: [.accept: "text/csv"])
            #expect(paged.text == csv.text)
            let both = "text/csv;q=0.5, application/json"
            #expect(try await world.api.call(.get, world.path, headers: [.accept: both]).json?.elements == [coupon])
        }
    }

    @Test func `ten thousand coupons take as many statements as ten, and two hundred are made in as many as one`()
        async throws
    {
        try await CouponWorld.serving { world in
            func count(_ body: () async throws -> Void) async throws -> Int {
                let before = world.api.store.database.statementCount
                try await body()
                return world.api.store.database.statementCount - before
            }
            let order = CouponOrder(instance: world.instance, count: 200, minutesValid: 600)
            let one = try await count { _ = try await world.make(1) }
            let many = try await count { _ = try await world.make(200) }
            #expect(one == many)
            // The last of them is the entry in the audit log.
            #expect(many == 9)
            let list = { (length: Int) in
                let answer = try await world.api.call(.get, world.path)
                #expect(answer.json?.elements.count == length)
            }
            #expect(try await count { try await list(201) } == 2)
            for _ in 0..<49 { _ = try await world.api.store.createCoupons(order, now: world.api.clock.now) }
            #expect(try await count { try await list(10_001) } == 2)
            let page = try await count { _ = try await world.api.call(.get, "\(world.path)?limit=1000") }
            #expect(page == 2)
            let all: JSON = ["state": .string("unused")]
            #expect(try await count { _ = try await world.api.call(.post, "\(world.path)/revoke", all) } == 7)
            #expect(try await world.api.call(.get, world.path).json == .array([]))
        }
    }
}
