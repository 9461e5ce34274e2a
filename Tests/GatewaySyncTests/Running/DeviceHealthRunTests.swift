import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What runs leave on record of how a device is doing.
@Suite struct DeviceHealthRunTests {
    private func health(_ gateway: TestGateway, _ site: Site) async throws -> DeviceHealth {
        try #require(try await gateway.store.deviceStatuses(at: site.id, now: gateway.now()).first).health
    }

    @Test func `another certificate stops everything until somebody trusts it`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let right = device.trust
            let wrong = DeviceTrust.pinned(String(repeating: "ab", count: 32))
            try await gateway.store.setTrust(of: device.id, to: wrong, now: gateway.now())
            let since = gateway.now()
            for _ in 0..<3 {
                _ = try await gateway.coupons(1)
                #expect(try await gateway.push(site).map(\.failureLabel) == [.certificateChanged])
                // However much changes, the device is left alone until its time comes.
                let holder = LeaseHolder.currentProcess()
                #expect(try await gateway.store.claimWork(holder: holder, limit: 9, now: gateway.now()).isEmpty)
                gateway.advance(by: .seconds(30))
            }
            #expect(try await router.activity().logins == 0)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            let state = try await health(gateway, site).state
            #expect(state.condition == .certificateChanged)
            #expect(state.since == since)
            #expect(state.why.contains("is pinned") && !state.why.contains("device trust"), "\(state.why)")
            let command = "gardengate device trust \(device.host):\(device.port)"
            #expect(state.remedy?.contains(command) == true, "\(state.remedy ?? "")")

            try await gateway.store.setTrust(of: device.id, to: right, now: gateway.now())
            #expect(try await gateway.push(site).map(\.outcome) == [.converged])
            #expect(try await health(gateway, site).conditions.map(\.condition) == [.synced])
            try gateway.close()
        }
    }

    @Test func `each failure of a device comes with its label and its condition`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            try await gateway.store.updateDevice(device, password: Secret("wrong"), now: gateway.now())
            #expect(try await gateway.push(site).map(\.failureLabel) == [.loginRefused])
            #expect(try await health(gateway, site).state.condition == .loginRefused)
            var away = device
            away.port = 1
            try await gateway.store.updateDevice(away, password: nil, now: gateway.now())
            let run = try #require(try await gateway.push(site).first)
            #expect(run.failureLabel == .unreachable)
            let remedy = try #require(FailureLabel.unreachable.remedy)
            #expect(run.failure == "\(run.failureMatter): \(remedy)")
            let state = try await health(gateway, site).state
            #expect(state.condition == .unreachable)
            #expect(state.remedy == remedy)
            try gateway.close()
        }
    }
}
