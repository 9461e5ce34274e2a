import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync
import NIOPosix

/// The plan or push of a site, and how its results are shown.
struct SiteRuns {
    let site: Site
    let devices: [Device]
    let request: PushRequest

    private var runs: [SyncRun] { request.runs }

    /// Plans or pushes a site and waits for the result, with a sign of life on a terminal.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - order: what is asked for.
    ///   - limit: how long to wait.
    ///   - session: the database.
    /// - Returns: the request, with one run for each device.
    /// - Throws: one line that names the remedy.
    static func perform(
        _ site: Site,
        _ order: PushOrder,
        within limit: Duration,
        session: Session
    ) async throws -> SiteRuns {
        let devices = try await session.store.devices(at: site.id)
        TrustArgument.warn(about: devices)
        let push = SitePush(try await session.syncContext())
        let doing = order.mode == .plan ? "planning" : "pushing"
        let request = try await Progress.showing("\(doing) \(site.name.printable)") {
            try await push.perform(order, at: site, within: limit)
        }
        return SiteRuns(site: site, devices: devices, request: request)
    }

    /// Shows the runs, and ends with an error unless every device is as was asked.
    ///
    /// - Parameters:
    ///   - output: where to.
    ///   - texts: what people read before it.
    ///   - json: makes what programs read, of the runs.
    /// - Throws: what keeps a device from being as it should be.
    func report(to output: Output, behind texts: [String] = [], json: (JSON) -> JSON = { $0 }) throws {
        let style = Style.standardOutput()
        let texts = texts + runs.map { text($0, style) } + [style.bold(outlook)]
        output.write(texts.joined(separator: "\n\n"), json: json(PushView(request: request).json))
        let failed = runs.filter { $0.outcome == .failed }
        let unfinished = runs.compactMap { run in run.obstacle(at: site.name).map { (run: run, text: $0) } }
        if let run = failed.first {
            throw CommandFailure(
                "\(address(run)): \(run.failure ?? "failed")\(others(failed.count + unfinished.count))"
            )
        }
        if let first = unfinished.first {
            throw CommandFailure(
                "\(address(first.run)): \(first.text)\(confirmation(first.run))\(others(unfinished.count))",
                exitCode: CommandFailure.notConverged
            )
        }
    }

    /// The id of what was shown, and how it is confirmed when there is something to confirm.
    private var outlook: String {
        let name = "\(request.mode.rawValue) \(request.id)"
        return request.canBeConfirmed ? "\(name): \(confirming) applies exactly what is shown" : name
    }

    /// The command that applies what was shown.
    private var confirming: String { "gardengate push \(site.name.shellQuoted) --confirm \(request.id)" }

    /// What confirms a run that was held back until somebody does.
    private func confirmation(_ run: SyncRun) -> String {
        guard request.canBeConfirmed, run.outcome == .refused, run.plan?.refusalCode?.canBeConfirmed == true else {
            return ""
        }
        return ": \(confirming)"
    }

    private func others(_ count: Int) -> String {
        count > 1 ? " (and \(count - 1) more of \(runs.count) routers)" : ""
    }

    private func text(_ run: SyncRun, _ style: Style) -> String {
        var lines = [style.bold("\(address(run)): \(summary(run))")]
        if let plan = run.plan {
            lines += plan.text.split(separator: "\n").map { "  " + style.diff($0) }
        }
        return lines.joined(separator: "\n")
    }

    private func summary(_ run: SyncRun) -> String {
        let seconds = Double((run.finishedAt - run.startedAt).wholeMilliseconds) / 1000
        let took = "in \((seconds * 100).rounded() / 100) s"
        return switch run.outcome {
        case .unchanged where run.obstacle != nil: "nothing could be done"
        case .converged where run.obstacle != nil: "written \(took), as far as it could be"
        case .unchanged: "as it should be, looked at \(took)"
        case .converged: "brought into line \(took)"
        case .planned: run.plan?.lines.isEmpty == false ? "this would be done" : "nothing would be done"
        case .partial: "written, but something still differs"
        case .refused: "held back"
        case .failed: "failed"
        }
    }

    private func address(_ run: SyncRun) -> String {
        devices.first { $0.id == run.device }.map { HostPort.text($0.host, $0.port) } ?? run.device.short
    }
}
