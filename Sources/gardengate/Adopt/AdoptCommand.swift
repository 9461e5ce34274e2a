import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate adopt`.
struct AdoptCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Take over vouchers and accounts that another tool, or somebody by hand, made on routers.",
        discussion: """
            First it only shows what would become of whom: vouchers become coupons with the time that is left of them, \
            users without any limit become named accounts, and what is over is left out, each with its reason. \
            --confirm PLAN-ID does it: the gateway's record first, then the routers. Names, passwords and counters stay as \
            they are, guests who are online stay online, and what was not shown is not touched. Mikhmon's vouchers are \
            understood: the validity of their profile, the date that its script wrote into the comment, its mark of what \
            is over. From then on the time of a voucher in use runs by the clock.

            Examples:
              gardengate adopt "Hotel Linde" --instance Lobby --profile 1day
              gardengate adopt "Hotel Linde" --confirm 5f0c7d1e-6a54-4b44-9a53-0f4a1f1c9d42
            """
    )

    @Argument(help: "The site or one of its devices: its id, its name, its host or its host:port.")
    var place: String

    @Option(help: ArgumentHelp("The instance that they belong to: its id or its name.", valueName: "instance"))
    var instance: String?

    @OptionGroup var selection: AdoptSelection

    @Option(
        name: .customLong("confirm"),
        help: ArgumentHelp("Take over what the plan with this id has shown.", valueName: "plan-id")
    )
    var confirmed: String?

    @Option(help: ArgumentHelp("How long to wait for the routers.", valueName: "duration"))
    var timeout = DurationArgument(seconds: 300)

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { place }

    mutating func validate() throws {
        guard (confirmed == nil) != (instance == nil) else {
            throw ValidationError("give --instance to see a plan, or --confirm with the id of one")
        }
        if confirmed == nil {
            guard selection.isGiven else {
                throw ValidationError("say which users are meant, with --profile, --name or --comment, or give --all")
            }
        } else if selection.isGiven || selection.kind != nil || selection.minutes != nil {
            throw ValidationError("--confirm does what was shown: say which users are meant when you make the plan")
        }
        guard timeout.seconds > 0 else { throw ValidationError("--timeout 0 leaves no time: give at least 1s") }
    }

    func run(_ session: Session) async throws {
        let bench = try await AdoptBench(place, session)
        if let confirmed {
            try await perform(KeptAdoption.ID(confirmed), bench, session)
        } else {
            try await show(bench, session)
        }
    }

    private func show(_ bench: AdoptBench, _ session: Session) async throws {
        let instance = try await session.store.instance(instance ?? "")
        let order = selection.order
        let plan = try await bench.plan(order, for: instance)
        let kept = KeptAdoption(
            id: session.store.newID(),
            site: bench.site.id,
            device: bench.device?.id,
            instance: instance.id,
            order: order,
            rows: plan.rows
        )
        try await session.store.keep(kept, now: session.now)
        let report = AdoptReport(plan: plan, id: kept.id)
        let confirming = "gardengate adopt \(place.shellQuoted) --confirm \(kept.id) takes over exactly these"
        let outlook = plan.rows.isEmpty ? [] : ["\(report.summary): \(confirming)"]
        session.output.write(([report.text] + outlook).joined(separator: "\n\n"), json: report.json)
    }

    private func perform(_ id: KeptAdoption.ID, _ bench: AdoptBench, _ session: Session) async throws {
        let kept = try await session.store.adoption(id, at: bench.site.id, now: session.now)
        guard kept.device == bench.device?.id else {
            throw CommandFailure("the plan \(id) was made for another device, or for the whole site: name that")
        }
        let instance = try await session.store.instance(kept.instance.rawValue)
        // Read once more: guests log in and go between the plan and now. What was not shown stays as it is.
        let plan = try await bench.plan(kept.order, for: instance).limited(to: kept.rows)
        let names = try await session.store.adopt(plan, now: session.now)
        let report = AdoptReport(plan: plan, id: id)
        let runs = try await SiteRuns.perform(
            try await session.store.site(bench.site.id.rawValue),
            .push(),
            within: .seconds(timeout.seconds),
            session: session
        )
        let lost = plan.coupons.count + plan.accounts.count - names.count
        let done = lost > 0 ? "\(report.summary); \(lost) of the names were taken in the meantime" : report.summary
        try runs.report(to: session.output, behind: [report.text, done]) { report.json.with(["push": $0]) }
    }
}
