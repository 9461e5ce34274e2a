import GatewayDomain
import GatewayHTTP
import GatewayStore
import Testing

@testable import gardengate

/// What `gardengate status` looks like at a thousand sites.
@Suite struct FleetStatusTests {
    private let plain = Style(isColoured: false)

    private func read(_ fleet: Fleet, all: Bool) async throws -> StatusReport {
        try await StatusReport.read(fleet.store, DeviceSelection(needsAttention: !all), now: Fleet.now)
    }

    private func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func `a page tells of a thousand sites, and all of them are listed when asked for`() async throws {
        let fleet = try await Fleet()
        let report = try await read(fleet, all: false)
        let page = lines(report.text(listsAll: false, columns: nil, style: plain))
        #expect(
            page[0] == """
                1000 routers at 1000 sites: 938 synced, 14 drifted, 10 paused, 20 unreachable, 10 login refused, \
                8 certificate changed; 4 INSECURE
                """
        )
        #expect(report.fleet.attentionCount == 42 && report.devices.count == 42)
        #expect(page.last == "and 2 more: --all lists them, --site and --condition choose")
        #expect(page.count == 57)
        #expect(page.count { $0.hasPrefix("Site ") } == StatusReport.rowsMaximum)
        #expect(page.count { $0.hasPrefix("  → check the address") } == 1, "what twenty need stands once")

        let everything = try await read(fleet, all: true)
        let list = lines(everything.text(listsAll: true, columns: nil, style: plain))
        #expect(list[0] == page[0])
        #expect(list.count { $0.hasPrefix("Site ") } == 1000)
        #expect(list.count == 1042)
        for report in [report, everything] { expectOrder(of: report) }
        try fleet.close()
    }

    /// What needs somebody comes first, the worst of it before the rest.
    private func expectOrder(of report: StatusReport) {
        let urgent = report.devices.map { $0.health.needsAttention(now: Fleet.now) }
        #expect(urgent.prefix(42).allSatisfy { $0 } && !urgent.dropFirst(42).contains(true))
        let states = report.devices.prefix(42).map(\.health.state.condition)
        let worst = [
            (DeviceCondition.certificateChanged, 8), (.loginRefused, 10), (.unreachable, 20), (.drifted, 4),
        ]
        #expect(states == worst.flatMap { Array(repeating: $0.0, count: $0.1) })
        for condition in DeviceCondition.allCases {
            let sites = report.devices.filter { $0.health.state.condition == condition }.map(\.status.siteName)
            #expect(sites == sites.sorted() || condition == .drifted, "\(condition)")
        }
    }

    @Test func `what is watched fits the terminal`() async throws {
        let fleet = try await Fleet()
        let (urgent, everything) = (try await read(fleet, all: false), try await read(fleet, all: true))
        // Columns, rows, and how many of the rows are taken: what is to be done is not parted from its router.
        for (columns, rows, taken) in [(80, 24, 22), (200, 24, 23), (40, 24, 23), (80, 12, 10)] {
            let screen = StatusScreen(columns: columns, rows: rows)
            for report in [urgent, everything] {
                let frame = screen.frame(report, listsAll: report.devices.count == 1000, isFirst: false, style: plain)
                #expect(!frame.contains("\u{1B}[2J"))
                let shown = ["H", "K", "J"].reduce(frame) { $0.replacing("\u{1B}[\($1)", with: "") }
                // A terminal goes on in the next row where a line is too long.
                let heights = lines(shown).dropLast().map { max(1, ($0.count + columns - 1) / columns) }
                #expect(heights.reduce(0, +) == taken, "\(columns)x\(rows):\n\(shown)")
                // Below the last line stands the cursor.
                #expect(taken < rows)
                #expect(shown.hasPrefix("1000 routers at 1000 sites: 938 synced"))
                #expect(shown.contains("\nand \(report.devices.count - shown.sites) more: --all lists them"))
                #expect(shown.contains("\nSite 0003"), "the worst is the last to be left out")
            }
        }
        let first = StatusScreen(columns: 80, rows: 24).frame(urgent, listsAll: false, isFirst: true, style: plain)
        #expect(first.hasPrefix("\u{1B}[2J\u{1B}[H1000 routers"))
        try fleet.close()
    }
}

extension String {
    /// How many routers are listed in it.
    fileprivate var sites: Int { split(separator: "\n").count { $0.hasPrefix("Site ") } }
}
