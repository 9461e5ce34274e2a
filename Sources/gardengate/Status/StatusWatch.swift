import GatewayDomain
import GatewayHTTP
import GatewayStore

/// Shows how routers are doing, again and again: on a terminal in one place, elsewhere as lines of what changed.
struct StatusWatch {
    private let session: Session
    private let selection: DeviceSelection
    private let interval: Duration
    private let listsAll: Bool

    init(_ session: Session, _ selection: DeviceSelection, interval: DurationArgument, listsAll: Bool) {
        self.session = session
        self.selection = selection
        self.interval = .seconds(interval.seconds)
        self.listsAll = listsAll
    }

    /// Goes on until the process is stopped.
    func run() async throws {
        var known: [Device.ID: DeviceStatusView]?
        while true {
            let report = try await StatusReport.read(session.store, selection, now: session.now)
            if let size = Terminal.size, !session.output.isJSON {
                let screen = StatusScreen(columns: size.columns, rows: size.rows)
                Streams.outputText(
                    screen.frame(report, listsAll: listsAll, isFirst: known == nil, style: .standardOutput())
                )
            } else {
                for view in report.devices {
                    let before = known?[view.status.device.id]?.health.state.condition
                    guard before != view.health.state.condition else { continue }
                    // At the beginning only what was asked for or needs somebody, on later rounds whatever changed.
                    let isChosen = listsAll || !selection.conditions.isEmpty
                    guard known != nil || isChosen || view.health.needsAttention(now: report.now) else { continue }
                    tell(view, before: before, now: report.now)
                }
                try await tellWhoLeft(known ?? [:], report)
            }
            known = Dictionary(uniqueKeysWithValues: report.devices.map { ($0.status.device.id, $0) })
            try await Task.sleep(for: interval)
        }
    }

    /// Tells of routers for which what was asked for holds no longer, and of those that were removed.
    private func tellWhoLeft(_ known: [Device.ID: DeviceStatusView], _ report: StatusReport) async throws {
        let present = Set(report.devices.map(\.status.device.id))
        let left = known.filter { !present.contains($0.key) }
        guard !left.isEmpty else { return }
        // Whoever left is not among those that were asked for any more.
        let all = try await StatusReport.read(
            session.store,
            DeviceSelection(site: selection.site),
            now: session.now
        ).devices
        for (id, before) in left.sorted(by: { $0.value.status.siteName < $1.value.status.siteName }) {
            let view = all.first { $0.status.device.id == id }
            tell(
                view ?? before,
                before: before.health.state.condition,
                left: view == nil ? .removed : .holdsNoLonger,
                now: report.now
            )
        }
    }

    /// Why a router is no longer told of.
    private enum Leaving: String {
        /// It is there, and what was asked for holds for it no longer.
        case holdsNoLonger = "holds_no_longer"
        /// It was removed.
        case removed
    }

    private func tell(_ view: DeviceStatusView, before: DeviceCondition?, left: Leaving? = nil, now: Timestamp) {
        let device = view.status.device
        let address = HostPort.text(device.host, device.port)
        let state = view.health.state.condition
        let change: String
        switch left {
        case .removed: change = "removed"
        case .holdsNoLonger where before == state: change = "\(view.stateText), no longer \(choice)"
        case .holdsNoLonger, nil: change = (before.map { "\($0.words) -> " } ?? "") + view.stateText
        }
        let why = view.why.isEmpty || left == .removed ? "" : ": \(view.why)"
        session.output.write(
            "\(now) \(view.status.siteName.oneLine) \(address) \(change)\(why)",
            jsonLine: view.json.with([
                "at": .time(now), "state_before": .string(before?.rawValue), "left": .string(left?.rawValue),
            ])
        )
    }

    /// What was asked for, in words.
    private var choice: String {
        selection.conditions.sorted(by: >).map(\.words).joined(separator: " or ")
    }
}
