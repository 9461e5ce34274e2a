import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate status`.
struct StatusCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how every router is doing, and who serves the database.",
        discussion: """
            One line counts all routers by their state. Below stand those that need somebody, the worst first, each with since \
            when, why and what to do; those that are well, are paused or wait for the next run only with --all or --condition.

            Exit code 0: none of the routers that were asked for needs somebody; 2: one does.

            With --watch a terminal is drawn anew every few seconds; where the output is no terminal, a line is printed for \
            each router that comes into another state.

            Examples:
              gardengate status
              gardengate status --condition unreachable --condition login_refused
              gardengate status --site "Hotel Linde" --watch
            """
    )

    static var isAttributed: Bool { false }

    @Option(help: ArgumentHelp("Only routers of this site: its id or its name.", valueName: "site"))
    var site: String?

    @Option(
        name: .customLong("condition"),
        help: ArgumentHelp(
            "Only routers for which this holds; may be given several times. One of \(ConditionArgument.names).",
            valueName: "condition"
        )
    )
    var conditions: [ConditionArgument] = []

    @Flag(help: "List every router, also those that are well, and however many there are.")
    var all = false

    @Flag(help: "Go on showing how they are doing, until stopped.")
    var watch = false

    @Option(help: ArgumentHelp("How often --watch looks.", valueName: "duration"))
    var interval = DurationArgument(seconds: 2)

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard interval.seconds > 0 else { throw ValidationError("--interval 0 leaves no time: give at least 1s") }
    }

    func run(_ session: Session) async throws {
        let site = if let site { try await session.store.site(site) } else { Site?.none }
        var selection = DeviceSelection(site: site?.id, conditions: Set(conditions.map(\.condition)))
        // A program counts and chooses for itself.
        selection.needsAttention = !all && selection.conditions.isEmpty && !session.output.isJSON && !watchesLines
        if watch { return try await StatusWatch(session, selection, interval: interval, listsAll: all).run() }
        let report = try await StatusReport.read(session.store, selection, now: session.now)
        session.output.write(
            report.text(listsAll: all, columns: Terminal.size?.columns, style: .standardOutput()),
            json: report.json
        )
        if report.needsAttention { throw ExitCode(CommandFailure.notConverged) }
    }

    /// Whether changes are printed instead of a table that is drawn anew.
    private var watchesLines: Bool { watch && Terminal.size == nil }
}
