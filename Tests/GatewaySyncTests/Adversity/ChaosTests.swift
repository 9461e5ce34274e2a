import Foundation
import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Everything at once, while a gateway serves; when it calms down, nothing is lost and everything is right.
///
/// Reboots, power cuts, broken connections, another tool, new coupons, revocations and guests.
@Suite(.timeLimit(.minutes(15))) struct ChaosTests {
    /// A login that a router accepted.
    private struct Login: Hashable {
        var router: Int
        var code: String
    }

    @Test func `after any chaos each router is right, each login is recorded once, and foreign rows are as they were`()
        async throws
    {
        let seed = ProcessInfo.processInfo.environment["GATEWAY_SEED"].flatMap(UInt64.init) ?? .random(in: 0...9999)
        print("GATEWAY_SEED=\(seed)")
        try await SimulatedRouter.running(.chaotic(seed, "127.0.1.1")) { first in
            try await SimulatedRouter.running(.chaotic(seed &+ 1, "127.0.1.2")) { second in
                try await SimulatedRouter.running(.chaotic(seed &+ 2, "127.0.1.3")) { third in
                    try await survive([first, second, third], seed: seed)
                }
            }
        }
    }

    private func survive(_ routers: [SimulatedRouter], seed: UInt64) async throws {
        let gateway = try await TestGateway()
        let id = gateway.store.gatewayID
        var sites: [Site] = []
        var foreign: [[[String: String]]] = []
        for (index, router) in routers.enumerated() {
            sites.append(try await gateway.site("Site \(index)", router))
            try await gateway.store.garden(at: sites[index], ["a.example", "b.example"], now: gateway.now())
            try await router.edit("/ip/hotspot/user/add", ["name": "resident", "password": "y", "comment": "room 12"])
            try await router.edit("/ip/hotspot/walled-garden/ip/add", ["dst-host": "x.example", "action": "accept"])
            foreign.append(try await router.foreignRows(besides: id))
        }
        var configuration = gateway.configuration
        configuration.lookInterval = .milliseconds(150)
        let settled = sites
        try await gateway.serving(with: configuration) {
            let logins = try await chaos(gateway, routers, seed: seed)
            for router in routers { try await router.setFaults { $0.cutInReplyToCommand = nil } }
            try await gateway.eventually(within: .seconds(120), "every router is as it should be (seed \(seed))") {
                for (index, router) in routers.enumerated() {
                    let device = try #require(try await gateway.store.devices(at: settled[index].id).first)
                    let desired = try await gateway.store.desiredState(
                        for: device.id,
                        scope: .everything,
                        now: gateway.now()
                    )
                    guard try await router.codes(of: id) == desired.users.map(\.name).sorted() else { return false }
                }
                return true
            }
            try await gateway.eventually("every login that left a trace is on record (seed \(seed))") {
                let recorded = try await recordedUsers(gateway, settled)
                return logins.isSubset(of: recorded)
            }
        }
        for site in sites {
            // Whatever drift a look by counts does not see, a push does; after it there is nothing left.
            _ = try await gateway.push(site)
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged], "seed \(seed)")
            let redemptions = try await gateway.store.redemptions(at: site.id)
            #expect(Set(redemptions.map(\.code)).count == redemptions.count, "seed \(seed)")
        }
        for (index, router) in routers.enumerated() {
            #expect(try await router.foreignRows(besides: id) == foreign[index], "seed \(seed), router \(index)")
            let hosts = try await router.rows(of: "/ip/hotspot/walled-garden/ip").compactMap { $0["dst-host"] }
            #expect(hosts.filter { $0 != "x.example" } == ["a.example", "b.example"], "seed \(seed), router \(index)")
        }
        try gateway.close()
    }

    /// Does harm, seeded, and tells the logins of which the routers still hold a trace.
    private func chaos(
        _ gateway: TestGateway,
        _ routers: [SimulatedRouter],
        seed: UInt64
    ) async throws -> Set<Login> {
        var generator = ChaosGenerator(seed: seed)
        var codes: [String] = []
        var logins: Set<Login> = []
        for step in 0..<60 {
            let index = Int.random(in: routers.indices, using: &generator)
            let router = routers[index]
            let held = try await router.codes(of: gateway.store.gatewayID).randomElement(using: &generator)
            let kind = Int.random(in: 0..<12, using: &generator)
            let number = Int.random(in: 1...30, using: &generator)
            switch kind {
            case 0...2: codes += try await gateway.coupons(1 + number % 6).map(\.code)
            case 3 where !codes.isEmpty:
                let code = codes[number % codes.count]
                await attempt { _ = try await gateway.store.revokeCoupon(code, now: gateway.now()) }
            case 4: try await router.reboot()
            case 5:
                try await router.powerCut()
                // What was used in sessions that ran is gone with the power, unless it was recorded or booked before.
                logins = logins.filter { $0.router != index }
            case 6: try await router.dropConnections()
            case 7: try await router.setFaults { $0.cutInReplyToCommand = number }
            case 8:
                guard let held else { break }
                await attempt { _ = try await router.edit("/ip/hotspot/user/set", [".id": held, "disabled": "yes"]) }
            default:
                guard let held, await logIn(held, at: router, guest: 20 + step) else { break }
                logins.insert(Login(router: index, code: held))
            }
            // Lets the gateway get on, more or less far.
            for _ in 0..<(number * 20) { _ = try await router.activity() }
        }
        return logins
    }

    /// Whether the router let the guest in; by now the user may be gone, disabled or bound to another guest.
    private func logIn(_ code: String, at router: SimulatedRouter, guest: Int) async -> Bool {
        let address = "10.5.50.\(guest)"
        return await attempt {
            let mac = "02:00:00:00:00:\(String(guest, radix: 16))"
            try await router.loginGuest(user: code, password: code, mac: mac, address: address)
            // Only what was moved can be booked, and only what is booked survives a reboot.
            try await router.moveGuestData(address: address, bytesIn: 1000, bytesOut: 5000)
        }
    }

    /// Tries something that somebody else may have made impossible a moment ago.
    @discardableResult
    private func attempt(_ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return true
        } catch {
            return false
        }
    }

    private func recordedUsers(_ gateway: TestGateway, _ sites: [Site]) async throws -> Set<Login> {
        var recorded: Set<Login> = []
        for (index, site) in sites.enumerated() {
            for report in try await gateway.store.reports(at: site.id, limit: 1000) {
                recorded.insert(Login(router: index, code: report.report.user))
            }
        }
        return recorded
    }
}

/// Numbers that are the same for the same seed (SplitMix64, Steele et al., "Fast splittable pseudorandom number generators").
private struct ChaosGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SimulatedRouterConfiguration {
    /// A router that answers in any order and in small pieces.
    fileprivate static func chaotic(_ seed: UInt64, _ host: String) -> SimulatedRouterConfiguration {
        var configuration = SimulatedRouterConfiguration.alone(at: host)
        configuration.seed = seed
        configuration.faults.pieceBytesMaximum = 1 + Int(seed % 700)
        configuration.latency = .milliseconds(1)
        return configuration
    }
}
