import GatewayDomain
import Testing

@Suite struct AccessGrantTests {
    @Test(arguments: AccessScope.allCases) func `each scope is read and written alone`(scope: AccessScope) throws {
        let grant = try AccessGrant(names: [scope.rawValue])
        #expect(grant == .only([scope]))
        #expect(try AccessGrant(text: grant.text) == grant)
        for other in AccessScope.allCases { #expect(grant.allows(other) == (other == scope)) }
    }

    @Test func `the order of names does not matter, and an asterisk is everything`() throws {
        let grant = try AccessGrant(text: "sites:push coupons:write coupons:write")
        #expect(grant.text == "coupons:write sites:push")
        let all = try AccessGrant(names: ["coupons:read", "*"])
        #expect(all == .everything)
        #expect(all.text == "*")
        #expect(AccessScope.allCases.allSatisfy(all.allows))
    }

    @Test func `what is no scope is told in one line with those that are`() throws {
        let error = #expect(throws: AccessScopeError.self) { try AccessGrant(names: ["coupons:raed"]) }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("there is no scope \"coupons:raed\"; there are instances:read, "))
        for scope in AccessScope.allCases { #expect(text.contains(scope.rawValue)) }
        #expect(!text.contains("\n"))
        #expect(throws: AccessScopeError.empty) { try AccessGrant(text: "  ") }
        #expect(throws: AccessScopeError.unknown("Coupons:Read")) { try AccessGrant(text: "Coupons:Read") }
    }
}
