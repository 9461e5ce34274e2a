import GatewayDomain
import GatewayStore
import NIOPosix
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Names that are easily damaged, from a router's tables through its scripts into redemptions and sessions.
@Suite(.timeLimit(.minutes(15))) struct AwkwardRedemptionTests {
    /// Codes of another tool's vouchers, as people print them.
    private static let codes = ["00123", "0007", "1E55", "8E12345", "0e00", "123456789012", "10d0", "true", "0x1F"]
    /// Names of accounts.
    private static let names = [
        "Room 7", "a\"b", "a$b", "$user", "a\\b", "a;b", "{a}", "[a]", "a=b", "%41", "O'Neill", "J\u{FC}rgen", "-5",
    ]

    @Test(arguments: [("7.16.2", false), ("7.20.8", true)])
    func `arrive as they are, by the hook or by the report`(version: String, isHookLost: Bool) async throws {
        try await ReportedWorld.with(version) { world in
            let codes = try await takeOver(Self.codes, world)
            for name in Self.names {
                var account = HotspotUser(
                    id: world.store.newID(),
                    site: world.site.id,
                    instance: world.instance.id,
                    name: name,
                    password: Secret(name),
                    createdAt: world.now
                )
                account.uptimeSecondsMaximum = 3600
                try await world.store.addHotspotUser(account)
            }
            try await world.pass(.seconds(60))
            #expect(Set(try await world.rows().keys).isSuperset(of: Self.codes + Self.names))

            if isHookLost { world.sink.answer(.status(500)) }
            for name in Self.codes + (isHookLost ? [] : Self.names) {
                try await world.router.loginGuest(
                    user: name,
                    password: name,
                    mac: ScriptBench.mac(1),
                    address: ScriptBench.address(1)
                )
                try await world.router.scriptsAnswered()
                try await world.router.logoutGuest(address: ScriptBench.address(1))
            }
            try await world.router.scriptsAnswered()
            world.setThere(true)
            // Only the router tells of them: the gateway does not look in between.
            try await world.router.advanceClock(by: .seconds(65))
            let reports = try await world.store.reports(at: world.site.id)
            #expect(reports.allSatisfy { $0.report.source == .script })
            let redeemed = reports.filter { $0.meaning == .redeemed }
            #expect(redeemed.map(\.report.user).sorted() == Self.codes.sorted())
            #expect(try await world.redemptions().keys.sorted() == codes.sorted())
            if !isHookLost {
                let users = try await world.store.siteUsers(at: world.site.id, now: world.now).map(\.user.name)
                #expect(Set(users) == Set(Self.codes + Self.names))
            }
            // And nothing new comes of looking.
            try await world.look()
            for name in Self.codes { #expect(try await world.redeemings(name) == 1, "\(name)") }
            try await world.expectNoErrors()
        }
    }

    /// Puts vouchers onto the router as another tool does, and takes them over.
    ///
    /// - Returns: their codes.
    private func takeOver(_ names: [String], _ world: ReportedWorld) async throws -> [String] {
        for name in names {
            try await world.router.edit(
                "/ip/hotspot/user/add",
                ["name": name, "password": name, "limit-uptime": "2h", "comment": "vc-482-11.20.26-lobby"]
            )
        }
        let survey = try await AdoptionReading.survey(
            world.device,
            password: try await world.store.password(of: world.device.id),
            configuration: SyncConfiguration(),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: APIWorld.silent,
            now: { world.now }
        )
        let reserved = survey.users.reduce(into: Set<String>()) {
            $0.formUnion(AdoptionRules.reservedNames(for: $1.name))
        }
        let plan = AdoptionRules(
            instance: world.instance,
            site: world.site,
            gateway: world.store.gatewayID,
            order: AdoptionOrder(),
            taken: try await world.store.takenNames(reserved, at: world.site.id),
            now: world.now
        ).plan([survey])
        let taken = try await world.store.adopt(plan, now: world.now)
        #expect(taken.isSuperset(of: names))
        try await world.work()
        return try await world.store.coupons(of: world.instance.id, now: world.now).filter {
            names.contains($0.userName)
        }
        .map(\.code)
    }
}
