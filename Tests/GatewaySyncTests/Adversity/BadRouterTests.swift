import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What goes wrong on a router itself is noticed, shown with its remedy, and heals once somebody did what that says.
@Suite struct BadRouterTests {
    private func finding(_ code: Finding.Code, _ run: SyncRun?) -> PlanDocument.Note? {
        run?.plan?.findings.first { $0.code == code.rawValue }
    }

    @Test func `a hotspot whose server somebody removed is told, its users stay, and all goes on with a new one`()
        async throws
    {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(2)
            _ = try await gateway.push(site)
            let server = try #require(try await router.rows(of: "/ip/hotspot").first)
            try await router.edit("/ip/hotspot/remove", [".id": "hotspot1"])
            _ = try await gateway.coupons(1)

            let run = try await gateway.push(site).first
            let told = try #require(finding(.noServer, run))
            #expect(told.remedy.contains("/ip hotspot setup"))
            #expect(run?.obstacle != nil)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 2)

            try await router.edit(
                "/ip/hotspot/add",
                ["name": "hotspot1", "interface": server["interface"] ?? "", "profile": server["profile"] ?? ""]
            )
            let healed = try await gateway.push(site).first
            #expect(healed?.outcome == .converged)
            #expect(healed?.obstacle == nil)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 3)
            try gateway.close()
        }
    }

    @Test func `a storage without room takes nothing new, says what waits, and takes it once there is room`()
        async throws
    {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.freeFlashBytes = 2 << 20
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            var service = site
            service.services[0].hasLoginPage = true
            try await gateway.store.updateServices(of: service, now: gateway.now())
            _ = try await gateway.coupons(2)
            // Far below what one file may hold over the API: many of them.
            for number in 0..<40 {
                try await router.edit(
                    "/file/add",
                    ["name": "logs\(number).txt", "contents": String(repeating: "x", count: 30_000)]
                )
            }

            let full = try await gateway.push(site).first
            let told = try #require(finding(.notYetPushed, full))
            #expect(told.message.contains("too little free flash memory"))
            #expect(told.remedy.contains("Remove files"))
            #expect(full?.obstacle?.contains("not yet pushed") == true)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)

            for number in 0..<40 { try await router.edit("/file/remove", [".id": "logs\(number).txt"]) }
            let healed = try await gateway.push(site).first
            #expect(healed?.outcome == .converged)
            #expect(finding(.notYetPushed, healed) == nil)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 2)
            try gateway.close()
        }
    }

    @Test func `a router that was downgraded below what is supported is left as it is until it is upgraded`()
        async throws
    {
        try await SimulatedRouter.running { router in
            var old = SimulatedRouterConfiguration.shared
            old.version = RouterOSVersion(7, 9)
            try await SimulatedRouter.running(old) { downgraded in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", router)
                let device = try #require(try await gateway.store.devices(at: site.id).first)
                _ = try await gateway.coupons(2)
                _ = try await gateway.push(site)
                var moved = device
                moved.port = downgraded.port
                try await gateway.store.updateDevice(moved, password: nil, now: gateway.now())

                let run = try await gateway.push(site).first
                #expect(run?.outcome == .refused)
                #expect(run?.plan?.refusalCode == .unsupportedVersion)
                #expect(finding(.oldVersion, run)?.remedy.contains("Upgrade") == true)
                #expect(try await downgraded.codes(of: gateway.store.gatewayID).isEmpty)

                try await gateway.store.updateDevice(device, password: nil, now: gateway.now())
                _ = try await gateway.coupons(1)
                #expect(try await gateway.push(site).first?.outcome == .converged)
                try gateway.close()
            }
        }
    }

    @Test func `a clock that jumps back is told, burns no code, and is told no more once it is right`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockSpeed = 0
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            let code = try #require(try await gateway.coupons(1).first).code
            _ = try await gateway.push(site)
            try await router.setClock(epochSeconds: gateway.now().seconds - 400 * 86_400)
            try await router.loginGuest(user: code, password: code, mac: "02:00:00:00:00:01", address: "10.5.50.21")

            let run = try await gateway.push(site).first
            let told = try #require(finding(.clock, run))
            #expect(told.message.contains("behind"))
            #expect(told.remedy.contains("/system/ntp/client"))
            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first).redemption
            let distance = redemption.at - gateway.now()
            #expect(distance < .seconds(5) && distance > .seconds(-5))

            try await router.setClock(epochSeconds: gateway.now().seconds)
            let healed = try await gateway.push(site).first
            #expect(finding(.clock, healed) == nil)
            #expect(try await gateway.store.redemptions(at: site.id).map(\.redemption.at) == [redemption.at])
            try gateway.close()
        }
    }
}
