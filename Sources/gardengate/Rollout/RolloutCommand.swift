import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync
import NIOPosix

/// `gardengate rollout`.
struct RolloutCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout",
        abstract: "Push the sites of an instance a few at a time, and stop when too many fail.",
        discussion: """
            The sites are taken by name. A batch of them is pushed; when every router of it is through, the next one begins. A site has \
            failed when one of its routers does not hold what it should afterwards. A change that was made with instance set --hold comes \
            to each site with its push, and to no other one: where it goes wrong, it went wrong at a few sites.

            Sites that are paused, or whose window is shut (site window), do not get the change; run it again later, or with --now where a \
            window is shut. A rollout that was stopped, interrupted or killed is begun again with the same command: sites that have the \
            change and hold what they should are left out, and those that have it and do not come last. When every site has the change and \
            holds what it should, it is held no more. Until then --undo takes it back, also where it has come to, and --keep leaves it \
            at that: where it has come to every site that is not paused, and some do not answer.

            Exit code 0: every site is as it should be; 1: sites failed, or the change was taken back meanwhile; 2: sites wait or are left.

            Example:
              gardengate instance set Lobby --session-ttl 8h --hold
              gardengate rollout --instance Lobby --batch 20 --max-failures 2 --dry-run
              gardengate rollout --instance Lobby --batch 20 --max-failures 2
            """
    )

    private static let batchSites = 10
    private static let failuresMaximum = 1
    private static let timeoutSeconds: Int64 = 120

    @Option(help: ArgumentHelp("Whose sites: an id or a name.", valueName: "instance"))
    var instance: String

    @Option(help: ArgumentHelp("How many sites are begun before the next ones wait for them.", valueName: "n"))
    var batch = Self.batchSites

    @Option(help: ArgumentHelp("After so many failed sites no other one begins.", valueName: "m"))
    var maxFailures = Self.failuresMaximum

    @Option(help: ArgumentHelp("Begin with this site: its id or its name.", valueName: "site"))
    var from: String?

    @Flag(help: "Wait for no window of a site.")
    var now = false

    @Flag(help: "Only show which sites would be pushed, in which batches.")
    var dryRun = false

    @Flag(help: "Take the change back that is held.")
    var undo = false

    @Option(help: ArgumentHelp("How long a site may take.", valueName: "duration"))
    var timeout = DurationArgument(seconds: Self.timeoutSeconds)

    @Flag(help: "Keep the change that is held for good, though sites that have it do not hold what they should.")
    var keep = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { instance }

    mutating func validate() throws {
        guard (1...1000).contains(batch) else { throw ValidationError("--batch \(batch) is outside of 1 to 1000") }
        guard maxFailures >= 1 else {
            throw ValidationError("--max-failures \(maxFailures) stops before it begins: give at least 1")
        }
        guard timeout.seconds > 0 else { throw ValidationError("--timeout 0 leaves no time: give at least 1s") }
        guard !undo || (!dryRun && !now && !keep && from == nil) else {
            throw ValidationError("--undo takes the change back everywhere: give it alone")
        }
        guard !keep || (!dryRun && !now && from == nil) else {
            throw ValidationError("--keep ends the rollout everywhere: give it alone")
        }
    }

    func run(_ session: Session) async throws {
        let instance = try await session.store.instance(instance)
        if undo { return try await takeBack(instance, session) }
        if keep { return try await leaveItAtThat(instance, session) }
        let choice = try await RolloutChoice(instance, from: from, session)
        let report = RolloutReport(
            choice: choice,
            batchSize: batch,
            failuresMaximum: maxFailures,
            again: again(instance)
        )
        // One that was killed after its last site has no site left, and is still to be ended.
        guard !dryRun, !choice.sites.isEmpty || choice.rollout != nil else {
            session.output.write(report.plan, json: report.planJSON)
            return
        }
        if !session.output.isJSON { Streams.output(report.outlook) }
        let outcome = try await perform(choice, session, report)
        session.output.write(report.end(outcome), json: report.json(outcome))
        if let failure = report.failure(outcome) { throw failure }
    }

    /// The command that goes on, with what was given.
    private func again(_ instance: Instance) -> String {
        var words = ["gardengate rollout \(ShellOption.text("--instance", instance.name))"]
        if batch != Self.batchSites { words.append("--batch \(batch)") }
        if maxFailures != Self.failuresMaximum { words.append("--max-failures \(maxFailures)") }
        if now { words.append("--now") }
        if timeout.seconds != Self.timeoutSeconds { words.append("--timeout \(timeout.text)") }
        if let database = global.database { words.append("--database \(database.shellQuoted)") }
        if let keyFile = global.keyFile { words.append("--key-file \(keyFile.shellQuoted)") }
        return words.joined(separator: " ")
    }

    /// Goes through the sites until that is done or somebody interrupts it.
    private func perform(
        _ choice: RolloutChoice,
        _ session: Session,
        _ report: RolloutReport
    ) async throws -> InstanceRollout.Outcome {
        let rollout = InstanceRollout(try await session.syncContext())
        let order = InstanceRollout.Order(
            instance: choice.instance.id,
            sites: choice.sites,
            batchSize: batch,
            failuresMaximum: maxFailures,
            ignoresWindow: now,
            timeout: .seconds(timeout.seconds),
            heldSince: choice.rollout?.begunAt
        )
        let isQuiet = session.output.isJSON
        let signals = TerminationSignals()
        return try await withThrowingTaskGroup(of: InstanceRollout.Outcome?.self) { group in
            group.addTask {
                await rollout.perform(order) { step in
                    if !isQuiet { Streams.output(report.line(step)) }
                }
            }
            group.addTask {
                await signals.wait()
                return nil
            }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                if let outcome = next { return outcome }
                group.cancelAll()
            }
            throw CommandFailure("the rollout was interrupted; go on with \(again(choice.instance))")
        }
    }

    private func leaveItAtThat(_ instance: Instance, _ session: Session) async throws {
        try await session.store.keepRollout(of: instance.id, now: session.now)
        session.output.write(
            "instance \(instance.name.printable) keeps the change: it is held no more",
            json: ["instance_id": .id(instance.id), "state": .string("kept")]
        )
    }

    private func takeBack(_ instance: Instance, _ session: Session) async throws {
        let name = instance.name.printable
        guard let rollout = try await session.store.rollout(of: instance.id) else {
            throw CommandFailure("no change of \(name) is held: nothing can be taken back")
        }
        try await session.store.undoRollout(of: instance.id, now: session.now)
        let reached = Quantity.text(rollout.reached.count, "site", "sites") ?? "no site"
        session.output.write(
            "instance \(name) is as it was before the change, which had come to \(reached)",
            json: [
                "instance_id": .id(instance.id),
                "state": .string("undone"),
                "reached_count": .number(rollout.reached.count),
            ]
        )
    }
}
