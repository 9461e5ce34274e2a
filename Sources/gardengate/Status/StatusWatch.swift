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
        var known: [Device.ID: DeviceCondition]?
        while true {
            let report = try await StatusReport.read(session, selection)
            if let size = Terminal.size, !session.output.isJSON {
                // Home, then each line cleared behind its end, then all below: nothing flickers.
                let text = report.text(
                    listsAll: listsAll,
                    columns: size.columns,
                    rows: size.rows - 1,
                    style: .standardOutput()
                )
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let clear = known == nil ? "\u{1B}[2J" : ""
                Streams.outputText(clear + "\u{1B}[H" + lines.joined(separator: "\u{1B}[K\n") + "\u{1B}[K\n\u{1B}[J")
            } else {
                for view in report.devices where known?[view.status.device.id] != view.health.state.condition {
                    let before = known?[view.status.device.id]
                    // At the beginning only what needs somebody, on later rounds whatever changed.
                    guard known != nil || listsAll || view.health.needsAttention(now: report.now) else { continue }
                    tell(view, before: before, now: report.now)
                }
            }
            let states = report.devices.map { ($0.status.device.id, $0.health.state.condition) }
            known = Dictionary(uniqueKeysWithValues: states)
            try await Task.sleep(for: interval)
        }
    }

    private func tell(_ view: DeviceStatusView, before: DeviceCondition?, now: Timestamp) {
        let device = view.status.device
        let address = HostPort.text(device.host, device.port)
        let change = (before.map { "\($0.words) -> " } ?? "") + view.stateText
        let why = view.why.isEmpty ? "" : ": \(view.why)"
        session.output.write(
            "\(now) \(view.status.siteName.oneLine) \(address) \(change)\(why)",
            jsonLine: view.json.with(["at": .time(now), "state_before": .string(before?.rawValue)])
        )
    }
}
