import ArgumentParser
import GatewayDomain
import GatewayStore

/// `gardengate push`.
struct PushCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Make every router of a site hold what it should, now, and wait for it.",
        discussion: """
            A running gardengate serve does the work; without one this command does it itself. What was done is shown \
            like a diff. Exit code 0: every router is as it should be; 2: one was held back or still differs; 1: one could \
            not be worked on.

            A push that would remove many rows for no reason that the gateway knows is held back until somebody looked at \
            it and confirms it; users about whom there is no doubt go on as ever, such as codes that were used. --confirm PLAN-ID applies what that plan, or that push which was held back, has shown: on \
            each router all of it, or nothing where anything has changed since. A foreign user that has the name of one of \
            ours is left alone until --adopt NAME. Outside of the windows of a site (site window) only that is written which ends \
            somebody's access; --now writes the rest as well.

            Example:
              gardengate push "Hotel Linde" --dry-run
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Flag(help: "Only show what would be done, as plan does.")
    var dryRun = false

    @Option(
        name: .customLong("confirm"),
        help: ArgumentHelp("Apply exactly the plan with this id, whatever it removes.", valueName: "plan-id")
    )
    var confirmed: String?

    @Option(
        name: .customLong("adopt"),
        help: ArgumentHelp("Take over the foreign user of this name. May be given several times.", valueName: "name")
    )
    var adopted: [String] = []

    @Flag(help: "Wait for no window of the site.")
    var now = false

    @Option(help: ArgumentHelp("How long to wait for the result.", valueName: "duration"))
    var timeout = DurationArgument(seconds: 300)

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        guard !(dryRun && confirmed != nil) else {
            throw ValidationError("--dry-run and --confirm contradict each other: give one of them")
        }
        guard adopted.isEmpty || confirmed == nil else {
            throw ValidationError(
                "--adopt and --confirm contradict each other: a plan is applied as it was shown; make one with --dry-run --adopt"
            )
        }
        guard !now || confirmed == nil else {
            throw ValidationError(
                "--now and --confirm contradict each other: a plan is applied as it was shown; make one with --dry-run --now"
            )
        }
        guard timeout.seconds > 0 else { throw ValidationError("--timeout 0 leaves no time: give at least 1s") }
    }

    private var order: PushOrder {
        if let confirmed { return .confirm(PushRequest.ID(confirmed)) }
        return dryRun ? .plan(adopting: Set(adopted), now: now) : .push(adopting: Set(adopted), now: now)
    }

    func run(_ session: Session) async throws {
        let runs = try await SiteRuns.perform(
            try await session.store.site(site),
            order,
            within: .seconds(timeout.seconds),
            session: session
        )
        try runs.report(to: session.output)
    }
}
