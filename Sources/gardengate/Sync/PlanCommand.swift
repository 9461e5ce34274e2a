import ArgumentParser
import GatewayDomain
import GatewayStore

/// `gardengate plan`.
struct PlanCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a push of a site would do, and do nothing.",
        discussion: """
            Every router of the site is read and compared. A line begins with + (added), ~ (changed), - (removed), \
            > (moved) or ! (a foreign row stands in the way). The same as push --dry-run. The plan is kept for a day under \
            the id that is shown: push SITE --confirm PLAN-ID applies it as it was shown, or not at all.

            Example:
              gardengate plan "Hotel Linde"
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Flag(help: "Show also what waits for a window of the site.")
    var now = false

    @Option(help: ArgumentHelp("How long to wait for the result.", valueName: "duration"))
    var timeout = DurationArgument(seconds: 300)

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let runs = try await SiteRuns.perform(
            try await session.store.site(site),
            .plan(now: now),
            within: .seconds(timeout.seconds),
            session: session
        )
        try runs.report(to: session.output)
    }
}
