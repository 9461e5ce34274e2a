import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A confirmed plan is applied as it was shown, or not at all.
@Suite(.timeLimit(.minutes(15))) struct ConfirmedPlanTests {
    @Test func `a plan that is confirmed is applied as it was shown, in whatever process`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupons = try await gateway.coupons(3)
            try await gateway.store.garden(at: site, ["b.example", "a.example"], now: gateway.now())
            let plan = try await gateway.request(site, .plan())
            #expect(plan.canBeConfirmed)

            let push = try await gateway.request(site, .confirm(plan.id))

            #expect(push.confirms == plan.id)
            #expect(push.runs.map(\.outcome) == [.converged])
            #expect(push.runs.first?.plan?.lines == plan.runs.first?.plan?.lines)
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            try gateway.close()
        }
    }

    @Test func `a plan that no longer fits is refused, and nothing is written`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(3)
            let plan = try await gateway.request(site, .plan())
            _ = try await gateway.coupons(1)
            let writes = try await router.activity().configurationWrites

            let push = try await gateway.request(site, .confirm(plan.id))

            let run = try #require(push.runs.first)
            #expect(run.outcome == .refused)
            #expect(run.plan?.refusalCode == .stale)
            #expect(run.failure?.contains("is stale") == true)
            #expect(run.plan?.counts.added == 5)
            #expect(try await router.activity().configurationWrites == writes)
            // What it showed instead can be confirmed.
            #expect(push.canBeConfirmed)
            #expect(try await gateway.push(site, .confirm(push.id)).map(\.outcome) == [.converged])
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 4)
            // Applied is applied: the same plan is another one by now.
            let again = try await gateway.request(site, .confirm(push.id))
            #expect(again.runs.map(\.outcome) == [.refused])
            #expect(!again.canBeConfirmed)
            try gateway.close()
        }
    }

    @Test(arguments: ["a row of ours was changed", "a foreign row stands in the way", "a code was removed"])
    func `what changed on the router makes a plan stale, too`(change: String) async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(3).map(\.code).sorted()
            _ = try await gateway.push(site)
            let added = try #require(try await gateway.coupons(1).first)
            let plan = try await gateway.request(site, .plan())
            switch change {
            case "a row of ours was changed":
                try await router.edit("/ip/hotspot/user/set", [".id": codes[0], "disabled": "yes"])
            case "a foreign row stands in the way":
                try await router.edit("/ip/hotspot/user/add", ["name": added.code, "comment": "till 3"])
            default:
                try await router.edit("/ip/hotspot/user/remove", [".id": codes[0]])
            }
            let before = try await router.rows(of: "/ip/hotspot/user")

            let run = try #require(try await gateway.push(site, .confirm(plan.id)).first)

            #expect(run.plan?.refusalCode == .stale)
            #expect(try await router.rows(of: "/ip/hotspot/user") == before)
            try gateway.close()
        }
    }

    @Test func `a mass removal goes ahead when it is confirmed, by the plan or by the push that was held back`()
        async throws
    {
        for order in [PushOrder.plan(), .push()] {
            try await SimulatedRouter.running { router in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", router)
                _ = try await gateway.coupons(20)
                _ = try await gateway.push(site)
                try await router.addUnknownRows(15, of: gateway.store.gatewayID)
                let shown = try await gateway.request(site, order)
                #expect(shown.runs.first?.plan?.refusalCode == .massRemoval)
                #expect(shown.canBeConfirmed)
                #expect(try await router.codes(of: gateway.store.gatewayID).count == 35)

                #expect(try await gateway.push(site, .confirm(shown.id)).map(\.outcome) == [.converged])

                #expect(try await router.codes(of: gateway.store.gatewayID).count == 20)
                try gateway.close()
            }
        }
    }

    @Test func `what turned empty for no reason is not confirmed away`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await router.addUnknownRows(15, of: gateway.store.gatewayID)
            let plan = try await gateway.request(site, .plan())
            #expect(!plan.canBeConfirmed)

            let run = try #require(try await gateway.push(site, .confirm(plan.id)).first)

            #expect(run.plan?.refusalCode == .emptied)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 15)
            try gateway.close()
        }
    }

    @Test func `an adoption that was shown is confirmed with the plan`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            try await router.edit("/ip/hotspot/user/add", ["name": coupon.code, "password": "x", "comment": "till 3"])
            let plan = try await gateway.request(site, .plan(adopting: [coupon.code]))

            #expect(try await gateway.push(site, .confirm(plan.id)).map(\.outcome) == [.converged])

            #expect(try await router.codes(of: gateway.store.gatewayID) == [coupon.code])
            try gateway.close()
        }
    }

    @Test func `of two routers the one that changed is refused, and the other one is not held up`() async throws {
        try await SimulatedRouter.running { first in
            try await SimulatedRouter.running { second in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", first, second)
                _ = try await gateway.coupons(3)
                let plan = try await gateway.request(site, .plan())
                try await second.edit("/ip/hotspot/user/profile/add", ["name": "gg-\(gateway.store.gatewayID)-old"])

                let runs = try await gateway.push(site, .confirm(plan.id))

                let devices = try await gateway.store.devices(at: site.id)
                let changed = try #require(devices.first { $0.port == second.port })
                #expect(runs.first { $0.device == changed.id }?.outcome == .refused)
                #expect(runs.first { $0.device != changed.id }?.outcome == .converged)
                #expect(try await second.codes(of: gateway.store.gatewayID).isEmpty)
                #expect(try await first.codes(of: gateway.store.gatewayID).count == 3)
                try gateway.close()
            }
        }
    }

    @Test func `a plan whose router could not be read is not confirmed`() async throws {
        try await SimulatedRouter.running(.alone(at: "127.0.1.9")) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await router.powerOff()
            let plan = try await gateway.request(site, .plan())
            #expect(plan.runs.map(\.outcome) == [.failed])
            #expect(!plan.canBeConfirmed)
            let error = await #expect(throws: SitePush.Failure.self) {
                _ = try await gateway.push(site, .confirm(plan.id))
            }
            #expect(error?.description.contains("does not show what is left to do on 127.0.1.9") == true)
            try gateway.close()
        }
    }

    @Test func `a request is made without waiting, and waited for as long as asked and no longer`() async throws {
        var slow = SimulatedRouterConfiguration.shared
        slow.latency = .milliseconds(20)
        try await SimulatedRouter.running(slow) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(3)
            let desk = PushDesk(store: gateway.store, now: gateway.now)
            let request = try await desk.request(.push(), at: site, expiresAfter: .seconds(60))
            // Nobody serves, and waiting does not work.
            let waiting = try await desk.wait(for: request, at: site.id, within: .milliseconds(50))
            #expect(waiting.state == .pending)
            #expect(waiting.runs.isEmpty)
            try await gateway.serving {
                let done = try await desk.wait(for: request, at: site.id, within: .seconds(30))
                #expect(done.state == .done)
                #expect(done.runs.map(\.outcome) == [.converged])
            }
            try gateway.close()
        }
    }
}

extension SimulatedRouter {
    /// Rows of a gateway that its database knows nothing of, as after an old backup of it.
    func addUnknownRows(_ count: Int, of gateway: GatewayID) async throws {
        for index in 0..<count {
            let mark = OwnershipMark(gateway: gateway, kind: .coupon, subject: "unknown-\(index)")
            try await edit("/ip/hotspot/user/add", ["name": "GONE\(index)", "comment": mark.comment])
        }
    }
}
