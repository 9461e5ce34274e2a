import GatewayDomain
import GatewayHTTP
import GatewayStore

/// How routers are doing at a moment, as it is printed.
struct StatusReport {
    /// So many routers are listed unless all are asked for: what somebody reads.
    static let rowsMaximum = 40

    let server: LeaseHolder?
    let fleet: FleetSummary
    let devices: [DeviceStatusView]
    let now: Timestamp

    /// Reads what is asked for.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - selection: which routers.
    ///   - now: the time.
    /// - Returns: the report, the routers that need somebody first, the worst of them before the others.
    /// - Throws: when the database cannot be read.
    static func read(_ store: Store, _ selection: DeviceSelection, now: Timestamp) async throws -> StatusReport {
        let statuses = try await store.deviceStatuses(selection, now: now)
        let devices = statuses.map(DeviceStatusView.init(status:)).sorted {
            // A change that has waited for too long needs somebody, although its state alone is less bad than a pause.
            let isUrgent = $0.health.needsAttention(now: now)
            if isUrgent != $1.health.needsAttention(now: now) { return isUrgent }
            let (left, right) = ($0.health.state, $1.health.state)
            if left.condition != right.condition { return left.condition > right.condition }
            return ($0.status.siteName, $0.status.device.host, $0.status.device.port)
                < ($1.status.siteName, $1.status.device.host, $1.status.device.port)
        }
        return StatusReport(
            server: try await store.currentServer(now: now),
            fleet: try await store.fleet(at: selection.site, now: now),
            devices: devices,
            now: now
        )
    }

    /// Whether any of the routers that were asked for needs somebody.
    var needsAttention: Bool { devices.contains { $0.health.needsAttention(now: now) } }

    /// What programs read.
    var json: JSON {
        [
            "server": .string(server?.description),
            "summary": FleetSummaryView(summary: fleet).json,
            "devices": .list(devices, \.json),
        ]
    }

    /// What people read.
    ///
    /// - Parameters:
    ///   - listsAll: whether all are listed, however many.
    ///   - columns: how wide a line may be; nil for no bound.
    ///   - rows: how many lines there may be; nil for no bound but that of the list.
    ///   - style: what it looks like.
    /// - Returns: the text.
    func text(listsAll: Bool, columns: Int?, rows: Int? = nil, style: Style) -> String {
        let head = [style.bold(summary), serving]
        guard !devices.isEmpty else {
            return head.joined(separator: "\n")
        }
        // The head, an empty line, and one below that says what is left out.
        let room = rows.map { max(2, $0 - headRows(columns: columns) - 2) } ?? .max
        var listed = devices.prefix(listsAll ? room : min(room, Self.rowsMaximum))
        var table = StatusTable(listed, now: now).lines(columns: columns, style: style)
        while table.count > room, listed.count > 1 {
            listed = listed.dropLast()
            table = StatusTable(listed, now: now).lines(columns: columns, style: style)
        }
        var lines = head + [""] + table
        if listed.count < devices.count {
            let rest = "and \(devices.count - listed.count) more: --all lists them, --site and --condition choose"
            // A line that goes on in the next row of a terminal would scroll the first one away.
            lines.append(rest.clipped(to: columns))
        }
        return lines.joined(separator: "\n")
    }

    /// How many rows of a terminal the lines above the table take, which are not cut off.
    private func headRows(columns: Int?) -> Int {
        let columns = max(1, columns ?? .max)
        return [summary, serving].reduce(0) { $0 + 1 + max(0, $1.count - 1) / columns }
    }

    /// All routers in one line: how many are in which state, the well ones first.
    private var summary: String {
        guard fleet.deviceCount > 0 else { return "no devices; add one with gardengate device bootstrap SITE HOST" }
        let routers = Quantity.text(fleet.deviceCount, "router", "routers") ?? ""
        let sites = Quantity.text(fleet.siteCount, "site", "sites") ?? ""
        let states = DeviceCondition.allCases.compactMap { condition in
            fleet.states[condition].map { "\($0) \(condition.words)" }
        }
        let insecure = fleet.conditions[.insecure].map { "; \($0) INSECURE" } ?? ""
        return "\(routers) at \(sites): \(states.joined(separator: ", "))\(insecure)"
    }

    private var serving: String {
        server.map { "served by \($0)" } ?? "nobody serves: start gardengate serve, or push by hand"
    }
}
