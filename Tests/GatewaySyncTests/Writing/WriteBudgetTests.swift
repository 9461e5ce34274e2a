import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A device is written to only so much a day, and what waits goes on when the next one begins.
@Suite(.timeLimit(.minutes(15))) struct WriteBudgetTests {
    @Test func `what a day has no room for waits until it ends, without a failure and without trying again`()
        async throws
    {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            try await watched.settle()
            // The day may end in a minute or in 24 hours: none runs out meanwhile.
            let coupons = try await gateway.coupons(60, minutes: 5000)
            gateway.configure { $0.limits.rowsPerDayMaximum = 40 }

            let result = try await gateway.run(watched.device, scope: .everything, mode: .plan, over: watched.link)
            #expect(result.plan?.counts.postponed == 60 - 36 + 1, "the profile that was written counts as well")
            let run = try await watched.run()
            try await watched.settle()

            let id = gateway.store.gatewayID
            let held = try await watched.router.codes(of: id)
            // Names may use all of the day.
            #expect(held.count == 39)
            #expect(run.outcome == .converged && run.failure == nil)
            let waiting = try #require(run.plan?.postponements?.first)
            #expect(waiting.reason == .dailyBudget && waiting.rows == 21)
            let opensAt = try #require(waiting.opensAt)
            #expect(run.obstacle?.contains("not yet pushed") == true)

            // A guest who got in elsewhere is out all the same.
            let used = try #require(coupons.first { held.contains($0.code) })
            try await watched.redeem([used])
            try await watched.settle()
            #expect(try await watched.router.codes(of: id).count == 38)

            // Nothing is due for the waiting rows before the day ends; then they go on within a quarter of an hour.
            let device = try #require(try await gateway.store.devices(at: watched.site.id).first)
            #expect(device.id == watched.device.id)
            gateway.advance(by: opensAt - gateway.now() - .seconds(60))
            try await watched.router.advanceClock(by: .seconds(60))
            try await watched.settle()
            #expect(try await watched.router.codes(of: id).count == 38)
            gateway.advance(by: .seconds(60) + gateway.configuration.waitingInterval)
            try await watched.settle()
            #expect(try await watched.router.codes(of: id).count == 38 + 21)
        }
    }

    @Test func `what was written counts although the run failed`() async throws {
        try await WatchedDevice.with { watched in
            let gateway = watched.gateway
            try await watched.settle()
            let written = { @Sendable in
                try await gateway.store.desiredState(for: watched.device.id, scope: .everything, now: gateway.now())
                    .writes?.rows
            }
            let before = try #require(try await written())
            _ = try await gateway.coupons(150)
            let channel = try watched.channel
            channel.start { trip, _ in
                guard trip.count < 64, trip.allSatisfy({ $0 == "/ip/hotspot/user/add" }) else { return }
                await channel.close()
                throw CancellationError()
            }
            try await watched.work()
            #expect(try await written() == before + 128)
        }
    }
}
