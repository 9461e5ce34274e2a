import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Codes that a template made are codes like all others to a router and its guests.
@Suite struct TemplateCodeTests {
    private static let long = "SUMMERFESTIVAL2026GUESTPASS00001"

    private static func template(_ mode: CouponTemplate.Mode, _ format: CodeFormat, _ gateway: TestGateway) async throws
        -> CouponTemplate
    {
        let template = CouponTemplate(
            id: gateway.store.newID(),
            instance: gateway.instance.id,
            name: mode.rawValue,
            mode: mode,
            format: format,
            maximum: 100,
            minutesValid: 600,
            createdAt: gateway.now()
        )
        try await gateway.store.createTemplate(template)
        return template
    }

    @Test(.timeLimit(.minutes(15)))
    func `a given code of 32 characters reaches the router by itself, and is redeemed there`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let id = gateway.store.gatewayID
            let template = try await Self.template(.autoAccept, CodeFormat(middle: .free), gateway)
            try await gateway.serving {
                let made = try await gateway.store.generateCoupons(
                    template: template.id,
                    order: .codes([Self.long.lowercased(), "abcd"]),
                    now: gateway.now()
                )
                #expect(made.map(\.code) == [Self.long, "ABCD"])
                try await gateway.eventually("the codes are on the router") {
                    try await router.codes(of: id) == ["ABCD", Self.long]
                }
                try await router.loginGuest(
                    user: Self.long,
                    password: Self.long,
                    mac: "02:00:00:00:00:01",
                    address: "10.5.50.21"
                )
                try await gateway.eventually("the login is recorded") {
                    try await gateway.store.redemptions(at: site.id).map(\.code) == [Self.long]
                }
            }
            let coupons = try await gateway.store.coupons(of: gateway.instance.id, now: gateway.now())
            #expect(coupons.map { $0.state(at: gateway.now()) } == [.active, .unused])
            #expect(coupons.allSatisfy { $0.template == template.id })
            // The guest's device is bound to the code; then nothing is left to do for a name of that length.
            _ = try await gateway.push(site)
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])
            try gateway.close()
        }
    }

    @Test func `drawn codes are pushed, used and revoked`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let format = try CodeFormat(prefix: "DIWALI", middle: .mask(CodeMask("@@##@@")), suffix: "X")
            let template = try await Self.template(.autoAllocate, format, gateway)
            let made = try await gateway.store.generateCoupons(
                template: template.id,
                order: .quantity(3),
                now: gateway.now()
            )
            #expect(try await gateway.push(site).map(\.outcome) == [.converged])
            #expect(try await router.codes(of: gateway.store.gatewayID) == made.map(\.code).sorted())
            try await router.loginGuest(
                user: made[0].code,
                password: made[0].code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            _ = try await gateway.push(site)
            #expect(try await gateway.store.redemptions(at: site.id).map(\.code) == [made[0].code])
            try await gateway.store.revokeCoupon(made[1].code, now: gateway.now())
            _ = try await gateway.push(site)
            #expect(try await router.codes(of: gateway.store.gatewayID) == [made[0].code, made[2].code].sorted())
            try gateway.close()
        }
    }
}
