import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator

/// What the demo shows, step by step.
///
/// Each number in it is measured or read back from the routers.
struct DemoStory: Sendable {
    let folder: DemoFolder
    let output: DemoOutput
    let endsAfterwards: Bool

    /// Tells it; unless it ends afterwards, goes on serving until the task is cancelled, and then returns.
    func tell() async throws {
        let begin = ContinuousClock.now
        Streams.output(
            """
            gardengate keeps the hotspots of MikroTik routers as a guest Wi-Fi portal wants them.
            Here it does so with three simulated routers, over the real protocol and real TLS.
            """
        )
        try await DemoRouters.running { routers in
            try await step("1. Three routers, simulated, each on a socket of its own") {
                try await show(routers)
            }
            try await DemoGateway.open(in: folder) { gateway in
                try await gateway.answering(in: folder) { api in
                    try await tell(routers, gateway, api, since: begin)
                }
            }
        }
    }

    private func tell(
        _ routers: DemoRouters,
        _ gateway: DemoGateway,
        _ api: DemoAPI,
        since begin: ContinuousClock.Instant
    ) async throws {
        let portal = try await step("2. A portal: an instance, three sites, a walled garden, and coupons over the API")
        {
            let portal = try await DemoPortal.make(in: gateway.store, routers, api)
            try await show(portal, gateway, api)
            return portal
        }
        try await step("3. What a push to \(portal.campsite.name) would change") {
            try await showPlan(portal, gateway)
        }
        try await step("4. The push, to all three at once") {
            try await push(portal, gateway)
        }
        let listened = try await listenCounts(portal)
        try await gateway.serving {
            try await step("5. A guest logs in at \(portal.hotel.name)") {
                try await logIn(portal, gateway, listened: listened)
            }
            try await step("6. Another tool changes \(portal.campsite.name)") {
                try await drift(portal, gateway)
            }
            try await step("7. The portal makes a coupon schedule, and runs it") {
                try await runSchedule(portal, api, gateway)
            }
            let hints = DemoHints(folder: folder, output: output, portal: portal, gateway: gateway, api: api)
            guard !endsAfterwards else {
                return hints.showEnd(after: ContinuousClock.now - begin)
            }
            try await hints.show(after: ContinuousClock.now - begin)
            try await DemoWatch(output: output, portal: portal, gateway: gateway).run()
        }
    }

    /// Does a step under its heading; an error names the step.
    private func step<Value>(_ heading: String, _ body: () async throws -> Value) async throws -> Value {
        output.heading(heading)
        do {
            return try await body()
        } catch {
            guard !Task.isCancelled else { throw CancellationError() }
            throw CommandFailure("the demo failed at step \(heading.prefix { $0 != ":" }): \(error)")
        }
    }

    // MARK: - The steps before anybody serves

    private func show(_ routers: DemoRouters) async throws {
        var table = TextTable("ROUTER", "ADDRESS", "ROUTEROS", "TLS")
        for router in routers.all {
            table.add(
                try await router.rows(of: "/system/identity").first?["name"] ?? "",
                HostPort.text(router.host, router.port),
                router.version.description,
                router.fingerprint == nil ? "anonymous: it has no certificate" : "with a certificate of its own"
            )
        }
        output.table(table)
        output.line("Somebody has set up users by hand on the last one.")
    }

    private func show(_ portal: DemoPortal, _ gateway: DemoGateway, _ api: DemoAPI) async throws {
        let access = DurationArgument(seconds: portal.instance.sessionSeconds).text
        output.line("instance \(portal.instance.name): a code lets one device in, for \(access)")
        for place in portal.places {
            let address = HostPort.text(place.router.host, place.router.port)
            output.line("site \(place.name): the router at \(address)")
            if let fingerprint = place.router.fingerprint {
                output.aside("  trusted by its fingerprint \(fingerprint)")
            } else {
                output.aside("  trusted without a proof (anonymous), which has to be asked for by name")
            }
        }
        output.line("POST \(api.address)/captive/instances/{id}/coupons, with a token:")
        let codes = portal.codes.prefix(4).joined(separator: " ")
        output.line("201: \(portal.codes.count) coupons, good at every site: \(codes) …")
        let garden = try await gateway.store.walledGarden(at: portal.hotel.site.id)
        output.line("walled garden of every site: \(garden.map(DemoPortal.text).joined(separator: ", "))")
        output.line("database: \(folder.database)")
    }

    private func showPlan(_ portal: DemoPortal, _ gateway: DemoGateway) async throws {
        let foreign = try await portal.campsite.foreignRows(of: gateway.store.gatewayID)
        let run = try await gateway.push(portal.campsite, .plan())
        guard let plan = run.plan else { throw DemoFailure("the plan is not on record") }
        output.plan(plan, linesMaximum: 6)
        let names = foreign.sorted { $0.key < $1.key }.flatMap { menu, rows in
            rows.compactMap { $0["name"] ?? $0["dst-host"] ?? $0[".id"] }.map { "\(menu.dropFirst(12)) \($0)" }
        }
        output.line("\(names.count) rows there are not the gateway's, and stay as they are:")
        output.line("  " + names.joined(separator: ", ").printable)
    }

    private func push(_ portal: DemoPortal, _ gateway: DemoGateway) async throws {
        let id = gateway.store.gatewayID
        let foreign = try await portal.campsite.foreignRows(of: id)
        let begin = ContinuousClock.now
        let runs = try await withThrowingTaskGroup(of: (Site.ID, SyncRun).self) { group in
            for place in portal.places {
                group.addTask { (place.site.id, try await gateway.push(place)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let took = ContinuousClock.now - begin
        var table = TextTable("SITE", "RESULT", "TOOK", "CODES ON THE ROUTER", "WALLED-GARDEN ROWS")
        for place in portal.places {
            guard let run = runs[place.site.id] else { throw DemoFailure("\(place.name) was not pushed") }
            let codes = try await place.codes(of: id)
            guard run.outcome == .converged, codes == Set(portal.codes) else {
                throw DemoFailure("\(place.name) is \(run.outcome.rawValue) and holds \(codes.count) codes")
            }
            table.add(
                place.name,
                "written and read back",
                DemoOutput.text(run.finishedAt - run.startedAt),
                "\(codes.count)",
                "\(try await place.gardenRowCount(of: id))"
            )
        }
        output.table(table)
        guard try await portal.campsite.foreignRows(of: id) == foreign else {
            throw DemoFailure("rows that are not the gateway's changed at \(portal.campsite.name)")
        }
        output.line("All in \(DemoOutput.text(took)); the rows of others at \(portal.campsite.name) are unchanged.")
    }
}
