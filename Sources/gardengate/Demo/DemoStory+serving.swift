import GatewayDomain
import GatewayStore
import GatewaySync
import RouterOSAPI
import RouterOSSimulator

/// The steps while the gateway serves.
extension DemoStory {
    private static let guest = (mac: "02:00:00:00:00:21", address: "10.5.50.21")
    private static let friend = (mac: "02:00:00:00:00:22", address: "10.5.50.22")

    /// A coupon is redeemed at one site and vanishes from the others.
    ///
    /// - Parameters:
    ///   - portal: what the portal consists of.
    ///   - gateway: the gateway, which serves.
    ///   - listened: how often each router had been asked about logins before the gateway served.
    /// - Throws: what did not happen.
    func logIn(_ portal: DemoPortal, _ gateway: DemoGateway, listened: [Int]) async throws {
        try await gateway.wait(for: "the gateway listening to each router") {
            try await zip(listenCounts(portal), listened).allSatisfy { $0 > $1 }
        }
        output.line("The gateway serves now: it is connected to all three and listens for logins.")
        let code = portal.codes[0]
        try await portal.hotel.router.loginGuest(
            user: code,
            password: code,
            mac: Self.guest.mac,
            address: Self.guest.address
        )
        async let recorded = gateway.wait(for: "the redemption of \(code) on record") {
            try await gateway.store.redemptions(at: portal.hotel.site.id).contains { $0.code == code }
        }
        async let gone = vanishing(of: code, from: [portal.bar, portal.campsite], gateway)
        let log = try await portal.hotel.router.rows(of: "/log").last { $0["message"]?.contains(code) == true }
        output.line("The router's log: \(log?["message"]?.printable ?? "nothing")")
        let recordedAfter = try await recorded
        let redemption = try await gateway.store.redemptions(at: portal.hotel.site.id).first { $0.code == code }
        guard let redemption else { throw DemoFailure("the redemption of \(code) is gone again") }
        output.line(
            """
            Recorded \(DemoOutput.text(recordedAfter)) later: \(redemption.code), by \
            \(redemption.redemption.macAddress ?? "a device that was not told"), access until \
            \(redemption.redemption.endsAt)
            """
        )
        for (place, after) in try await gone {
            let count = try await place.codes(of: gateway.store.gatewayID).count
            output.line(
                "Gone from \(place.name) \(DemoOutput.text(after)) after the login; \(count) codes are left there."
            )
        }
        try await showGuest(code, at: portal.hotel, gateway)
        try await tryTwice(code, at: portal.bar)
    }

    /// How often each router was asked to tell about logins as they happen.
    func listenCounts(_ portal: DemoPortal) async throws -> [Int] {
        var counts: [Int] = []
        for place in portal.places {
            counts.append(try await place.router.activity().commands["/ip/hotspot/active/listen"] ?? 0)
        }
        return counts
    }

    private func vanishing(
        of code: String,
        from places: [DemoPlace],
        _ gateway: DemoGateway
    ) async throws -> [(DemoPlace, Duration)] {
        let id = gateway.store.gatewayID
        let times = try await withThrowingTaskGroup(of: (Site.ID, Duration).self) { group in
            for place in places {
                group.addTask {
                    let after = try await gateway.wait(for: "\(code) gone from \(place.name)") {
                        try await !place.codes(of: id).contains(code)
                    }
                    return (place.site.id, after)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return places.compactMap { place in times[place.site.id].map { (place, $0) } }
    }

    private func showGuest(_ code: String, at place: DemoPlace, _ gateway: DemoGateway) async throws {
        let online = try await place.router.rows(of: "/ip/hotspot/active").contains { $0["user"] == code }
        let isKept = try await place.codes(of: gateway.store.gatewayID).contains(code)
        guard online, isKept else {
            throw DemoFailure("\(place.name) put its guest out")
        }
        output.line("\(place.name) keeps it: the guest is online there, and can come back.")
    }

    private func tryTwice(_ code: String, at place: DemoPlace) async throws {
        do {
            try await place.router.loginGuest(
                user: code,
                password: code,
                mac: Self.friend.mac,
                address: Self.friend.address
            )
        } catch SimulatedRouterError.guestRefused(let text) {
            output.line("A friend tries \(code) at \(place.name) and reads: \(text.printable)")
            return
        }
        throw DemoFailure("\(place.name) let a second guest in with \(code)")
    }

    /// Another tool breaks things, and the next look repairs them.
    func drift(_ portal: DemoPortal, _ gateway: DemoGateway) async throws {
        let place = portal.campsite
        let id = gateway.store.gatewayID
        let codes = try await place.codes(of: id)
        let foreign = try await place.foreignRows(of: id)
        let (changed, removed) = (portal.codes[1], portal.codes[2])
        let begin = Timestamp.current

        // The removal comes last: a look counts rows first, so it sees nothing before, and everything then.
        try await place.router.edit(
            "/ip/hotspot/user/set",
            [".id": changed, "limit-uptime": "0s", "profile": "default"]
        )
        try await place.router.edit("/ip/hotspot/user/remove", [".id": removed])
        output.line("The tool takes the time limit off \(changed) and deletes \(removed).")

        let after = try await gateway.wait(for: "\(place.name) as it should be") {
            let repaired = try await place.router.rows(of: "/ip/hotspot/user").first { $0["name"] == changed }
            guard let repaired, repaired["profile"] != "default" else { return false }
            guard try await place.codes(of: id) == codes else { return false }
            return try await !repairs(of: [changed, removed], at: place, since: begin, gateway).isEmpty
        }
        let (here, usual) = (gateway.configuration.lookInterval, SyncConfiguration().lookInterval)
        output.line(
            """
            Repaired \(DemoOutput.text(after)) later. The gateway looks at each router by itself: here every \
            \(DemoOutput.text(here)), in serve every \(usual.components.seconds) s.
            """
        )
        for var plan in try await repairs(of: [changed, removed], at: place, since: begin, gateway) {
            // Nothing new: they were shown with the first plan.
            plan.findings = []
            output.plan(plan, linesMaximum: 6)
        }
        guard try await place.foreignRows(of: id) == foreign else {
            throw DemoFailure("rows that are not the gateway's changed at \(place.name)")
        }
        output.line("\(try await place.codes(of: id).count) codes again, and the rows of others are still unchanged.")
    }

    /// What was planned for users of these names, oldest first.
    private func repairs(
        of names: Set<String>,
        at place: DemoPlace,
        since begin: Timestamp,
        _ gateway: DemoGateway
    ) async throws -> [PlanDocument] {
        var plans: [PlanDocument] = []
        for device in try await gateway.store.devices(at: place.site.id) {
            let runs = try await gateway.store.runs(of: device.id).filter { $0.finishedAt >= begin }
            plans += runs.reversed().compactMap(\.plan)
        }
        return plans.filter { plan in plan.lines.contains { names.contains($0.name) } }
    }
}
