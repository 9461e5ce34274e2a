import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// A guest is erased on request.
@Suite(.timeLimit(.minutes(15))) struct EraseGuestTests {
    private static let path = "/captive/guests/erase"

    @Test func `a guest is erased, and the redemption stays on record`() async throws {
        try await APIWorld.serving { world in
            let (instance, site) = try await world.makeSite()
            let device = Device(
                id: world.store.newID(),
                site: site.id,
                host: "192.0.2.1",
                port: 8729,
                user: "gate",
                trust: .anonymous,
                createdAt: world.clock.now
            )
            try await world.store.addDevice(device, password: Secret("x"))
            let coupon = try #require(try await world.coupons(1, of: instance).first)
            var report = RedemptionReport(
                source: .listen,
                device: device.id,
                site: site.id,
                user: coupon.code,
                observedAt: world.clock.now
            )
            report.macAddress = "AA:BB:CC:00:00:01"
            report.address = "10.5.50.9"
            _ = try await world.store.record([report], now: world.clock.now)

            let answer = try await world.call(.post, Self.path, ["mac": .string("aa-bb-cc-00-00-01")])
            #expect(answer.status == 200)
            #expect(answer.json?["erased"]?.integerValue == 3)
            let listed = try await world.call(.get, "/captive/sites/\(site.id)/redemptions").json?[0]
            #expect(listed?["code"]?.stringValue == coupon.code)
            #expect(listed?["mac_address"] == .null && listed?["ip_address"] == .null)
            let entry = try #require(try await world.store.auditEntries(limit: 1).first)
            #expect(entry.action == "eraseGuest")
            #expect(entry.target.hasPrefix("mac ") && !entry.target.uppercased().contains("AA:BB"))
            let again = try await world.call(.post, Self.path, ["name": .string(coupon.code)])
            #expect(again.json?["erased"]?.integerValue == 0)
        }
    }

    @Test(
        arguments: [
            [:], ["mac": .string("AA:BB:CC:00:00:01"), "ip": .string("10.0.0.1")], ["mac": .string("AA:BB:CC:00:00")],
            ["mac": .string("AA:BB:CC:00:00:0G")], ["ip": .string("10.0.0.256")], ["ip": .string("10.0.0.01")],
            ["name": .string("")], ["name": .null], ["mac": .integer(1)],
            ["mac": .string("AA:BB:CC:00:00:01"), "x": .null],
        ] as [JSON]
    )
    func `what does not tell one guest is refused`(body: JSON) async throws {
        try await APIWorld.serving { world in
            let answer = try await world.call(.post, Self.path, body)
            #expect(answer.status == 400)
            #expect(answer.code == "parameter_invalid" || answer.code == "parameter_unknown")
            #expect(answer.message?.isEmpty == false)
        }
    }
}
